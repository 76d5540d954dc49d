"""Three real Apache Kafka nodes on loopback, each broker and controller, with
everything replicated three times and two in sync; or one node alone.

The daemon's side has a listener of its own, DAEMON, so that a test may put a
proxy or another network between them: what a broker advertises there is the
test's to choose.  Harness and brokers use PLAINTEXT and are never in the way.

    cluster = Cluster(folder, nodes=3)
    cluster.start()
    ...  cluster.bootstrap, cluster.daemon_bootstrap ...
    cluster.nodes[1].kill(); cluster.nodes[1].start()
    cluster.stop()
"""

import base64
import json
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support.kafka.broker import Broker
from support.ports import free_ports

# What a broker says when it could not read the log of a coordinator that it
# leads.  It does not try again while it lives.
NOT_LOADED = "Failed to load metadata from"

LISTENERS = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DAEMON:PLAINTEXT"


class Node(Broker):
    """One broker of a cluster; number counts from 1."""

    def __init__(self, folder, number, cluster_id):
        super().__init__(folder)
        self.number = number
        self.cluster_id = cluster_id
        self.stopped = False
        self.daemon_host, self.daemon_port = "127.0.0.1", free_ports(1)[0]
        self.advertised = f"{self.daemon_host}:{self.daemon_port}"

    def listen(self, host=None, advertised=None):
        """Serve daemons at another address, or name them another one."""
        self.daemon_host = host or self.daemon_host
        self.advertised = advertised or f"{self.daemon_host}:{self.daemon_port}"

    def configure(self, quorum, control, count):
        sync = str(min(2, count))
        self.settings |= {
            "node.id": str(self.number),
            "controller.quorum.voters": quorum,
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},"
                         f"DAEMON://{self.daemon_host}:{self.daemon_port},"
                         f"CONTROLLER://127.0.0.1:{control}",
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:{self.port},"
                                    f"DAEMON://{self.advertised}",
            "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map": LISTENERS,
            "default.replication.factor": str(count),
            "min.insync.replicas": sync,
            "offsets.topic.replication.factor": str(count),
            "transaction.state.log.replication.factor": str(count),
            "transaction.state.log.min.isr": sync,
            "share.coordinator.state.topic.replication.factor": str(count),
            "share.coordinator.state.topic.min.isr": sync,
            "transaction.abort.timed.out.transaction.cleanup.interval.ms":
                "1000",
            "num.replica.fetchers": "1",
            "replica.lag.time.max.ms": "5000",
            "replica.fetch.wait.max.ms": "100",
            "log.segment.bytes": str(64 << 20),
            "log.index.size.max.bytes": str(1 << 20),
            # A broker that comes back must not lead before it is asked.
            "unclean.leader.election.enable": "false",
        }

    @property
    def quorum_state(self):
        """The file in which it keeps whom it follows."""
        return (self.folder / "data" / "__cluster_metadata-0"
                / "quorum-state")

    def pause(self):
        """SIGSTOP: it is there and says nothing."""
        self.process.send_signal(signal.SIGSTOP)
        self.stopped = True

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)
        self.stopped = False

    def kill(self):
        super().kill()
        self.stopped = False

    def lost_a_coordinator(self):
        """Whether since its start one could not be read."""
        return NOT_LOADED in self.log.read_text(errors="replace")

    def ended(self):
        """Whether it has ended by itself or was ended."""
        if self.process is not None and self.process.poll() is not None:
            self.process = None
        return self.process is None


class Cluster:
    """folder: owned by the caller.  nodes: 1 or 3."""

    def __init__(self, folder, nodes=3):
        self.folder = Path(folder)
        name = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()
        self.nodes = [Node(self.folder / f"broker-{n}", n,
                           "K" + name.rstrip("=")[1:])
                      for n in range(1, nodes + 1)]
        self.control = free_ports(nodes)

    @property
    def bootstrap(self):
        return ",".join(node.bootstrap for node in self.nodes)

    @property
    def daemon_bootstrap(self):
        return ",".join(node.advertised for node in self.nodes)

    @property
    def replication(self):
        return len(self.nodes)

    def start(self):
        quorum = ",".join(f"{node.number}@127.0.0.1:{port}"
                          for node, port in zip(self.nodes, self.control))
        for node, port in zip(self.nodes, self.control):
            node.configure(quorum, port, len(self.nodes))
        with ThreadPoolExecutor(len(self.nodes)) as pool:
            list(pool.map(lambda node: node.start(), self.nodes))

    def controller(self):
        """The node that is the active controller."""
        states = [json.loads(node.quorum_state.read_text())
                  for node in self.nodes if node.quorum_state.exists()]
        last = max(states, key=lambda state: state["leaderEpoch"])
        return next(n for n in self.nodes if n.number == last["leaderId"])

    def stop(self):
        """A hard end of whatever still runs; the data stays."""
        for node in self.nodes:
            if node.process is not None:
                node.kill()
