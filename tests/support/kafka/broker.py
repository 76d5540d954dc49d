"""One real Apache Kafka node (KRaft, broker and controller in one) on loopback.

The jars are those of pom.xml, in build/kafka; data goes to a folder that the
caller owns.  Needs a Java 17 runtime, no root and no network.

    broker = Broker(tmp_path)
    broker.start()
    ...  broker.bootstrap ...
    broker.kill(); broker.start()     # same ports, same data
    broker.stop()

`python -m support.kafka.broker` writes the class archive that halves the time
of every later start.
"""

import base64
import os
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path

from support.kafka.certificates import make_certificates
from support.ports import free_ports, port_open
from support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
JARS = (ROOT / "build" / "kafka").resolve()  # as the archive knows them
ARCHIVE = JARS / "classes.jsa"
STARTED = "Kafka Server started"
START_S = 120  # three at once on a busy machine; an end may take as long

JVM = [
    "-Xms64m", "-Xmx320m", "-Xss512k", "-XX:+UseSerialGC",
    "-XX:-UsePerfData", "-XX:MaxDirectMemorySize=64m", "-Xshare:auto",
    "-Djava.awt.headless=true", "-Dlog4j2.statusLoggerLevel=OFF",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
]

# Small, quick to elect and to join, nothing replicated.
PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "2",
    "num.recovery.threads.per.data.dir": "1",
    "log.cleaner.dedupe.buffer.size": "4194304",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "auto.create.topics.enable": "false",
    "controller.quorum.election.timeout.ms": "500",
    "controller.quorum.election.backoff.max.ms": "500",
    "controller.quorum.fetch.timeout.ms": "1500",
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "4000",
}

USER, PASSWORD = "gazetted", "not-a-secret"


def java(*arguments):
    # The jars by name: an archive is refused when a wildcard's order differs.
    jars = sorted(str(jar) for jar in JARS.glob("*.jar"))
    assert jars, "no Kafka jars: sh tests/run.sh --only kafka"
    archive = [f"-XX:SharedArchiveFile={ARCHIVE}"] if ARCHIVE.exists() else []
    return ["java", *JVM, *archive, "-cp", ":".join(jars), *arguments]


class Broker:
    """folder: owned by the caller.  secure: adds a SASL_SSL listener."""

    def __init__(self, folder, secure=False, properties=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "broker.log"
        self.process = None
        # All nodes of a cluster are formatted with one; a node alone makes it.
        self.cluster_id = None
        plain, control, sasl = free_ports(3)
        self.port = plain
        self.bootstrap = f"127.0.0.1:{plain}"
        self.secure_bootstrap = f"127.0.0.1:{sasl}" if secure else None
        self.settings = PROPERTIES | {
            "controller.quorum.voters": f"1@127.0.0.1:{control}",
            "listeners": f"PLAINTEXT://127.0.0.1:{plain},"
                         f"CONTROLLER://127.0.0.1:{control}",
            "listener.security.protocol.map":
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
            "log.dirs": str(self.folder / "data"),
        } | (properties or {})
        if secure:
            self._add_secure_listener(sasl)

    def _add_secure_listener(self, port):
        self.ca = make_certificates(self.folder / "tls")
        login = "org.apache.kafka.common.security.plain.PlainLoginModule"
        self.settings["listeners"] += f",SASL_SSL://127.0.0.1:{port}"
        self.settings |= {
            "sasl.enabled.mechanisms": "PLAIN",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(self.folder / "tls" / "server.pem"),
            "listener.name.sasl_ssl.plain.sasl.jaas.config":
                f'{login} required user_{USER}="{PASSWORD}";',
        }

    def secure_settings(self, password_file):
        """What a daemon's configuration says to use the SASL_SSL listener."""
        return {
            "kafka": {
                "bootstrap.servers": self.secure_bootstrap,
                "security.protocol": "SASL_SSL",
                "sasl.mechanism": "PLAIN",
                "sasl.username": USER,
                "ssl.ca.location": str(self.ca),
            },
            "kafka_secrets": {"sasl.password": str(password_file)},
        }

    def _format(self):
        fresh = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()
        cluster = self.cluster_id or "K" + fresh.rstrip("=")[1:]
        config = self.folder / "server.properties"
        config.write_text("".join(
            f"{key}={value}\n" for key, value in self.settings.items()))
        done = subprocess.run(
            java("-XX:TieredStopAtLevel=1", "kafka.tools.StorageTool",
                 "format", "--ignore-formatted", "-t",
                 cluster, "-c", str(config)),
            capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, *jvm, seconds=START_S):
        """Start on the data there is and wait until it serves."""
        assert self.process is None
        if not Path(self.settings["log.dirs"]).exists():
            self._format()
        command = java(*jvm, "kafka.Kafka",
                       str(self.folder / "server.properties"))
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        wait_until(self._serving, "the broker to start", seconds)

    def _serving(self):
        text = self.log.read_text(errors="replace")
        assert self.process.poll() is None, "broker died:\n" + text[-3000:]
        return STARTED in text and port_open(self.port)

    def _end(self, number):
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(timeout=START_S)
            self.process = None

    def stop(self):
        """A clean end; data stays."""
        self._end(signal.SIGTERM)

    def kill(self):
        """kill -9; data stays."""
        self._end(signal.SIGKILL)


def write_archive():
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker(folder)
        fresh = ARCHIVE.with_suffix(".new")
        broker.start(f"-XX:ArchiveClassesAtExit={fresh}")
        broker.stop()
        os.replace(fresh, ARCHIVE)


if __name__ == "__main__":
    write_archive()
