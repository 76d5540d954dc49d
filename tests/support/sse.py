"""A client of server-sent events over a plain socket: its own reading of the
WHATWG text, so that what a browser would do is known byte for byte."""

import json
import socket
import threading
import time
from dataclasses import dataclass, field

from support.waiting import DEADLINE_S, wait_until


@dataclass(frozen=True)
class Event:
    """One dispatched event; id is the last event id when it was.

    at: monotonic seconds when the end of it was read.
    """

    name: str
    data: str
    id: str
    at: float = field(default=0.0, compare=False)

    def json(self):
        return json.loads(self.data)


class Stream:
    """Reads on a thread of its own until it is closed or the server ends.

    address: (host, port), or the path of a unix socket.
    """

    def __init__(self, address, path, headers=None, last_event_id=None,
                 receive_bytes=None):
        self.events = []
        self.last_event_id = last_event_id or ""
        self.status = None
        self.headers = {}
        self.body = b""  # of an answer that is no stream
        self.comments = 0
        self.ended = False
        self.reconnect_ms = None
        headers = {"Host": "localhost"} | (headers or {})
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        unix = isinstance(address, str)
        self.socket = socket.socket(
            socket.AF_UNIX if unix else socket.AF_INET, socket.SOCK_STREAM)
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                   receive_bytes)
        self.socket.settimeout(DEADLINE_S)
        self.socket.connect(address)
        lines = [f"GET {path} HTTP/1.0"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.pause = 0.0  # between reads of a few bytes, for a slow client
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        buffer = b""
        try:
            while b"\r\n\r\n" not in buffer:
                part = self.socket.recv(65536)
                if not part:
                    return
                buffer += part
            head, buffer = buffer.split(b"\r\n\r\n", 1)
            lines = head.decode().split("\r\n")
            self.headers = dict(line.lower().split(": ", 1)
                                for line in lines[1:])
            self.status = int(lines[0].split()[1])
            if self.status != 200:
                self.body = buffer + self._rest()
                return
            self._read_events(buffer)
        except OSError:
            pass
        finally:
            self.ended = True

    def _rest(self):
        parts = []
        while part := self.socket.recv(65536):
            parts.append(part)
        return b"".join(parts)

    def _read_events(self, buffer):
        name, data, last = "message", [], self.last_event_id
        at = time.monotonic()
        while True:
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                text = line.decode()
                key, _, value = text.partition(":")
                value = value.removeprefix(" ")
                if text == "":
                    self.last_event_id = last
                    if data:
                        self.events.append(
                            Event(name, "\n".join(data), last, at))
                    name, data = "message", []
                elif key == "":
                    self.comments += 1
                elif key == "event":
                    name = value
                elif key == "data":
                    data.append(value)
                elif key == "id":
                    last = value
                elif key == "retry":
                    self.reconnect_ms = int(value)
            size = 65536
            if self.pause:
                time.sleep(self.pause)
                size = 2048
            part = self.socket.recv(size)
            at = time.monotonic()
            if not part:
                return
            buffer += part

    def until(self, condition, what, seconds=DEADLINE_S):
        """Wait until condition(events) holds; the events so far."""
        wait_until(lambda: condition(self.events), what, seconds)
        return list(self.events)

    def wait_open(self):
        """The status, and for a stream its first position."""
        wait_until(lambda: self.status is not None or self.ended,
                   "an answer")
        if self.status == 200:
            wait_until(lambda: self.last_event_id, "a first position")
        return self.status

    def error(self):
        """The JSON of a refusal."""
        wait_until(lambda: self.ended, "the end of the answer")
        return json.loads(self.body)

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.thread.join(DEADLINE_S)
        self.socket.close()
