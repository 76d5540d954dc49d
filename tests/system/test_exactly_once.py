"""What readers of committed records see: every event once, whatever dies."""

import os
import subprocess

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from support import news
from support.daemon import ROOT
from support.expected import Feed, complete, extract, ids
from support.kafka.client import Reader, committed, produce, settings
from support.waiting import wait_until

MARK = "over this one the daemon falls"


def feed_articles(topics, begin, end, partition_key=None):
    values = [news.encode(news.plain(n)) for n in range(begin, end)]
    keys = [partition_key or f"article-{n}".encode()
            for n in range(begin, end)]
    produce(topics.bootstrap, topics.articles, values, keys=keys)
    return values


@pytest.fixture
def follow():
    """follow(topics): a Feed of the entity topic that closes by itself."""
    readers = []

    def make(topics):
        readers.append(Reader(topics.bootstrap, topics.entities))
        return Feed(readers[-1])

    yield make
    for reader in readers:
        reader.close()


def wait_complete(feed, names, seconds=120):
    wait_until(lambda: names <= complete(feed.poll()),
               f"events of {len(names)} articles", seconds, pause=0)


def articles(begin, end):
    return {f"article-{n}" for n in range(begin, end)}


def ends(topics, isolation):
    """Where readers of that kind stand at the end of each output partition."""
    consumer = Consumer(settings(topics.bootstrap, **{
        "group.id": "ends", "isolation.level": isolation}))
    found = {}
    for topic in (topics.entities, topics.dead):
        known = consumer.list_topics(topic, timeout=10).topics[topic]
        for number in known.partitions:
            place = TopicPartition(topic, number)
            found[topic, number] = consumer.get_watermark_offsets(
                place, timeout=10)[1]
    consumer.close()
    return found


def all_settled(topics):
    return ends(topics, "read_committed") == ends(topics, "read_uncommitted")


def test_kills_show_in_nothing(topics, start, follow, tmp_path):
    pairs = [(news.encode(news.plain(n)), None) for n in range(3000)]
    pairs[::50] = [news.broken(n) for n in range(len(pairs[::50]))]
    values = [value for value, _ in pairs]
    good = [value for value, code in pairs if code is None]
    produce(topics.bootstrap, topics.articles, values,
            keys=[str(n).encode() for n in range(len(values))])
    feed = follow(topics)
    dead = Reader(topics.bootstrap, topics.dead)
    daemon = start(topics, wait=False, input=news.STRICT)
    for part in (1, 2, 3):
        wait_until(lambda p=part: len(ids(feed.poll())) >= p * 800, "events")
        daemon.kill()
        daemon.start()
    expected = ids(extract(tmp_path, good))
    wait_until(lambda: expected <= ids(feed.poll()), "all events", 120,
               pause=0)
    dead.until(lambda records: len(records) >= len(values) - len(good),
               "all dead letters")
    daemon.stop()
    feed.reader.end()
    assert ids(feed.poll()) == expected
    assert feed.duplicates() == 0
    assert sorted(record.value for record in dead.end()) == sorted(
        value for value, code in pairs if code is not None)
    dead.close()


def test_clean_stop_leaves_nothing_open(topics, start, follow):
    daemon = start(topics, commit_interval="20s")
    feed_articles(topics, 0, 100)
    wait_until(lambda: daemon.metric("gazetted_articles_total") >= 100,
               "all articles to be worked on")
    daemon.stop()
    assert all_settled(topics)
    feed = follow(topics)
    wait_complete(feed, articles(0, 100))
    assert feed.duplicates() == 0
    behind = committed(topics.bootstrap, topics.group, topics.articles)
    assert sum(behind.values()) == 100


def test_killed_with_a_transaction_open(topics, start, follow):
    daemon = start(topics, commit_interval="20s")
    feed_articles(topics, 0, 100)
    wait_until(lambda: daemon.metric("gazetted_articles_total") >= 100,
               "all articles to be worked on")
    wait_until(lambda: not all_settled(topics), "an open transaction")
    daemon.kill()
    daemon = start(topics)
    # Far less than transaction.timeout.ms: the successor ends it.
    wait_until(lambda: all_settled(topics), "the transaction to be ended")
    feed = follow(topics)
    wait_complete(feed, articles(0, 100))
    daemon.stop()
    feed.reader.end()
    feed.poll()
    assert feed.duplicates() == 0


def test_rebalance_with_a_transaction_open(topics, start, follow):
    changes = {"membership": "dynamic", "commit_interval": "20s"}
    first = start(topics, instance="one", **changes)
    feed_articles(topics, 0, 500)
    wait_until(lambda: first.metric("gazetted_articles_total") >= 500,
               "all articles to be worked on")
    second = start(topics, instance="two", **changes)
    for daemon in (first, second):
        wait_until(lambda d=daemon: d.metric(
            "gazetted_assigned_partitions") == 1, "one partition each")
    feed_articles(topics, 500, 1000)
    wait_until(lambda: sum(d.metric("gazetted_articles_total")
                           for d in (first, second)) >= 1000,
               "the rest to be worked on")
    first.stop()
    second.stop()
    feed = follow(topics)
    wait_complete(feed, articles(0, 1000))
    feed.reader.end()
    feed.poll()
    assert feed.duplicates() == 0


def set_back(topics, name, offset):
    """Put the offsets of a group with members back, under the name of a
    worker, which is fenced and so has to look for its place."""
    outsider = Consumer(settings(topics.bootstrap, **{
        "group.id": topics.group}))
    producer = Producer(settings(topics.bootstrap, **{
        "transactional.id": name}))
    producer.init_transactions(30)
    producer.begin_transaction()
    producer.send_offsets_to_transaction(
        [TopicPartition(topics.articles, p, offset) for p in (0, 1)],
        outsider.consumer_group_metadata(), 30)
    producer.commit_transaction(30)
    outsider.close()


def test_group_that_was_set_back_is_told(topics, start, follow):
    daemon = start(topics, instance="one")
    feed_articles(topics, 0, 100)
    feed = follow(topics)
    wait_complete(feed, articles(0, 100))
    wait_until(lambda: sum(committed(topics.bootstrap, topics.group,
                                     topics.articles).values()) == 100,
               "all to be committed")
    assert daemon.metric("gazetted_offsets_set_back_total") == 0
    set_back(topics, "one-extract-0", 10)
    feed_articles(topics, 100, 120)
    daemon.wait_log(r"offset \d+ was committed, and now the group is at 10: "
                    "brokers have lost data, or somebody set the group back; "
                    r"\d+ records are read once more")
    wait_complete(feed, articles(100, 120))
    assert daemon.metric("gazetted_offsets_set_back_total") == 2
    daemon.stop()
    feed.reader.end()
    feed.poll()
    assert feed.duplicates() > 0


def test_broker_dies_with_a_transaction_open(own_broker, own_topics, start,
                                             follow):
    daemon = start(own_topics, commit_interval="3s")
    feed = follow(own_topics)
    for turn in range(2):
        before = daemon.metric("gazetted_articles_total")
        feed_articles(own_topics, turn * 200, turn * 200 + 200)
        wait_until(lambda b=before: daemon.metric(
            "gazetted_articles_total") > b, "work to begin")
        own_broker.kill()
        own_broker.start()
    wait_complete(feed, articles(0, 400))
    daemon.check_running()
    daemon.stop()
    feed.reader.end()
    feed.poll()
    assert feed.duplicates() == 0
    assert all_settled(own_topics)


def test_stop_does_not_wait_for_a_dead_broker(own_broker, own_topics, start,
                                              follow):
    daemon = start(own_topics, commit_interval="20s", drain_timeout="3s")
    feed_articles(own_topics, 0, 100)
    wait_until(lambda: daemon.metric("gazetted_articles_total") >= 100,
               "all articles to be worked on")
    # A broker that dies while it still ends the transaction of the marks
    # leaves offsets pending for good, whoever asks: not what this is about.
    wait_until(lambda: committed(own_topics.bootstrap, own_topics.group,
                                 own_topics.articles), "the marks")
    own_broker.kill()
    daemon.stop()
    assert "were not acknowledged in time" in daemon.log()
    assert "without waiting any longer for an answer" in daemon.log()
    own_broker.start()
    daemon.start()
    feed = follow(own_topics)
    wait_complete(feed, articles(0, 100))
    daemon.stop()
    feed.reader.end()
    feed.poll()
    assert feed.duplicates() == 0


def test_metrics_tell_of_transactions(topics, start, follow):
    daemon = start(topics)
    feed_articles(topics, 0, 50)
    wait_complete(follow(topics), articles(0, 50))
    wait_until(lambda: daemon.metric("gazetted_events_total") >= 50,
               "the events to be counted")
    count = daemon.metric("gazetted_transactions_total", result="committed")
    assert count > 0
    assert daemon.metric("gazetted_commit_duration_seconds_count") >= count
    assert daemon.metric("gazetted_transactions_total", result="aborted") == 0
    assert daemon.metric("gazetted_producer_renewals_total") == 0
    daemon.stop()


@pytest.fixture(scope="module")
def crash(tmp_path_factory):
    """The environment in which the daemon dies over articles with MARK."""
    library = tmp_path_factory.mktemp("crash") / "crash_at.so"
    subprocess.run(
        ["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", str(library),
         str(ROOT / "tests" / "support" / "crash_at.c"), "-ldl"], check=True)
    before = os.environ.get("ASAN_OPTIONS")
    return {
        "LD_PRELOAD": str(library),
        "CRASH_AT": MARK,
        # A sanitized daemon wants to be preloaded first, and need not be.
        "ASAN_OPTIONS": ":".join(filter(None, [
            before, "verify_asan_link_order=0"])),
    }


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_article_that_kills_is_set_aside(topics, start, follow, crash,
                                         delivery):
    bad = news.encode({"id": "bad", "body": f"In Germany {MARK}."})
    feed_articles(topics, 0, 200, b"k")
    produce(topics.bootstrap, topics.articles, [bad], keys=[b"k"])
    feed_articles(topics, 200, 400, b"k")
    feed = follow(topics)
    dead = Reader(topics.bootstrap, topics.dead)
    daemon = start(topics, wait=False, environment=crash, delivery=delivery)
    deaths = 0
    while not dead.poll():
        if not daemon.running():
            deaths += 1
            assert deaths < 10, "it is never set aside"
            daemon.start()
    wait_complete(feed, articles(0, 400))
    daemon.stop()
    record, = dead.end()
    assert deaths > 2
    assert record.value == bad
    assert record.header("gazetted-error-code") == "crash_loop"
    assert record.header("gazetted-error-stage") == "process"
    assert complete(feed.poll()) == articles(0, 400)
    assert delivery != "exactly-once" or feed.duplicates() == 0
    dead.close()
