"""/v1/entities against a real Kafka: nothing missed, nothing doubled."""

import random
import threading

from confluent_kafka import Producer, TopicPartition

from support import news
from support.events import decode
from support.kafka.client import Reader, admin, produce
from support.sse import Stream
from support.waiting import DEADLINE_S, wait_until


def names_of(events):
    return [e.json()["event_id"] for e in events if e.name == "entity"]


def expected(topics):
    """event_id -> record, of all that the entity topic holds."""
    reader = Reader(topics.bootstrap, topics.entities)
    records = reader.end()
    reader.close()
    return {decode(r.value)["event_id"]: r for r in records}


EACH = 2  # entities in every article


def text_of(number):
    one = news.NAMES[number % 10]
    two = news.NAMES[(number + 1 + number // 10 % 9) % 10]
    return {"id": f"article-{number}", "title": f"Report {number}",
            "language": "en", "source": f"Wire {number % 2}",
            "body": f"Envoys of {one} met today. They spoke about {two}."}


def write(topics, numbers):
    produce(topics.bootstrap, topics.articles,
            [news.encode(text_of(n)) for n in numbers])


def check_all(seen, topics):
    wanted = expected(topics)
    assert len(seen) == len(set(seen)), "an event came twice"
    assert set(seen) == set(wanted)


def test_stream(topics, start):
    """From now on, and from the beginning."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    live = Stream(address, "/v1/entities")
    assert live.wait_open() == 200
    assert live.headers["content-type"] == "text/event-stream"
    write(topics, range(50))
    live.until(lambda e: len(e) >= 100, "all events")
    check_all(names_of(live.events), topics)
    again = Stream(address, "/v1/entities?since=earliest")
    again.until(lambda e: len(e) >= 100, "all events again")
    check_all(names_of(again.events), topics)
    hour = Stream(address, "/v1/entities?since=1h")
    hour.until(lambda e: len(e) >= 100, "the events of an hour")
    check_all(names_of(hour.events), topics)
    live.close()
    again.close()
    hour.close()


def test_filters(topics, start):
    daemon = start(topics)
    write(topics, range(40))
    address = ("127.0.0.1", daemon.port)
    everything = Stream(address, "/v1/entities?since=earliest")
    everything.until(lambda e: len(e) >= 40 * EACH, "all events")
    events = [e.json() for e in everything.events]
    germany = events[0]["entity"]["id"]
    for query, wanted in [
            (f"entity={germany}", lambda e: e["entity"]["id"] == germany),
            ("type=Place", lambda e: e["entity"]["subtype"].startswith("Pl")),
            ("type=Person", lambda e: False),
            ("language=en", lambda e: True),
            ("language=de", lambda e: False),
            ("source=Wire 1".replace(" ", "%20"),
             lambda e: e["article"]["source"] == "Wire 1"),
            ("min_salience=0.3", lambda e: e["salience"]["score"] >= 0.3)]:
        stream = Stream(address, f"/v1/entities?since=earliest&{query}")
        assert stream.wait_open() == 200
        want = {e["event_id"] for e in events if wanted(e)}
        seen = stream.until(lambda e, n=len(want): len(e) >= n, query)
        assert {e.json()["event_id"] for e in seen} == want, query
        stream.close()
    everything.close()


class Follower:
    """A client that is cut off again and again, and goes on with its last
    event id, as a browser would."""

    def __init__(self, address, query=""):
        self.address, self.query = address, query
        self.events, self.last, self.cuts = [], None, 0
        self.stream = None
        self.open()

    def open(self):
        self.stream = Stream(self.address, "/v1/entities" + self.query,
                             last_event_id=self.last)

    def cut(self):
        """Like kill -9 of the client, wherever it is just now."""
        self.stream.close()
        self.take()
        self.cuts += 1

    def take(self):
        self.events += self.stream.events
        self.last = self.stream.last_event_id or self.last
        self.stream.events = []


def test_killed_client_resumes(topics, start):
    daemon = start(topics)
    chance = random.Random(7)
    client = Follower(("127.0.0.1", daemon.port))
    assert client.stream.wait_open() == 200
    writer = threading.Thread(target=lambda: [
        write(topics, range(n, n + 100)) for n in range(0, 3000, 100)])
    writer.start()
    while writer.is_alive() or client.cuts < 20:
        client.stream.until(lambda e: len(e) >= 1 or not writer.is_alive(),
                            "an event")
        client.stream.thread.join(chance.uniform(0.0, 0.2))
        client.cut()
        client.open()
    writer.join()
    wait_until(lambda: client.take() or len(client.events) >= 3000 * EACH,
               "all events")
    client.cut()
    check_all(names_of(client.events), topics)
    assert not [e for e in client.events if e.name == "gap"]


def test_killed_daemon_is_resumed(topics, start):
    """kill -9 of the daemon: duplicates in the topic are the worker's affair
    (at least once), each record of the topic comes once."""
    daemon = start(topics, membership="dynamic")
    client = Follower(("127.0.0.1", daemon.port))
    assert client.stream.wait_open() == 200
    for round_ in range(3):
        write(topics, range(round_ * 200, round_ * 200 + 200))
        count = len(client.events)
        client.stream.until(lambda e: len(e) >= 50, f"events behind {count}")
        daemon.kill()
        wait_until(lambda: client.stream.ended, "the stream to end")
        client.take()
        daemon.start()
        daemon.wait_ready()
        client.open()
    reader = Reader(topics.bootstrap, topics.entities)

    def done():
        client.take()
        seen = {(e.json()["article"]["id"], e.json()["entity"]["id"])
                for e in client.events}
        return len(seen) >= 600 * EACH and (
            len(client.events) >= len(reader.end(1.0)))

    wait_until(done, "all events")
    records = [decode(r.value)["event_id"] for r in reader.end()]
    assert sorted(names_of(client.events)) == sorted(records)
    reader.close()
    client.cut()


def test_slow_clients(topics, start):
    """Clients that read slowly get everything, and hold up nobody."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    slow = [Stream(address, "/v1/entities", receive_bytes=4096)
            for _ in range(5)]
    for one in slow:
        assert one.wait_open() == 200
        one.pause = 0.02
    quick = Stream(address, "/v1/entities")
    assert quick.wait_open() == 200
    write(topics, range(2000))
    quick.until(lambda e: len(e) >= 2000 * EACH, "all events")
    check_all(names_of(quick.events), topics)
    assert all(len(one.events) < 2000 * EACH for one in slow)
    assert daemon.metric("gazetted_stream_behind_total") >= len(slow)
    for one in slow:
        one.pause = 0.0
    for one in slow:
        one.until(lambda e: len(e) >= 2000 * EACH, "all events, slowly")
        check_all(names_of(one.events), topics)
        one.close()
    quick.close()


def test_lost_offsets(topics, start):
    """Records that the topic no longer holds are told as gaps."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    first = Stream(address, "/v1/entities")
    assert first.wait_open() == 200
    begin = first.last_event_id
    write(topics, range(100))
    first.until(lambda e: len(e) >= 100 * EACH, "all events")
    low = {}
    for record in expected(topics).values():
        low[record.partition] = max(low.get(record.partition, 0),
                                    record.offset - 3)
    client = admin(topics.bootstrap)
    futures = client.delete_records(
        [TopicPartition(topics.entities, p, o) for p, o in low.items()])
    for future in futures.values():
        future.result(DEADLINE_S)
    again = Stream(address, "/v1/entities", last_event_id=begin)
    assert again.wait_open() == 200
    left = expected(topics)
    seen = again.until(lambda e: len(e) >= len(left) + len(low), "the rest")
    gaps = {g["partition"]: g for g in (e.json() for e in seen
                                        if e.name == "gap")}
    assert {p: g["to"] for p, g in gaps.items()} == low
    check_all(names_of(seen), topics)
    first.close()
    again.close()


def test_foreign_ids(topics, start):
    """An id of another topic, and one that was changed."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    stream = Stream(address, "/v1/entities")
    assert stream.wait_open() == 200
    good = stream.last_event_id
    stream.close()
    for bad in [good + "0", good.replace("1-", "1-1", 1), "nonsense",
                "1-0.0.0-00000000"]:
        stream = Stream(address, "/v1/entities", last_event_id=bad)
        assert "event id" in stream.error()["error"]
        assert stream.status == 400
        stream.close()


def test_transactions(topics, start):
    """What an open transaction has written comes when it is committed, to
    those who came meanwhile too, and what it takes back comes to nobody."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    first = Stream(address, "/v1/entities")
    assert first.wait_open() == 200
    write(topics, range(4))
    first.until(lambda e: len(e) >= 4 * EACH, "the first events")
    records = list(expected(topics).values())
    producer = Producer({"bootstrap.servers": topics.bootstrap,
                         "transactional.id": topics.group})
    producer.init_transactions(DEADLINE_S)
    streams = []
    for commit in [True, False, True]:
        producer.begin_transaction()
        for record in records:
            producer.produce(topics.entities, key=record.key,
                             value=record.value)
        producer.flush(DEADLINE_S)
        one = Stream(address, "/v1/entities")
        assert one.wait_open() == 200
        back = Stream(address, "/v1/entities", last_event_id=one.last_event_id)
        assert back.wait_open() == 200
        streams.append((one, back))
        if commit:
            producer.commit_transaction(DEADLINE_S)
        else:
            producer.abort_transaction(DEADLINE_S)
    count = len(records)
    first.until(lambda e: len(e) >= 3 * count, "both transactions")
    for number, pair in enumerate(streams):
        wanted = 2 * count if number == 0 else count
        for stream in pair:
            stream.until(lambda e, n=wanted: len(e) >= n, "its transactions")
    again = Stream(address, "/v1/entities?since=earliest")
    again.until(lambda e: len(e) >= 3 * count, "all of them again")
    for stream, wanted in [(first, 3 * count), (again, 3 * count),
                           *((s, 2 * count) for s in streams[0]),
                           *((s, count) for s in streams[1] + streams[2])]:
        assert len(stream.events) == wanted
        stream.close()
