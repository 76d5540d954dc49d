"""Topics, articles and records through confluent-kafka, which shares only
librdkafka (its own newer copy) with the daemon."""

import json
import time
from dataclasses import dataclass

from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from support.waiting import DEADLINE_S, wait_until


@dataclass(frozen=True)
class Record:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple

    def header(self, name):
        """The one header of that name, as text."""
        found = [v for k, v in self.headers if k == name]
        assert len(found) == 1, f"{len(found)} headers {name}"
        return found[0].decode()


def settings(bootstrap, **more):
    # Brokers come and go in these tests: no need to hear of it.
    return {"bootstrap.servers": bootstrap, "log_level": 0} | more


def admin(bootstrap):
    return AdminClient(settings(bootstrap))


def create_topics(bootstrap, partitions, replication=1, config=None):
    """partitions: {topic: count}; returns when all can be written to."""
    client = admin(bootstrap)
    wanted = [NewTopic(name, count, replication, config=config or {})
              for name, count in partitions.items()]
    for future in client.create_topics(wanted).values():
        future.result(DEADLINE_S)
    for name, count in partitions.items():
        wait_until(lambda n=name, c=count: topic_size(client, n) == c,
                   f"topic {name}")


def topic_size(client, name):
    topic = client.list_topics(name, timeout=10).topics[name]
    return 0 if topic.error else len(topic.partitions)


def produce(bootstrap, topic, values, keys=None, headers=None, **more):
    """Write values in order and wait until all are acknowledged."""
    producer = Producer(settings(bootstrap, **{
        "acks": "all", "enable.idempotence": True, "linger.ms": 5,
        "partitioner": "murmur2_random"} | more))
    failures = []

    def on_delivery(error, _message):
        if error is not None:
            failures.append(error)

    for index, value in enumerate(values):
        key = keys[index] if keys else None
        while True:
            try:
                producer.produce(topic, value=value, key=key, headers=headers,
                                 on_delivery=on_delivery)
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
    assert producer.flush(DEADLINE_S) == 0, "broker did not acknowledge"
    assert not failures, failures[0]


def article(number, body, title="", **fields):
    """One JSON article with an id of its own."""
    known = {"id": f"article-{number}", "title": title, "body": body}
    return json.dumps(known | fields, ensure_ascii=False).encode()


class Reader:
    """Reads a topic from its beginning, committed records only, no group."""

    def __init__(self, bootstrap, topic):
        self.topic = topic
        self.records = []
        self.consumer = Consumer(settings(bootstrap, **{
            "group.id": "reader", "enable.auto.commit": False,
            "auto.offset.reset": "earliest", "enable.partition.eof": True,
            "isolation.level": "read_committed"}))
        self.ended = set()  # partitions read as far as they are committed
        self.count = wait_until(
            lambda: len(self.consumer.list_topics(topic, timeout=10)
                        .topics[topic].partitions), f"topic {topic}")
        self.consumer.assign([TopicPartition(topic, p, 0)
                              for p in range(self.count)])

    def poll(self, seconds=0.2):
        """Take what arrives; returns all records so far, in arrival order."""
        end = time.monotonic() + seconds
        while True:
            message = self.consumer.poll(max(0.0, end - time.monotonic()))
            if message is None:
                return self.records
            error = message.error()
            if error is None:
                self.ended.discard(message.partition())
                self.records.append(Record(
                    message.topic(), message.partition(), message.offset(),
                    message.key(), message.value(),
                    tuple(message.headers() or ())))
            elif error.code() == KafkaError._PARTITION_EOF:
                self.ended.add(message.partition())

    def until(self, condition, what, seconds=DEADLINE_S):
        """Read on until condition(records) holds."""
        wait_until(lambda: condition(self.poll()), what, seconds, pause=0)
        return self.records

    def end(self, seconds=2.0):
        """Read to the end, until nothing came for a while: for "and no more
        than that"."""
        wait_until(lambda: self.poll() is not None and
                   len(self.ended) == self.count,
                   f"the end of {self.topic}", pause=0)
        before = -1
        while len(self.records) != before:
            before = len(self.records)
            self.poll(seconds)
        return self.records

    def close(self):
        self.consumer.close()


def committed(bootstrap, group, topic):
    """{partition: next offset} that the group has committed."""
    consumer = Consumer(settings(bootstrap, **{"group.id": group}))
    count = len(consumer.list_topics(topic, timeout=10)
                .topics[topic].partitions)
    known = consumer.committed([TopicPartition(topic, p)
                                for p in range(count)], timeout=10)
    consumer.close()
    return {p.partition: p.offset for p in known if p.offset >= 0}
