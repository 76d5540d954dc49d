"""Writes the articles, as fast as it takes to have the last one out when the
last fault is due, and strews transactions that it aborts among them.

Articles come from an idempotent producer that never gives up, so each is in
the input, and once unless all brokers died while it sent: then they may have
forgotten what they keep (checker.py).
"""

import logging
import multiprocessing
import sys
import threading
import time

from confluent_kafka import KafkaException, Producer

from support.kafka.client import settings

TICK_S = 0.02
ABORT_EVERY_S = 0.7
ABORTED_AT_ONCE = 5
KEY = "a-{}"

# Brokers fail on purpose; what comes of it is told by the checker.
UNHEARD = logging.getLogger("chaos.unheard")
UNHEARD.addHandler(logging.NullHandler())
UNHEARD.propagate = False


def producer(bootstrap, **more):
    return Producer(settings(bootstrap, **{
        "acks": "all", "enable.idempotence": True, "linger.ms": 5,
        "partitioner": "murmur2_random", "compression.codec": "lz4"} | more),
                    logger=UNHEARD)


class Writer:
    """What runs in the feeder's process; shared: see Feeder."""

    def __init__(self, bootstrap, topic, articles, shared):
        self.topic, self.articles = topic, articles
        self.left_s, self.fed, self.ends, self.unsure, self.done = shared
        self.failed = None
        self.producer = producer(bootstrap, **{
            "message.timeout.ms": 0, "reconnect.backoff.max.ms": 1000,
            "topic.metadata.refresh.interval.ms": 2000})

    def _acknowledged(self, error, message):
        if error is not None:
            self.failed = error
            return
        partition, offset = message.partition(), message.offset()
        if offset is None:  # what was sent twice is told to be there, not where
            self.unsure.value = True
        else:
            self.ends[partition] = max(offset + 1, self.ends[partition])

    def _write(self, begin, end):
        for number in range(begin, end):
            while True:
                try:
                    self.producer.produce(
                        self.topic, self.articles.value(number),
                        KEY.format(number), on_delivery=self._acknowledged)
                    break
                except BufferError:
                    self.producer.poll(0.1)
            if number % 500 == 0:
                self.producer.poll(0)

    def feed(self):
        """What is left is spread over what is left of the time, so that it
        gets slower rather than ends when the faults take longer."""
        at, due, before = 0, 0.0, time.monotonic()
        while at < self.articles.count:
            time.sleep(TICK_S)
            now = time.monotonic()
            due += ((self.articles.count - at) * (now - before)
                    / max(self.left_s.value, TICK_S))
            before = now
            end = min(at + int(due), self.articles.count)
            due -= int(due)
            self._write(at, end)
            self.producer.poll(0)
            self.fed.value = at = end
        while self.producer.flush(1):
            pass
        if self.failed is not None:
            sys.exit(f"feeding: {self.failed}")
        self.done.set()


def feed(*arguments):
    Writer(*arguments).feed()


class Feeder:
    """expected_s(): how long the faults to come will take.  A process of its
    own writes, so that it keeps its pace whatever the others do."""

    def __init__(self, bootstrap, topic, articles, expected_s, partitions):
        context = multiprocessing.get_context("spawn")
        self.expected_s = expected_s
        self.left_s = context.Value("d", expected_s())
        self.fed = context.Value("q", 0)
        self.acknowledged = context.Array("q", partitions)
        self.unsure = context.Value("b", False)
        self.done = context.Event()
        self.process = context.Process(target=feed, daemon=True, args=(
            bootstrap, topic, articles,
            (self.left_s, self.fed, self.acknowledged, self.unsure,
             self.done)))

    def start(self):
        self.process.start()
        threading.Thread(target=self._tell_time, daemon=True).start()

    def _tell_time(self):
        while self.process.exitcode is None:
            self.left_s.value = self.expected_s()
            time.sleep(0.1)

    @property
    def next(self):
        """The number of the next article to be written."""
        return self.fed.value

    @property
    def ends(self):
        """{partition: offset behind the last one acknowledged}; unsure: some
        may be farther."""
        return {p: end for p, end in enumerate(self.acknowledged) if end}

    def failed(self):
        return self.process.exitcode not in (None, 0)

    def close(self):
        if self.process.pid is not None:
            self.process.kill()
            self.process.join()


class Aborter(threading.Thread):
    """Writes articles in transactions and aborts them all."""

    def __init__(self, bootstrap, topic, articles):
        super().__init__(daemon=True)
        self.bootstrap, self.topic, self.articles = bootstrap, topic, articles
        self.number = 0
        self.ending = threading.Event()

    def _abort_some(self, one):
        one.begin_transaction()
        for _ in range(ABORTED_AT_ONCE):
            one.produce(self.topic, self.articles.aborted(self.number),
                        KEY.format(self.number))
            self.number += 1
        one.flush(10)
        one.abort_transaction(30)

    def _abort_until_it_fails(self):
        one = producer(self.bootstrap, **{
            "transactional.id": "chaos-aborter",
            "transaction.timeout.ms": 10000})
        one.init_transactions(30)
        while not self.ending.wait(ABORT_EVERY_S):
            self._abort_some(one)

    def run(self):
        """Brokers fail under it: a new producer aborts what the last left."""
        while not self.ending.is_set():
            try:
                self._abort_until_it_fails()
            except KafkaException:
                self.ending.wait(0.5)

    def end(self):
        self.ending.set()
        self.join(60)
