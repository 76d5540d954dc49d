"""What a run with --alerts has besides brokers and daemons: a clock that all
daemons share and that is stepped between rounds, a feeder that writes a round
at a time, and a daemon that is never killed."""

import threading
import time
from collections import Counter

import yaml

from chaos.alert_articles import (END_ROUNDS, STEP_S, ZONE_S, AlertArticles,
                                  entity, subscriptions)
from chaos.articles import write_list
from chaos.clocks import Clock, Clocks
from chaos.event_head import read_head
from chaos.feeder import KEY, TICK_S, producer
from chaos.lab import STUCK_S, Lab, Names
from chaos.topics import Offsets, quietly, reader
from confluent_kafka import OFFSET_BEGINNING, KafkaError, TopicPartition
from support.alert_topic import decode
from support.kafka.client import create_topics
from support.waiting import wait_until

ENTITY_PARTITIONS, ALERT_PARTITIONS = 6, 3


class AlertNames(Names):
    """Topics and groups; `whole` is what the daemon without harm writes, and
    `again` what one does that comes when all is over."""

    alerts, state, alert_group = "alerts", "alerts.state", "alerts"
    whole, whole_state, whole_group = "whole", "whole.state", "whole"
    again, again_state, again_group = "again", "again.state", "again"

    def topics(self):
        return [*super().topics(), self.alerts, self.state, self.whole,
                self.whole_state, self.again, self.again_state]


class SharedClock(Clocks):
    """The wall clock of all daemons, some days behind the machine's."""

    def prepare(self, lab):
        super().prepare(lab)
        now = int(time.time())
        last = now - now % STEP_S - STEP_S + ZONE_S
        self.begin_s = last - (lab.articles.rounds + END_ROUNDS) * STEP_S
        self.clock = Clock(lab.folder / "clock")
        self.clock.step(self.begin_s - STEP_S - now)

    def equip(self, worker):
        self.known[worker.name] = self.clock
        super().equip(worker)

    def step(self):
        self.clock.step(STEP_S)

    def now_ms(self):
        return int(time.time() * 1000) + self.clock.offset_ns // 10 ** 6


class RoundFeeder:
    """Writes the articles of a round, spread over what is left of it; each
    has the time of the daemons' clock."""

    def __init__(self, bootstrap, topic, articles, clock):
        self.topic, self.articles, self.clock = topic, articles, clock
        self.producer = producer(bootstrap)
        self.next = 0
        self.error = None
        self.done = threading.Event()  # the round's last one is written
        self.ending = threading.Event()

    def _acknowledge(self, error, _message):
        self.error = self.error or error

    def _write_until(self, end):
        while self.next < end:
            self.producer.produce(
                self.topic, self.articles.value(self.next),
                KEY.format(self.next), timestamp=self.clock.now_ms(),
                on_delivery=self._acknowledge)
            self.next += 1
        self.producer.poll(0)

    def _feed(self, end, left_s):
        due, before = 0.0, time.monotonic()
        while self.next < end and not self.ending.is_set():
            time.sleep(TICK_S)
            now = time.monotonic()
            due += (end - self.next) * (now - before) / max(left_s(), TICK_S)
            before = now
            self._write_until(min(self.next + int(due), end))
            due -= int(due)
        self.producer.flush(60)
        self.done.set()

    def feed(self, turn, left_s):
        """Begin a round; left_s(): how long it will still take."""
        self.done.clear()
        threading.Thread(target=self._feed, daemon=True, args=(
            self.articles.first_of(turn + 1), left_s)).start()

    def failed(self):
        return self.error is not None

    def close(self):
        self.ending.set()


class AlertWatcher(threading.Thread):
    """Follows entities and alerts as a consumer of them sees them."""

    def __init__(self, bootstrap, names, marked):
        super().__init__(daemon=True)
        self.names, self.marked = names, marked
        self.consumer = reader(bootstrap)
        wanted = {names.entities: ENTITY_PARTITIONS,
                  names.alerts: ALERT_PARTITIONS,
                  names.whole: ALERT_PARTITIONS,
                  names.again: ALERT_PARTITIONS}
        self.consumer.assign([
            TopicPartition(topic, p, OFFSET_BEGINNING)
            for topic, count in wanted.items() for p in range(count)])
        self.counts = Counter()  # records of each topic
        # (topic, marker): how often told by the clock, over by window time
        self.told, self.over = Counter(), Counter()
        self.last = {}  # partition of the entities: behind the last record
        self.eof = {}  # and where it was seen to end
        self.ending = threading.Event()

    def run(self):
        while not self.ending.is_set():
            for message in self.consumer.consume(500, 0.1):
                self._see(message)
        self.consumer.close()

    def _see(self, message):
        topic, partition = message.topic(), message.partition()
        error = message.error()
        if error is not None:
            if topic == self.names.entities and (
                    error.code() == KafkaError._PARTITION_EOF):
                self.eof[partition] = message.offset()
            return
        self.counts[topic] += 1
        if topic == self.names.entities:
            self.last[partition] = message.offset() + 1
        elif message.key() in (b"marker", b"passed"):
            self._mark(topic, decode(message.value()))

    def _mark(self, topic, alert):
        place = topic, alert["entity"]["id"]
        if alert["subscription"]["id"] == "marker":
            self.told[place] += 1
        elif alert["state"] == "RESOLVED":
            self.over[place] += 1

    def steps_told(self):
        """After how many steps of the clock all timers of both have run."""
        return min(min(self.told[topic, name] - 1, self.over[topic, name])
                   for name in self.marked
                   for topic in (self.names.alerts, self.names.whole))

    def steps_again(self):
        """The same for the one that came when all was over."""
        return min(self.over[self.names.again, name] for name in self.marked)

    def end(self):
        self.ending.set()
        self.join(30)


class AlertLab(Lab):
    """The daemons under harm make entity events and alerts; `whole` makes
    alerts of the same entity events and is left alone."""

    def __init__(self, folder, options):
        articles = AlertArticles(options.seed, options.articles,
                                 options.rounds, ENTITY_PARTITIONS)
        super().__init__(folder, options, set(), articles, None)
        self.clock = SharedClock()
        self.parts = [self.clock]
        for node in self.cluster.nodes:  # records are days old
            node.settings["log.retention.ms"] = "-1"

    def start(self):
        self.start_brokers()
        bootstrap = self.cluster.bootstrap
        names = self.names = AlertNames(self.cluster.daemon_bootstrap)
        create_topics(bootstrap, {
            names.articles: self.options.partitions, names.dead: 2,
            names.entities: ENTITY_PARTITIONS, names.state: ENTITY_PARTITIONS,
            names.whole_state: ENTITY_PARTITIONS,
            names.again_state: ENTITY_PARTITIONS,
            names.alerts: ALERT_PARTITIONS, names.whole: ALERT_PARTITIONS,
            names.again: ALERT_PARTITIONS},
            self.cluster.replication)
        self.packs = [str(write_list(self.folder))]
        self._write_subscriptions()
        self.offsets = Offsets(bootstrap, names)
        self.feeder = RoundFeeder(bootstrap, names.articles, self.articles,
                                  self.clock)
        self.watcher = AlertWatcher(bootstrap, names, [
            entity(name) for name in self.articles.markers])
        self.watcher.start()
        self.supervisor.start()
        self.workers = [self.add_worker(f"w{n}", alerts=self._alerts(
            self.options.workers, names.alerts, names.state,
            names.alert_group)) for n in range(self.options.processes)]
        self.whole = self.add_worker("whole", workers=0, alerts=self._alerts(
            1, names.whole, names.whole_state, names.whole_group))
        self.feeder.feed(-1, lambda: 0.0)
        self.wait_timers(0)

    def _write_subscriptions(self):
        self.subscriptions = subscriptions(ENTITY_PARTITIONS,
                                           self.clock.begin_s)
        self.subscription_file = self.folder / "subscriptions.yaml"
        self.subscription_file.write_text(yaml.safe_dump(self.subscriptions))

    def _alerts(self, workers, topic, state, group):
        return {"workers": workers, "topic": topic, "state": state,
                "group": group, "max_age": "8784h",
                "subscriptions": [str(self.subscription_file)]}

    def wait_timers(self, steps):
        """Until the timers of all partitions have run after so many steps."""
        self._wait_steps(self.watcher.steps_told, steps)

    def _wait_steps(self, known, steps):
        try:
            wait_until(lambda: known() >= steps, "timers", STUCK_S)
        except AssertionError:
            self.stuck.append(f"timers ran after {known()} of {steps} steps "
                              f"for {STUCK_S:g} s")

    def make_again(self, steps):
        """Let one more daemon make alerts of all that there is."""
        names = self.names
        self.add_worker("again", workers=0, alerts=self._alerts(
            1, names.again, names.again_state, names.again_group))
        self._wait_steps(self.watcher.steps_again, steps)

    def _events_end(self):
        """{partition: end} of the entities, as long as all are known."""
        ends = quietly(lambda: self.offsets.ends(self.names.entities, True),
                       None)
        seen = self.watcher.eof
        if ends is None or any(seen.get(p, 0) < end
                               for p, end in ends.items()):
            return None
        return dict(self.watcher.last)

    def all_done(self):
        """Whether all that was fed is worked off, up to the alerts of both."""
        if not self.feeder.done.is_set():
            return False
        # Nobody writes articles in transactions here: their end is the last.
        ends = quietly(lambda: self.offsets.ends(self.names.articles), None)
        if ends is None or not self.caught_up(ends):
            return False
        ends = self._events_end()
        return ends is not None and all(
            self._is_behind(group, ends) for group in (
                self.names.alert_group, self.names.whole_group))

    def _is_behind(self, group, ends):
        done = quietly(lambda: self.offsets.committed(
            group, self.names.entities), {})
        return all(done.get(p, 0) >= end for p, end in ends.items())

    def wait_done(self):
        try:
            wait_until(self.all_done, "all to be worked off", STUCK_S, 0.2)
        except AssertionError:
            self.stuck.append(
                f"not all was worked off for {STUCK_S:g} s: entities end at "
                f"{self._events_end()}, committed are " + str([
                    self.offsets.committed(group, self.names.entities)
                    for group in (self.names.alert_group,
                                  self.names.whole_group)]))

    def wait_alerts(self, worker, since):
        """Until it has worked on events since its start and more alerts are
        there than `since`; or there is nothing left to be done."""
        def works():
            return (worker.metric("gazetted_alert_events_total") > 0
                    and self.watcher.counts[self.names.alerts] > since
                    or self.all_done())
        try:
            wait_until(works, "work", STUCK_S, 0.03)
        except AssertionError:
            self.stuck.append(f"{worker.name} made no alerts for "
                              f"{STUCK_S:g} s")

    def entity_heads(self, scan):
        """The heads of all entity events; scan(topic, partition)."""
        for partition in range(ENTITY_PARTITIONS):
            for message in scan(self.names.entities, partition):
                yield read_head(message.value())
