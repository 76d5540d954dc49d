"""Clients of /v1/entities in one process, driven by sse_clients.py.

    python tests/bench/sse_crowd.py PORT QUICK SLOW TRICKLERS ENTITY...

QUICK clients follow one entity each and read all that comes, SLOW ones read
half a kilobyte a second, every other one of them the whole stream; TRICKLERS
send a byte of a request a second and connect again when they are cut off.
Prints "ready" when all streams are open, then counts as JSON for every line
on its standard input, and ends with that.
"""

import json
import os
import resource
import selectors
import socket
import sys
import time
import urllib.parse

MARK = b'data: {"event_id"'
SLOW_BYTES = 512


class Client:
    """A stream, and how many events came on it."""

    def __init__(self, address, query):
        self.events, self.tail, self.open, self.ended = 0, b"", False, False
        self.socket = socket.create_connection(address, 60)
        self.socket.sendall(f"GET /v1/entities{query} HTTP/1.0\r\n\r\n"
                            .encode())
        self.socket.setblocking(False)

    def read(self, size):
        try:
            part = self.socket.recv(size)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self.ended = self.ended or not part
        data = self.tail + part
        self.open = self.open or b"\n\n" in data or b"\r\n\r\nid:" in data
        self.events += data.count(MARK)
        self.tail = data[-(len(MARK) - 1):]


class Trickler:
    """A request that never ends."""

    def __init__(self, address):
        self.address, self.cuts = address, -1
        self.connect()

    def connect(self):
        self.cuts += 1
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(self.address)

    def send(self):
        try:
            self.socket.send(b"G")
        except BlockingIOError:
            pass
        except OSError:
            self.socket.close()
            self.connect()


class Crowd:
    def __init__(self, address, quick, slow, tricklers, entities):
        self.selector = selectors.DefaultSelector()
        ids = [urllib.parse.quote(e) for e in entities]
        self.quick = [Client(address, f"?entity={ids[i % len(ids)]}")
                      for i in range(quick)]
        self.slow = [Client(address, f"?entity={ids[i % len(ids)]}"
                            if i % 2 else "") for i in range(slow)]
        self.tricklers = [Trickler(address) for _ in range(tricklers)]
        for client in self.quick:
            self.selector.register(client.socket, selectors.EVENT_READ, client)
        self.selector.register(sys.stdin, selectors.EVENT_READ, None)
        self.next = time.monotonic()

    def is_ready(self):
        return all(c.open for c in self.quick + self.slow)

    def every_second(self):
        if time.monotonic() >= self.next:
            self.next += 1
            for client in self.slow:
                client.read(SLOW_BYTES)
            for trickler in self.tricklers:
                trickler.send()

    def report(self):
        print(json.dumps({
            "quick": [c.events for c in self.quick],
            "ended": sum(c.ended for c in self.quick),
            "slow": sum(c.events for c in self.slow),
            "slow_ended": sum(c.ended for c in self.slow),
            "cuts": sum(t.cuts for t in self.tricklers),
            "cpu_s": sum(os.times()[:2])}), flush=True)

    def run(self):
        told = False
        while True:
            for key, _ in self.selector.select(0.05):
                if key.data is not None:
                    key.data.read(1 << 16)
                    if key.data.ended:
                        self.selector.unregister(key.fileobj)
                elif sys.stdin.readline():
                    self.report()
                else:
                    return
            self.every_second()
            if not told and self.is_ready():
                told = True
                print("ready", flush=True)


def main():
    port, quick, slow, tricklers = map(int, sys.argv[1:5])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    Crowd(("127.0.0.1", port), quick, slow, tricklers, sys.argv[5:]).run()


if __name__ == "__main__":
    main()
