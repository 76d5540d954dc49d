"""Writes the articles, as fast as it takes to have the last one out when the
last fault is due, and strews transactions that it aborts among them.

Articles come from an idempotent producer that never gives up, so each is in
the input once, whatever the brokers suffer.
"""

import logging
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


class Feeder(threading.Thread):
    """expected_s(): how long the faults to come will take."""

    def __init__(self, bootstrap, topic, articles, expected_s):
        super().__init__(daemon=True)
        self.producer = producer(bootstrap, **{
            "message.timeout.ms": 0, "reconnect.backoff.max.ms": 1000,
            "topic.metadata.refresh.interval.ms": 2000})
        self.topic, self.articles, self.expected_s = topic, articles, expected_s
        self.next = 0
        self.ends = {}  # partition: offset behind the last acknowledged one
        self.error = None
        self.done = threading.Event()

    def _acknowledged(self, error, message):
        if error is not None:
            self.error = error
            return
        partition, end = message.partition(), message.offset() + 1
        self.ends[partition] = max(end, self.ends.get(partition, 0))

    def _write(self, count):
        for _ in range(min(count, self.articles.count - self.next)):
            value = self.articles.value(self.next)
            key = KEY.format(self.next)
            while True:
                try:
                    self.producer.produce(self.topic, value, key,
                                          on_delivery=self._acknowledged)
                    break
                except BufferError:
                    self.producer.poll(0.1)
            self.next += 1
            if self.next % 500 == 0:
                self.producer.poll(0)

    def run(self):
        """An error ends the feeding, and then the run."""
        try:
            self._feed()
            while self.producer.flush(1):
                pass
        except Exception as error:
            self.error = error
            raise
        finally:
            self.done.set()

    def _feed(self):
        """What is left is spread over what is left of the time, so that it
        gets slower rather than ends when the faults take longer."""
        due = 0.0
        before = time.monotonic()
        while self.next < self.articles.count:
            time.sleep(TICK_S)
            now = time.monotonic()
            left = self.articles.count - self.next
            due += left * (now - before) / max(self.expected_s(), TICK_S)
            before = now
            self._write(int(due))
            due -= int(due)
            self.producer.poll(0)


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
