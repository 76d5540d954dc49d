"""A network between daemons and brokers that can be cut, for one broker or
all, both ways or one way only.

Each daemon lives in a network namespace of its own with a veth pair to each
broker; the brokers' addresses are on this machine's loopback device, so that
harness and brokers reach each other whatever is cut.  A way is cut by sending
its frames to a hardware address that nobody has: they vanish silently, as on
a network that fails.  (netem and packet filters need kernel modules which not
every machine has.)

Needs root.  Names and addresses hold the process id; close() removes all.
"""

import ctypes
import os
import subprocess
from contextlib import contextmanager

NOWHERE = "02:00:00:00:00:99"
CLONE_NEWNET = 0x40000000
WAYS = {"both": (True, True), "to broker": (True, False),
        "from broker": (False, True)}


def ip(*words, check=True):
    done = subprocess.run(["ip", *words], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0 or not check, (words, done.stderr)
    return done.stdout


def hardware_address(device, namespace=None):
    place = ["-n", namespace] if namespace else []
    words = ip(*place, "-o", "link", "show", device).split()
    return words[words.index("link/ether") + 1]


@contextmanager
def inside(namespace):
    """Sockets that this thread opens are in the namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", "rb") as home, open(
            f"/run/netns/{namespace}", "rb") as there:
        assert libc.setns(there.fileno(), CLONE_NEWNET) == 0
        try:
            yield
        finally:
            assert libc.setns(home.fileno(), CLONE_NEWNET) == 0


class Link:
    """The wire between one daemon and one broker."""

    def __init__(self, namespace, device, addresses, broker):
        self.namespace, self.device, self.broker = namespace, device, broker
        self.here, self.there = addresses
        peer = device + "d"
        ip("link", "add", device, "type", "veth", "peer", "name", peer,
           "netns", namespace)
        ip("addr", "add", f"{self.here}/30", "dev", device)
        ip("link", "set", device, "up")
        ip("-n", namespace, "addr", "add", f"{self.there}/30", "dev", peer)
        ip("-n", namespace, "link", "set", peer, "up")
        ip("-n", namespace, "route", "add", broker, "via", self.here)
        self.peer = peer
        self.ours = hardware_address(device)
        self.theirs = hardware_address(peer, namespace)
        self.heal()

    def cut(self, way):
        to_broker, from_broker = WAYS[way]
        if to_broker:
            self._send_to_broker(NOWHERE)
        if from_broker:
            self._send_from_broker(NOWHERE)

    def heal(self):
        self._send_to_broker(self.ours)
        self._send_from_broker(self.theirs)

    def _send_to_broker(self, address):
        ip("-n", self.namespace, "neigh", "replace", self.here, "lladdr",
           address, "dev", self.peer, "nud", "permanent")

    def _send_from_broker(self, address):
        ip("neigh", "replace", self.there, "lladdr", address, "dev",
           self.device, "nud", "permanent")


class Network:
    def __init__(self, brokers):
        self.number = os.getpid() % 200
        self.brokers = [f"10.{self.number + 30}.255.{n + 1}"
                        for n in range(brokers)]
        self.links = {}  # namespace: [Link of each broker]
        for address in self.brokers:
            ip("addr", "add", f"{address}/32", "dev", "lo")

    def add_daemon(self):
        """The name of a new namespace."""
        count = len(self.links)
        name = f"chaos-{os.getpid()}-{count}"
        ip("netns", "add", name)
        ip("-n", name, "link", "set", "lo", "up")
        self.links[name] = []
        for which, broker in enumerate(self.brokers):
            base = f"10.{self.number + 30}.{count}.{4 * which}"
            base, last = base.rsplit(".", 1)
            pair = f"{base}.{int(last) + 1}", f"{base}.{int(last) + 2}"
            device = f"gz{os.getpid()}.{count}.{which}"
            self.links[name].append(Link(name, device, pair, broker))
        return name

    def close(self):
        # A namespace that is removed takes its devices along some time later.
        for name, links in self.links.items():
            for link in links:
                ip("link", "del", link.device, check=False)
            ip("netns", "del", name, check=False)
        for address in self.brokers:
            ip("addr", "del", f"{address}/32", "dev", "lo", check=False)
