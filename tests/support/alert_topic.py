"""The alerts that a worker made, and articles that bring them about."""

import io
from collections import Counter

import fastavro

from support import news
from support.events import frame, parsed
from support.kafka.client import Reader, produce

# Rules could take a country for its government.
NAMES_ONLY = {"packs": ["default"]}


def decode(value):
    assert value[:10] == frame("alert_event")
    rest = io.BytesIO(value[10:])
    return fastavro.schemaless_reader(rest, parsed("alert_event"))


class Alerts:
    def __init__(self, topics, settings):
        self.reader = Reader(topics.bootstrap, settings["topic"])

    def of(self, subscription):
        alerts = [decode(r.value) for r in self.reader.poll()]
        return [a for a in alerts if a["subscription"]["id"] == subscription]

    def doubled(self):
        counts = Counter(decode(r.value)["event_id"]
                         for r in self.reader.poll())
        return [event for event, count in counts.items() if count > 1]


def feed(topics, numbers):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in numbers],
            keys=[f"article-{n}".encode() for n in numbers])


def naming(name):
    """Numbers of articles whose first country it is."""
    first = news.NAMES.index(name)
    return [n for n in range(first, 2000, len(news.NAMES))]
