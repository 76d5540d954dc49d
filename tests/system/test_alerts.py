"""Alerts over a real Kafka: each once, whatever ends in between."""

import io
from collections import Counter

import fastavro
import pytest
import yaml

from support import news
from support.events import frame, parsed
from support.kafka.client import Reader, create_topics, produce
from support.waiting import wait_until

# Rules could take a country for its government.
NAMES_ONLY = {"packs": ["default"]}

SUBSCRIPTIONS = {
    "gazetted": 1,
    "subscriptions": [
        {"id": "japan", "entities": {"names": ["Japan"]}, "interval": "1s"},
        {"id": "three", "entities": {"names": ["Norway"]},
         "window": {"count": 3, "within": "1h"}},
    ],
}


def decode(value):
    assert value[:10] == frame("alert_event")
    rest = io.BytesIO(value[10:])
    return fastavro.schemaless_reader(rest, parsed("alert_event"))


@pytest.fixture
def subscribed(topics, tmp_path):
    """Topics and the part of a configuration that alerts need."""
    prefix = topics.articles.split(".")[0]
    alerts, state = f"{prefix}.alerts", f"{prefix}.alerts.state"
    create_topics(topics.bootstrap, {alerts: 2, state: 3})
    path = tmp_path / "subscriptions.yaml"
    path.write_text(yaml.safe_dump(SUBSCRIPTIONS))
    return {"workers": 1, "subscriptions": [str(path)], "topic": alerts,
            "state": state, "group": f"{prefix}.alerts"}


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


def test_alert_fires_once(topics, subscribed, start):
    start(topics, alerts=subscribed, rules=NAMES_ONLY)
    alerts = Alerts(topics, subscribed)
    feed(topics, naming("Japan")[:1])
    wait_until(lambda: alerts.of("japan"), "an alert")
    alert = alerts.of("japan")[0]
    assert alert["state"] == "FIRING"
    assert alert["entity"]["name"] == "Japan"
    assert alert["evidence"][0]["article_id"] == "article-2"


def test_window_goes_on_after_kill(topics, subscribed, start):
    daemon = start(topics, alerts=subscribed, rules=NAMES_ONLY)
    alerts = Alerts(topics, subscribed)
    numbers = naming("Norway")
    for number in numbers[:2]:
        feed(topics, [number])
        wait_until(lambda: daemon.metric("gazetted_alert_events_total") > 0,
                   "the event to be looked at")
        daemon.kill()
        daemon.start()
        daemon.wait_ready()
    assert not alerts.of("three")
    feed(topics, numbers[2:3])
    wait_until(lambda: alerts.of("three"), "the third to make an alert")
    assert alerts.of("three")[0]["counts"]["stories"] == 3


def test_kills_lose_and_double_nothing(topics, subscribed, start):
    daemon = start(topics, alerts=subscribed, rules=NAMES_ONLY)
    alerts = Alerts(topics, subscribed)
    numbers = list(range(600))
    for begin in range(0, 600, 100):
        feed(topics, numbers[begin:begin + 100])
        wait_until(lambda: daemon.metric("gazetted_alert_events_total") > 20,
                   "work")
        daemon.kill()
        daemon.start()
        daemon.wait_ready()
    told = set()

    def all_told():
        for alert in alerts.of("japan"):
            told.update(e["article_id"] for e in alert["evidence"])
        return len(told) == len([n for n in numbers if "Japan" in
                                 news.plain(n)["body"]])

    wait_until(all_told, "every article about Japan to be evidence", 60)
    assert not alerts.doubled()
    daemon.stop()
