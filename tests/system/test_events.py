"""What is published about an article, read by fastavro, is what `gazetted
extract` says about it, and can be used without knowing more."""

import re
import subprocess

import pytest

from support import news
from support.events import decode
from support.expected import PLACE, Feed, complete, extract
from support.kafka.client import Reader, produce
from support.murmur2 import partition

ARTICLES = [news.specimen(n) for n in range(len(news.SPECIMENS))]
VALUES = [news.encode(article) for article in ARTICLES]


@pytest.fixture
def published(topics, start):
    """The records that one daemon published about ARTICLES."""
    produce(topics.bootstrap, topics.articles, VALUES,
            headers=[("traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16
                      + b"-01")])
    daemon = start(topics)
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    wanted = {article["id"] for article in ARTICLES[:5]}
    reader.until(lambda _: wanted <= complete(feed.poll()), "all events")
    daemon.stop()
    yield reader.end()
    reader.close()


def without_place(event):
    """The event less what a file and a topic must differ in."""
    drop = {"article": PLACE, "provenance": ("ingested_at",)}
    return plain(event | {group: {name: value for name, value
                                  in event[group].items() if name not in names}
                          for group, names in drop.items()})


def plain(value):
    """Bytes, times and floats in the form that JSON gives them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        return round(value, 6)
    if hasattr(value, "timestamp"):
        return round(value.timestamp() * 1000)
    return value


def field_text(article, mention):
    return article["title"] if mention["field"] == "TITLE" else article["body"]


def test_events_equal_what_extract_says(published, tmp_path):
    told = extract(tmp_path, VALUES)
    got = {e["event_id"]: without_place(e)
           for e in (decode(r.value) for r in published)}
    assert len(got) == len(published) == len(told)
    for event in told:
        assert without_place(event) == got[event["event_id"]]


def test_offsets_slice_the_text(published):
    articles = {article["id"]: article for article in ARTICLES}
    mentions = 0
    for event in (decode(record.value) for record in published):
        article = articles[event["article"]["id"]]
        if "<" in article["body"]:
            continue  # offsets count in the text without markup
        for mention in event["mentions"]:
            text, want = field_text(article, mention), mention["text"]
            utf8, utf16 = text.encode(), text.encode("utf-16-le")
            at = {name: mention[name] for name in mention
                  if name.startswith(("begin_", "end_"))}
            assert utf8[at["begin_byte"]:at["end_byte"]].decode() == want
            assert text[at["begin_cp"]:at["end_cp"]] == want
            assert utf16[2 * at["begin_u16"]:2 * at["end_u16"]].decode(
                "utf-16-le") == want
            mentions += 1
    assert mentions > 10


def test_records_carry_key_headers_and_partition(published, topics):
    for record in published:
        event = decode(record.value)
        assert record.key.decode() == event["entity"]["id"]
        assert record.partition == partition(record.key, 3)
        assert record.header("ce_id") == event["event_id"]
        assert record.header("ce_specversion") == "1.0"
        assert record.header("ce_type")
        assert record.header("ce_source")
        assert record.header("traceparent").startswith("00-aaaa")
        assert event["article"]["topic"] == topics.articles


def test_names_stand_in_the_events(published):
    found = {}
    for event in (decode(record.value) for record in published):
        found.setdefault(event["article"]["id"], set()).add(
            event["entity"]["name"])
    assert {"Germany", "France", "Japan"} <= found["specimen-0"]
    assert {"Canada", "Brazil", "Japan"} <= found["specimen-2"]
    assert {"Norway", "Poland"} <= found["specimen-3"]
    assert "specimen-5" not in found


def test_kcat_shows_entity_ids(published, topics):
    done = subprocess.run(
        ["kcat", "-b", topics.bootstrap, "-t", topics.entities, "-C", "-e",
         "-q", "-f", "%k\n"], capture_output=True, text=True, check=True,
        timeout=60)
    keys = done.stdout.splitlines()
    assert len(keys) == len(published)
    assert all(re.fullmatch(r"wd:Q\d+|gz:\S+|name:[A-Z]+/\S.*", key)
               for key in keys)
