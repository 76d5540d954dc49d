"""The tools of the harness do what they say: a fault that does no harm would
prove nothing."""

import os
import socket
import struct
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import pytest

from chaos.clocks import Clocks
from chaos.disks import Disks
from chaos.feeder import Writer
from chaos.lab import Lab
from chaos.network import Network, inside
from chaos.proxy import END_TXN, Proxy
from support.kafka.cluster import Cluster
from support.ports import free_ports

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes "
                                "network namespaces and mounts")
PRODUCE = 0


# --- network ---

@pytest.fixture
def network():
    one = Network(2)
    try:
        yield one, one.add_daemon()
    finally:
        one.close()


def reaches(namespace, address):
    """Whether a connection to a listener on the address comes about."""
    with socket.create_server((address, 0)) as server:
        with inside(namespace):
            client = socket.socket()
        with client:
            client.settimeout(0.5)
            try:
                client.connect(server.getsockname())
            except TimeoutError:
                return False
            return True


@needs_root
@pytest.mark.parametrize("way", ["both", "to broker", "from broker"])
def test_cut_and_heal(network, way):
    net, name = network
    one, other = net.brokers
    assert reaches(name, one)
    net.links[name][0].cut(way)
    assert not reaches(name, one)
    assert reaches(name, other)
    net.links[name][0].heal()
    assert reaches(name, one)


@needs_root
def test_cut_one_way_lets_the_other_through(network):
    net, name = network
    with socket.socket(type=socket.SOCK_DGRAM) as here:
        here.bind((net.brokers[0], 0))
        here.settimeout(0.5)
        with inside(name):
            there = socket.socket(type=socket.SOCK_DGRAM)
        with there:
            there.settimeout(0.5)
            there.sendto(b"1", here.getsockname())
            place = here.recvfrom(9)[1]
            net.links[name][0].cut("from broker")
            there.sendto(b"2", here.getsockname())
            assert here.recv(9) == b"2"
            here.sendto(b"3", place)
            with pytest.raises(TimeoutError):
                there.recv(9)


@needs_root
def test_nothing_is_left():
    net = Network(3)
    name = net.add_daemon()
    ours = [link.device + "@" for link in net.links[name]]
    ours += [f" {address}/32 " for address in net.brokers]
    there = subprocess.check_output(["ip", "addr"], text=True)
    assert all(one in there for one in ours)
    net.close()
    assert name not in subprocess.check_output(["ip", "netns"], text=True)
    left = subprocess.check_output(["ip", "addr"], text=True)
    assert not [one for one in ours if one in left]


# --- proxy ---

def request(key, correlation, rest=b"rest"):
    body = struct.pack(">hhi", key, 1, correlation) + rest
    return struct.pack(">i", len(body)) + body


class Exchange:
    """A client and a server with a proxy between them."""

    def __init__(self):
        self.proxy = Proxy()
        port, = free_ports(1)
        self.server = socket.create_server(("127.0.0.1", port))
        node = SimpleNamespace(daemon_host="127.0.0.1", daemon_port=port,
                               listen=self._listen)
        self.proxy.prepare(SimpleNamespace(
            cluster=SimpleNamespace(nodes=[node])))
        self.client = socket.create_connection(self.address)
        self.broker = self.server.accept()[0]
        for one in (self.client, self.broker):
            one.settimeout(20)

    def _listen(self, advertised):
        host, port = advertised.rsplit(":", 1)
        self.address = host, int(port)

    def close(self):
        for one in (self.client, self.broker, self.server):
            one.close()
        self.proxy.close()


def receive(one, count):
    data = b""
    while len(data) < count:
        part = one.recv(count - len(data))
        if not part:
            return data
        data += part
    return data


@pytest.fixture
def exchange():
    one = Exchange()
    yield one
    one.close()


def test_proxy_lets_through(exchange):
    for key in (PRODUCE, END_TXN):
        sent = request(key, 7, bytes(200000))
        exchange.client.sendall(sent)
        assert receive(exchange.broker, len(sent)) == sent
        answer = request(0, 7)
        exchange.broker.sendall(answer)
        assert receive(exchange.client, len(answer)) == answer


@pytest.mark.parametrize("how", ["late", "late answer"])
def test_late_arrives_in_the_end_and_in_order(exchange, how):
    met = exchange.proxy.catch(how, 0.2)
    first, second = request(END_TXN, 1), request(PRODUCE, 2)
    exchange.client.sendall(first + second)
    assert receive(exchange.broker, len(first + second)) == first + second
    assert met.is_set()
    answer = struct.pack(">ii", 8, 1) + b"good"
    exchange.broker.sendall(answer)
    assert receive(exchange.client, len(answer)) == answer


def test_late_request_outlives_its_client(exchange):
    met = exchange.proxy.catch("late", 0.3)
    sent = request(END_TXN, 1)
    exchange.client.sendall(sent)
    assert met.wait(20)
    exchange.client.close()
    assert receive(exchange.broker, len(sent)) == sent


@pytest.mark.parametrize("how, arrives", [("cut before", False),
                                          ("cut behind", True)])
def test_cut_around_the_request(exchange, how, arrives):
    exchange.proxy.catch(how, 0)
    sent = request(END_TXN, 1)
    exchange.client.sendall(request(PRODUCE, 0) + sent)
    assert receive(exchange.client, 1) == b""
    got = receive(exchange.broker, 1000)
    assert got == request(PRODUCE, 0) + (sent if arrives else b"")


def test_only_one_is_caught(exchange):
    exchange.proxy.catch("cut before", 0)
    exchange.proxy.release()
    exchange.client.sendall(request(END_TXN, 1))
    assert receive(exchange.broker, 4) == request(END_TXN, 1)[:4]


# --- disks and clocks ---

@needs_root
def test_full_disk_and_free(tmp_path):
    node = SimpleNamespace(folder=tmp_path, settings={})
    disks = Disks(size_mb=2)
    try:
        disks.prepare(SimpleNamespace(cluster=SimpleNamespace(nodes=[node])))
        file = tmp_path / "disk" / "file"
        file.write_bytes(bytes(4096))
        disks.fill(node)
        with pytest.raises(OSError):
            (tmp_path / "disk" / "more").write_bytes(bytes(4096))
        disks.free(node)
        file.write_bytes(bytes(8192))
    finally:
        disks.close()
    assert not file.exists()


# Prints how much each step moved the clocks; steps when told on stdin.
TELL = """
import sys, time
for line in sys.stdin:
    print(time.time(), time.monotonic(), flush=True)
"""


def test_clock_steps(tmp_path):
    clocks = Clocks()
    clocks.prepare(SimpleNamespace(folder=tmp_path))
    worker = SimpleNamespace(name="w", folder=tmp_path,
                             environment=dict(os.environ))
    clocks.equip(worker)
    with subprocess.Popen([sys.executable, "-c", TELL], text=True,
                          env=worker.environment, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        def ask():
            process.stdin.write("\n")
            process.stdin.flush()
            return [float(word) for word in process.stdout.readline().split()]
        wall, steady = ask()
        clocks["w"].step(-7200)
        moved_wall, moved_steady = ask()
        clocks["w"].step(7200)
        back = ask()
        process.stdin.close()
    assert moved_wall < wall - 7000
    assert moved_steady >= steady
    assert back[0] >= wall


# Waits on a condition until a moment; its end must follow the moved clock.
WAIT = """
import ctypes, sys, time
libc = ctypes.CDLL(None)
class Moment(ctypes.Structure):
    _fields_ = [("s", ctypes.c_long), ("ns", ctypes.c_long)]
cond, mutex = (ctypes.create_string_buffer(64) for _ in range(2))
libc.cnd_init(cond)
libc.mtx_init(mutex, 1)
libc.mtx_lock(mutex)
until = Moment(int(time.time()) + 5000)
print("waits", flush=True)
libc.cnd_timedwait(cond, mutex, ctypes.byref(until))
print("over", flush=True)
"""


def test_step_ends_a_wait(tmp_path):
    clocks = Clocks()
    clocks.prepare(SimpleNamespace(folder=tmp_path))
    worker = SimpleNamespace(name="w", folder=tmp_path,
                             environment=dict(os.environ))
    clocks.equip(worker)
    with subprocess.Popen([sys.executable, "-c", WAIT], text=True,
                          env=worker.environment,
                          stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == "waits\n"
        clocks["w"].step(6000)
        assert process.stdout.readline() == "over\n"


# --- feeder ---

def message(partition, offset):
    return SimpleNamespace(partition=lambda: partition, offset=lambda: offset)


def test_feeder_knows_that_it_does_not_know_a_place():
    """Sent twice, a message is acknowledged without an offset."""
    ends, unsure = [0, 0], SimpleNamespace(value=False)
    writer = Writer("127.0.0.1:1", "articles", None,
                    (None, None, ends, unsure, None))
    writer._acknowledged(None, message(1, 7))
    assert (ends, unsure.value) == ([0, 8], False)
    writer._acknowledged(None, message(1, None))
    assert (ends, unsure.value, writer.failed) == ([0, 8], True, None)


# --- brokers ---

class LostNode:
    """A broker that can read its coordinators' logs after so many starts."""

    def __init__(self, starts_wanted):
        self.starts_wanted, self.starts = starts_wanted, 0

    def lost_a_coordinator(self):
        return self.starts < self.starts_wanted

    def stop(self):
        pass

    def start(self):
        self.starts += 1


def test_a_broker_without_its_coordinator_is_started_again():
    nodes = [LostNode(0), LostNode(1)]
    lab = SimpleNamespace(cluster=SimpleNamespace(nodes=nodes),
                          notes=Counter(), wait_in_sync=lambda: None)
    Lab.mend_brokers(lab)
    Lab.mend_brokers(lab)
    assert [node.starts for node in nodes] == [0, 1]
    assert list(lab.notes.values()) == [1]


@pytest.mark.parametrize("line, lost", [
    ("[x] ERROR CoordinatorRuntime - Failed to load metadata from "
     "__consumer_offsets-0 with epoch 11", True),
    ("[x] INFO Finished loading of metadata from __consumer_offsets-0", False),
])
def test_a_lost_coordinator_is_told_by_the_log(tmp_path, line, lost):
    node = Cluster(tmp_path, 1).nodes[0]
    node.log.write_text(line + "\n")
    assert node.lost_a_coordinator() == lost
