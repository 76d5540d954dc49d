"""TCP ports of loopback for servers that come and go.

A port is leased for the life of the process that asked: a lock on its byte of
one file keeps it from every other test process of the machine, so that a
broker's port stays its own while the broker is down.  Ports that the system
gives to outgoing connections are left out.
"""

import contextlib
import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

LOCAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
FIRST, END = 10000, 65536
ENOUGH = 2000

_leases = None  # one descriptor: closing any of a file's ends its locks
_leased = set()


def _candidates():
    """All but what the system gives away, unless it gives away nearly all."""
    low, high = map(int, LOCAL_RANGE.read_text().split())
    outside = [port for port in range(FIRST, END) if not low <= port <= high]
    return outside if len(outside) >= ENOUGH else range(FIRST, END)


def _lease(port):
    """False: another process, or this one before, has it."""
    global _leases
    if _leases is None:
        _leases = open(Path(tempfile.gettempdir())
                       / f"gazetted-test-ports.{os.getuid()}", "ab")
    if port in _leased:
        return False
    with contextlib.suppress(OSError):
        fcntl.lockf(_leases, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        _leased.add(port)
        return True
    return False


def _listened_on(port):
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return True
    return False


def free_ports(count, among=None):
    """Ports of this process alone that nobody listens on right now."""
    candidates, ports = among or _candidates(), []
    while len(ports) < count:
        port = random.choice(candidates)
        if _lease(port) and not _listened_on(port):
            ports.append(port)
    return ports


def port_open(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
