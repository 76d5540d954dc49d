"""Trouble that comes while it runs: a twin, a gap, a record too large."""

import hashlib
import json

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource

from support import news
from support.expected import Feed, complete
from support.kafka.client import Reader, admin, committed, produce
from support.waiting import wait_until


def feed_until_committed(topics, begin, end):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(begin, end)])
    wait_until(lambda: sum(committed(
        topics.bootstrap, topics.group, topics.articles).values()) == end,
        f"{end} articles to be committed")


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_twin_of_one_name_is_fenced(topics, start, delivery):
    first = start(topics, delivery=delivery)
    second = start(topics, delivery=delivery)
    assert first.wait() == 1
    assert ("another process uses the same instance name: give each its own "
            "`instance`") in first.log()
    second.check_running()
    feed_until_committed(topics, 0, 20)
    second.stop()


def test_gap_in_the_input_is_not_skipped_silently(topics, start):
    daemon = start(topics)
    feed_until_committed(topics, 0, 100)
    daemon.stop()
    # With keys, so that both partitions get some.
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(100)],
            keys=[str(n).encode() for n in range(100)])
    behind = committed(topics.bootstrap, topics.group, topics.articles)
    gone = TopicPartition(topics.articles, 0, behind[0] + 10)
    client = admin(topics.bootstrap)
    for future in client.delete_records([gone]).values():
        future.result(30)
    daemon.start()
    assert daemon.wait() == 1
    log = daemon.log()
    assert (f"offset {behind[0]} of {topics.articles}, partition 0, is gone: "
            f"the broker holds {behind[0] + 10} to ") in log
    assert "10 records were deleted before they were read" in log
    assert f"--group {topics.group} --topic {topics.articles}" in log


def large(number):
    """An article whose events are far larger than a plain one's."""
    body = " ".join(f"{name} met {name}." for name in news.NAMES * 400)
    return {"id": f"large-{number}", "body": body}


@pytest.fixture
def narrow(topics):
    """topics, but the broker refuses events of more than 4 kB."""
    client = admin(topics.bootstrap)
    entry = ConfigEntry("max.message.bytes", "4096",
                        incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ConfigResource.Type.TOPIC, topics.entities,
                              incremental_configs=[entry])
    for future in client.incremental_alter_configs([resource]).values():
        future.result(30)
    return topics


def feed_large_between_plain(topics):
    values = [news.encode(news.plain(1)), news.encode(large(2)),
              news.encode(news.plain(3))]
    produce(topics.bootstrap, topics.articles, values, keys=[b"k"] * 3)
    return values


@pytest.fixture
def outputs(topics):
    """(events as a Feed, dead letters as a Reader) of the test's topics."""
    feed = Feed(Reader(topics.bootstrap, topics.entities))
    dead = Reader(topics.bootstrap, topics.dead)
    yield feed, dead
    feed.reader.close()
    dead.close()


def test_event_over_the_limit_becomes_a_dead_letter(topics, start, outputs):
    values = feed_large_between_plain(topics)
    daemon = start(topics, output={"limit": "10KiB"})
    feed, dead = outputs
    wait_until(lambda: complete(feed.poll()) == {"article-1", "article-3"},
               "the other articles")
    record, = dead.until(lambda records: records, "the dead letter")
    assert record.header("gazetted-error-code") == "output_too_large"
    # The article itself is over the limit too: a digest stands for it.
    assert record.value is None
    assert record.header("gazetted-value-bytes") == str(len(values[1]))
    assert record.header("gazetted-value-sha256") == hashlib.sha256(
        values[1]).hexdigest()
    daemon.stop()


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_event_that_the_broker_refuses_loses_nothing(narrow, start, outputs,
                                                     delivery):
    """The broker refuses whole batches, so a small event may suffer with a
    large one: what is not published is set aside."""
    values = feed_large_between_plain(narrow)
    daemon = start(narrow, delivery=delivery)
    feed, dead = outputs
    expected = {f"article-{n}" for n in (1, 3)} | {"large-2"}

    def accounted():
        aside = {json.loads(r.value)["id"] for r in dead.poll()}
        return complete(feed.poll()) | aside == expected
    wait_until(accounted, "every article to be published or set aside")
    assert values[1] in {record.value for record in dead.records}
    daemon.stop()
