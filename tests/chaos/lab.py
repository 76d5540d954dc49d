"""Brokers, topics, daemons, feeder and watcher of one run, in one folder, and
the check at its end."""

import resource
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from chaos.articles import write_list
from chaos.checker import Checker
from chaos.feeder import Aborter, Feeder
from chaos.network import Network
from chaos.topics import Offsets, Watcher, quietly, reader, scan
from chaos.workers import Supervisor, Worker, wait_working
from support.kafka.client import create_topics
from support.kafka.cluster import Cluster
from support.waiting import wait_until

STUCK_S = 180.0  # longer than any time-out of Kafka: then it hangs
LOOK_S = 30.0    # after which an operator would look at the brokers


class Names:
    """The topics and the group, as tests/support/daemon.py asks for them."""

    articles, entities, dead, group = "articles", "entities", "dead", "chaos"

    def __init__(self, bootstrap):
        self.bootstrap = bootstrap

    def topics(self):
        return [self.articles, self.entities, self.dead]


class Lab:
    """options: see chaos.options; needs: the union of the faults' needs."""

    def __init__(self, folder, options, needs, articles, expected_s):
        self.folder, self.options, self.articles = folder, options, articles
        self.cluster = Cluster(folder, options.nodes)
        self.network = Network(options.nodes) if "network" in needs else None
        self.parts = []  # what else must be closed
        self.supervisor = Supervisor()
        self.feeder = None
        self.expected_s = expected_s
        self.stuck = []
        self.notes = Counter()  # what is worth knowing of the faults
        self.spares = 0
        self.started = 0  # processes ever; each has a folder of its own

    def start_brokers(self):
        if self.network:
            for node, address in zip(self.cluster.nodes, self.network.brokers):
                node.listen(host=address)
        for part in self.parts:
            part.prepare(self)
        self.cluster.start()

    def start(self):
        self.start_brokers()
        self.names = Names(self.cluster.daemon_bootstrap)
        create_topics(self.cluster.bootstrap, {
            self.names.articles: self.options.partitions,
            self.names.entities: 6, self.names.dead: 2},
            self.cluster.replication)
        self.packs = [str(write_list(self.folder))]
        self.offsets = Offsets(self.cluster.bootstrap, self.names)
        self.watcher = Watcher(self.cluster.bootstrap, self.names.entities, 6)
        self.feeder = Feeder(self.cluster.bootstrap, self.names.articles,
                             self.articles, self.expected_s,
                             self.options.partitions)
        self.aborter = Aborter(self.cluster.bootstrap, self.names.articles,
                               self.articles)
        for thread in (self.watcher, self.feeder, self.supervisor):
            thread.start()
        if self.options.aborted:
            self.aborter.start()
        self.workers = [self.add_worker(f"w{n}")
                        for n in range(self.options.processes)]
        for worker in self.workers:
            self.wait_working(worker)

    def add_worker(self, name, **changes):
        """Start one more process under the supervisor."""
        self.started += 1
        worker = Worker(
            self.folder / f"daemon-{self.started}-{name}",
            self.names, {
                "instance": name, "workers": self.options.workers,
                "delivery": self.options.delivery,
                "membership": self.options.membership,
                "rules": {"packs": self.packs}} | changes,
            self.network.add_daemon() if self.network else None)
        for part in self.parts:
            part.equip(worker)
        return self.supervisor.add(worker)

    def spare_name(self):
        """An instance name that nobody has had yet."""
        self.spares += 1
        return f"spare{self.spares}"

    def start_nodes(self, nodes):
        """All at once: one alone may wait for a majority."""
        with ThreadPoolExecutor(max(1, len(nodes))) as pool:
            list(pool.map(lambda node: node.start(), nodes))

    def restart_cleanly(self, worker):
        status = worker.end()
        if status != 0:
            self.stuck.append(f"{worker.name} ended with {status} when asked")
        worker.start()
        self.wait_working(worker)

    def remove(self, worker, kill=False):
        """Take a daemon away for good."""
        status = worker.end(signal.SIGKILL if kill else signal.SIGTERM)
        if not kill and status != 0:
            self.stuck.append(f"{worker.name} ended with {status} when asked")
        self.supervisor.workers.remove(worker)

    def note_twins(self, ended):
        """A twin that gives way says so: by status 1."""
        for worker in ended:
            if worker.process.returncode != 1:
                self.stuck.append(f"a twin, {worker.name}, ended with "
                                  f"{worker.process.returncode}")

    def wait_working(self, worker):
        if wait_working(worker, STUCK_S, self.feeder.done) is None:
            self.stuck.append(f"{worker.name} did nothing for {STUCK_S:g} s")

    def wait_flow(self, why):
        """Until events of all partitions of the input are published anew."""
        # What came before now may still be on its way to the watcher.
        since = time.monotonic() + 0.2
        self.wait_for(
            lambda: self.watcher.flows(since, self.options.partitions),
            f"some partitions had no events for {STUCK_S:g} s {why}")

    def wait_for(self, happened, otherwise):
        """Until it has, or there may be nothing left that makes it happen."""
        for patience_s in (LOOK_S, STUCK_S):
            try:
                wait_until(lambda: happened() or self.feeder.done.is_set(),
                           otherwise, patience_s, 0.02)
                return
            except AssertionError:
                self.mend_brokers()
        self.stuck.append(otherwise)

    def mend_brokers(self):
        """Start brokers again that only that helps: after all of them have
        died, one may be unable to read the log of a coordinator, and does not
        try again; groups and transactions of it then stand still for all."""
        for node in self.cluster.nodes:
            if node.lost_a_coordinator():
                self.notes["brokers that lost a coordinator"] += 1
                node.stop()
                node.start()
                self.wait_in_sync()

    def wait_in_sync(self):
        wait_until(lambda: quietly(self.offsets.in_sync, False),
                   "all replicas to be in sync", STUCK_S, 0.3)

    def caught_up(self, ends=None):
        """Whether all is committed that was acknowledged to the feeder, or
        what ends says."""
        done = quietly(self.offsets.committed, {})
        return all(done.get(partition, 0) >= end
                   for partition, end in (ends or self.feeder.ends).items())

    def finish(self):
        """Feed the rest, let all be worked off, end the daemons."""
        self.feeder.expected_s = lambda: 1.0
        wait_until(lambda: self.feeder.done.is_set() or self.feeder.failed(),
                   "the feeder", 600, 0.2)
        assert not self.feeder.failed(), "the feeder failed"
        if self.options.aborted:
            self.aborter.end()
        self._wait_caught_up()
        self.supervisor.end()
        self.watcher.end()

    def _input_ends(self):
        """{partition: offset behind the last article}."""
        if not self.feeder.unsure.value:
            return self.feeder.ends
        self._wait_no_open_transactions()
        consumer = reader(self.cluster.bootstrap)
        ends = {partition: m.offset() + 1
                for partition in range(self.options.partitions)
                for m in scan(consumer, self.names.articles, partition)}
        consumer.close()
        return ends

    def _wait_caught_up(self):
        """However much is left, it must go on getting less."""
        ends = self._input_ends()
        before, since = None, time.monotonic()
        while not self.caught_up(ends):
            now = quietly(self.offsets.committed, {})
            if now != before:
                before, since = now, time.monotonic()
            if time.monotonic() - since > STUCK_S:
                self.stuck.append(f"offsets stand at {now}, input ends at "
                                  f"{ends}")
                return
            time.sleep(0.2)

    def check(self):
        """(findings, what hangs or crashed in words)."""
        self._wait_no_open_transactions()
        names, checker = self.names, Checker(self.articles)
        consumer = reader(self.cluster.bootstrap)
        for partition in range(self.offsets.partitions[names.articles]):
            for m in scan(consumer, names.articles, partition):
                checker.input(partition, m.offset(), m.value())
        for partition in range(self.offsets.partitions[names.entities]):
            checker.begin_partition()
            for m in scan(consumer, names.entities, partition):
                checker.event(partition, m.key(), first(m, "ce_id"), m.value())
        for partition in range(self.offsets.partitions[names.dead]):
            for m in scan(consumer, names.dead, partition):
                checker.dead_letter(
                    int(first(m, "gazetted-origin-partition")),
                    int(first(m, "gazetted-origin-offset")), m.value(),
                    f"{first(m, 'gazetted-error-code')} "
                    f"{first(m, 'gazetted-error-message')}")
        consumer.close()
        checker.committed(self.offsets.committed(),
                          self.offsets.ends(names.articles))
        self.events = checker.events
        self.notes["articles that the brokers kept twice"] = len(checker.copies)
        crashes = [f"{name} ended with {status}: {line}"
                   for name, status, line in self.supervisor.crashes]
        return checker.finish(), self.stuck + crashes

    def _wait_no_open_transactions(self):
        """What is open hides what is behind it, until it times out."""
        for topic in self.names.topics():
            try:
                wait_until(lambda t=topic: self.offsets.ends(t)
                           == self.offsets.ends(t, committed=True),
                           "no open transaction", STUCK_S, 0.2)
            except AssertionError:
                self.stuck.append(f"{topic}: a transaction stays open")

    def close(self):
        if self.feeder is not None:
            self.feeder.close()
        self.supervisor.kill()
        self.cluster.stop()
        for part in self.parts:
            part.close()
        if self.network:
            self.network.close()


def first(message, name):
    for key, value in message.headers() or ():
        if key == name:
            return value
    return b"-1"


def peak_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
