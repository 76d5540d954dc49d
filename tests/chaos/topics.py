"""Reading topics to their end, and what is committed: the eyes of the run."""

import threading
import time

from confluent_kafka import (OFFSET_BEGINNING, Consumer,
                             ConsumerGroupTopicPartitions, IsolationLevel,
                             KafkaError, KafkaException, TopicPartition)
from confluent_kafka.admin import OffsetSpec

from chaos.event_head import read_head
from support.kafka.client import admin, settings

BATCH = 2000
PATIENCE_S = 30


def reader(bootstrap):
    return Consumer(settings(bootstrap, **{
        "group.id": "chaos-reader", "enable.auto.commit": False,
        "enable.partition.eof": True, "isolation.level": "read_committed",
        "auto.offset.reset": "error",
        # scan() goes from one partition's end to the next one.
        "fetch.wait.max.ms": 100,
        "queued.max.messages.kbytes": 16384}))


def scan(consumer, topic, partition):
    """Every committed message of a partition, in order, to its end."""
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING)])
    quiet = time.monotonic()
    ended = False
    while not ended:
        for message in consumer.consume(BATCH, 0.05):
            error = message.error()
            if error is None:
                quiet = time.monotonic()
                yield message
            elif error.code() == KafkaError._PARTITION_EOF:
                ended = True
            elif error.fatal() or error.code() == KafkaError._AUTO_OFFSET_RESET:
                raise KafkaException(error)
        assert time.monotonic() - quiet < 120, f"{topic} cannot be read"


class Offsets:
    """Where the topics end and what the group has committed."""

    def __init__(self, bootstrap, topics):
        self.admin = admin(bootstrap)
        self.topics = topics
        self.partitions = {
            name: len(self.admin.list_topics(name, timeout=30)
                      .topics[name].partitions) for name in topics.topics()}

    def ends(self, topic, committed=False):
        """{partition: end}, of all records or before open transactions."""
        level = (IsolationLevel.READ_COMMITTED if committed
                 else IsolationLevel.READ_UNCOMMITTED)
        asked = {TopicPartition(topic, p): OffsetSpec.latest()
                 for p in range(self.partitions[topic])}

        def question():
            told = self.admin.list_offsets(asked, isolation_level=level,
                                           request_timeout=20)
            return {at.partition: future.result().offset
                    for at, future in told.items()}
        return self._ask(question)

    def _ask(self, question):
        """The answer; a client that knows only the leaders of before the last
        fault (FENCED_LEADER_EPOCH) asks for those of now."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                return question()
            except KafkaException:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)
                quietly(lambda: self.admin.list_topics(timeout=5), None)

    def committed(self, group=None, topic=None):
        """{partition: next offset} of a group, by default of the one that
        reads the articles."""
        group = group or self.topics.group
        topic = topic or self.topics.articles
        places = self._ask(lambda: self.admin.list_consumer_group_offsets(
            [ConsumerGroupTopicPartitions(group)], request_timeout=20)[
                group].result()).topic_partitions
        return {p.partition: p.offset for p in places
                if p.topic == topic and p.offset >= 0}

    def in_sync(self):
        """Whether all replicas of all partitions are."""
        topics = self.admin.list_topics(timeout=20).topics.values()
        return all(len(p.isrs) == len(p.replicas) and p.leader >= 0
                   for topic in topics for p in topic.partitions.values())


def quietly(question, otherwise):
    """The answer, or otherwise while the brokers have none."""
    try:
        return question()
    except KafkaException:
        return otherwise


class Watcher(threading.Thread):
    """Follows the published events: how many there are, and when the last one
    came of each partition of the input."""

    def __init__(self, bootstrap, topic, count):
        super().__init__(daemon=True)
        self.consumer = reader(bootstrap)
        self.consumer.assign([TopicPartition(topic, p, OFFSET_BEGINNING)
                              for p in range(count)])
        self.events = 0
        self.last = {}  # input partition: monotonic time
        self.gaps = {}  # input partition: longest time without, since mark()
        self.lock = threading.Lock()
        self.ending = threading.Event()

    def run(self):
        while not self.ending.is_set():
            messages = [m for m in self.consumer.consume(500, 0.1)
                        if m.error() is None]
            now = time.monotonic()
            with self.lock:
                self.events += len(messages)
                for partition in {read_head(m.value()).partition
                                  for m in messages}:
                    self._arrived(partition, now)
        self.consumer.close()

    def _arrived(self, partition, now):
        gap = now - self.last.get(partition, now)
        self.gaps[partition] = max(gap, self.gaps.get(partition, 0))
        self.last[partition] = now

    def mark(self):
        """Measure gaps from here; a gap begins at the last event before."""
        with self.lock:
            self.gaps = {}

    def longest_gap(self):
        """Seconds, also of what still lasts, over all input partitions."""
        now = time.monotonic()
        with self.lock:
            lasting = [now - last for last in self.last.values()]
            return max([*self.gaps.values(), *lasting], default=0.0)

    def flows(self, since, partitions):
        """Whether events of all partitions of the input came since."""
        with self.lock:
            return sum(at > since for at in self.last.values()) == partitions

    def end(self):
        self.ending.set()
        self.join(30)
