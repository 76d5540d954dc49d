"""Alerts over a real Kafka: each once, whatever ends in between."""

import json
import re
import subprocess

import pytest
import yaml

from chaos.clocks import Clock, build_library, preload
from support.alert_topic import NAMES_ONLY, Alerts, feed, naming
from support.daemon import binary
from support.kafka.client import committed, create_topics
from support.openapi import Api
from support.sse import Stream
from support.waiting import DEADLINE_S, wait_until


SUBSCRIPTIONS = {
    "gazetted": 1,
    "subscriptions": [
        {"id": "japan", "entities": {"names": ["Japan"]}, "interval": "1s"},
        {"id": "three", "entities": {"names": ["Norway"]},
         "window": {"count": 3, "within": "1h"}},
        {"id": "soon", "entities": {"names": ["Norway"]},
         "window": {"count": 3, "within": "20m"}},
    ],
}


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


def test_alert_fires_once(topics, subscribed, start):
    start(topics, alerts=subscribed, rules=NAMES_ONLY)
    alerts = Alerts(topics, subscribed)
    feed(topics, naming("Japan")[:1])
    wait_until(lambda: alerts.of("japan"), "an alert")
    alert = alerts.of("japan")[0]
    assert alert["state"] == "FIRING"
    assert alert["entity"]["name"] == "Japan"
    assert alert["evidence"][0]["article_id"] == "article-2"


def count(stream, number):
    return stream.until(lambda events: len(events) >= number,
                        f"alert {number} of a stream")


def test_stream_of_alerts(topics, subscribed, start):
    """A client sees what it asked for, and goes on after what it has."""
    daemon = start(topics, alerts=subscribed, rules=NAMES_ONLY)
    address = ("127.0.0.1", daemon.port)
    query = "/v1/alerts?subscription=japan"
    live = Stream(address, f"{query}&severity=info&type=Place")
    others = [Stream(address, f"/v1/alerts?{other}") for other in
              ["subscription=three", "state=resolved", "entity=no-such-id"]]
    for stream in [live, *others]:
        assert stream.wait_open() == 200
    feed(topics, naming("Japan")[:1])
    event, = count(live, 1)
    assert event.name == "alert"
    alert = event.json()
    Api().validate_named("AlertEvent", alert)
    assert alert["subscription"]["id"] == "japan"
    assert alert["evidence"][0]["article_id"] == "article-2"
    live.close()

    feed(topics, naming("Japan")[1:2])
    first = Stream(address, f"{query}&since=earliest")
    events = count(first, 2)
    assert events[0] == event
    again = Stream(address, query, last_event_id=live.last_event_id)
    assert count(again, 1)[0] == events[1]
    assert [stream.events for stream in others] == [[], [], []]
    for stream in [again, first, *others]:
        stream.close()


@pytest.mark.parametrize("form", ["text", "json"])
def test_tail_of_alerts(topics, subscribed, start, form):
    daemon = start(topics, alerts=subscribed, rules=NAMES_ONLY)
    feed(topics, naming("Japan")[:1])
    done = subprocess.run(
        [binary(), "tail", "--alerts", "--from-beginning", "--count", "1",
         "--config", str(daemon.config), "--entity", "japan", "--format",
         form], capture_output=True, text=True, timeout=DEADLINE_S)
    assert done.returncode == 0, done.stderr
    line, = done.stdout.splitlines()
    if form == "json":
        Api().validate_named("AlertEvent", json.loads(line))
    else:
        assert re.match(r"\d{4}-\d\d-\d\dT\S+Z +FIRING +INFO +japan  Japan  "
                        r"\|  \S", line)


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


@pytest.mark.parametrize("away_s", [0, 3000])
def test_window_outlives_a_daemon_that_is_away(topics, subscribed, start,
                                               tmp_path, away_s):
    """What came while nobody looked came when it came: a window of 20 minutes
    is not over because the daemon was away for 50."""
    clock = Clock(tmp_path / "clock")
    moved = preload(build_library(tmp_path), clock)
    start(topics, rules=NAMES_ONLY)
    daemon = start(topics, workers=0, alerts=subscribed, instance="alerts",
                   environment=moved)
    alerts = Alerts(topics, subscribed)
    numbers = naming("Norway")
    feed(topics, numbers[:2])
    # Ends of transactions may count too, and harm nothing.
    wait_until(lambda: sum(committed(topics.bootstrap, subscribed["group"],
                                     topics.entities).values()) >= 3,
               "two to be looked at")
    daemon.kill()
    feed(topics, numbers[2:3])
    clock.step(away_s)
    daemon.start()
    wait_until(lambda: alerts.of("soon"), "an alert")
    assert alerts.of("soon")[0]["counts"]["stories"] == 3


def totals(alerts):
    """What was counted in the end, by alert."""
    most = {}
    for alert in alerts.of("japan") + alerts.of("three"):
        counts = alert["counts"]
        most[alert["alert_id"]] = max(most.get(alert["alert_id"], 0),
                                      counts["stories"] + counts["copies"])
    return most


def test_kills_change_nothing(topics, subscribed, start):
    """What comes out in spite of kills is what comes out in one piece."""
    daemon = start(topics, alerts=subscribed, rules=NAMES_ONLY)
    # Each time with something committed: who dies over and over before that
    # works on one record at a time, which is right and slow.
    for begin in range(0, 300, 100):
        feed(topics, range(begin, begin + 100))
        wait_until(lambda: daemon.metric("gazetted_alert_events_total") > 100,
                   "work", 120)
        daemon.kill()
        daemon.start()
        daemon.wait_ready()
    again = subscribed | {key: subscribed[key] + ".again"
                          for key in ("topic", "state", "group")}
    create_topics(topics.bootstrap, {again["topic"]: 2, again["state"]: 3})
    whole = start(topics, alerts=again, rules=NAMES_ONLY, workers=0,
                  instance="again")
    killed, one_piece = Alerts(topics, subscribed), Alerts(topics, again)
    wait_until(lambda: committed(topics.bootstrap, again["group"],
                                 topics.entities)
               and totals(one_piece)
               and totals(killed) == totals(one_piece), "the same totals", 180)
    assert not killed.doubled() and not one_piece.doubled()
    daemon.stop()
    whole.stop()
