"""A service manager as far as sd_notify(3) sees one: a datagram socket."""

import socket

from support.waiting import wait_until


class Manager:
    """Tell a daemon of it by environment, before the daemon starts."""

    def __init__(self, folder, watchdog_s=None):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.path = str(folder / "notify")
        self.socket.bind(self.path)
        self.socket.setblocking(False)
        self.messages = []
        self.environment = {"NOTIFY_SOCKET": self.path}
        if watchdog_s is not None:
            self.environment["WATCHDOG_USEC"] = str(int(watchdog_s * 1e6))

    def receive(self):
        """All lines so far, as "NAME=value"."""
        while True:
            try:
                datagram = self.socket.recv(65536)
            except BlockingIOError:
                return self.messages
            self.messages += datagram.decode().splitlines()

    def count(self, line):
        return self.receive().count(line)

    def wait_for(self, line, times=1):
        wait_until(lambda: self.count(line) >= times,
                   f"{times} times {line} among {self.messages}")

    def close(self):
        self.socket.close()
