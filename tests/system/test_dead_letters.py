"""Broken inputs become dead letters, once each, and stop nobody."""

import pytest

from support import news
from support.expected import Feed, complete
from support.kafka.client import Reader, produce
from support.waiting import wait_until

COUNT = 1000


@pytest.fixture(scope="module")
def inputs():
    """Good and broken inputs in turn: (value, code or None)."""
    pairs = []
    for number in range(COUNT):
        pairs.append((news.encode(news.plain(number)), None))
        pairs.append(news.broken(number))
    return pairs


def test_every_broken_input_is_set_aside_once(topics, start, inputs):
    values = [value for value, _ in inputs]
    keys = [f"key-{n}".encode() for n in range(len(values))]
    produce(topics.bootstrap, topics.articles, values, keys=keys,
            headers=[("origin", b"test")])
    daemon = start(topics, input=news.STRICT)
    events = Reader(topics.bootstrap, topics.entities)
    dead = Reader(topics.bootstrap, topics.dead)
    feed = Feed(events)
    good = {f"article-{n}" for n in range(COUNT)}
    wait_until(lambda: good <= complete(feed.poll()), "all good articles",
               120, pause=0)
    dead.until(lambda records: len(records) >= COUNT, "all dead letters")
    daemon.stop()
    records = dead.end()

    code_of = {v: (k, code) for k, (v, code) in zip(keys, inputs) if code}
    assert len(records) == COUNT
    assert {record.value for record in records} == set(code_of)
    for record in records:
        key, code = code_of[record.value]
        assert record.key == key
        assert record.header("gazetted-error-code") == code
        assert record.header("origin") == "test"
    events.close()
    dead.close()


def test_headers_name_origin_and_reason(topics, start):
    value = b'{"id": "one", "body": "cut'
    produce(topics.bootstrap, topics.articles, [value], keys=[b"k"])
    start(topics)
    dead = Reader(topics.bootstrap, topics.dead)
    record, = dead.until(lambda records: records, "the dead letter")
    assert record.header("gazetted-error-stage") == "decode"
    assert record.header("gazetted-origin-topic") == topics.articles
    assert record.header("gazetted-origin-partition") in ("0", "1")
    assert record.header("gazetted-origin-offset") == "0"
    assert int(record.header("gazetted-origin-timestamp")) > 0
    message = record.header("gazetted-error-message")
    assert 0 < len(message.encode()) <= 512
    assert "cut" not in message
    assert record.header("gazetted-version")
    assert record.header("gazetted-ruleset")
    dead.close()


@pytest.mark.parametrize("value", [b"", None], ids=["empty", "null"])
def test_value_that_is_not_there(topics, start, value):
    produce(topics.bootstrap, topics.articles,
            [value, news.encode(news.plain(1))], keys=[b"k", b"k"])
    start(topics)
    dead = Reader(topics.bootstrap, topics.dead)
    record, = dead.until(lambda records: records, "the dead letter")
    assert record.value == value
    assert record.header("gazetted-error-code") == "empty"
    dead.close()
