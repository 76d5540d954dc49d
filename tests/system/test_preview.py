"""What a preview counts is what the alert worker raised."""

import http.client
import io
import json
import re
import subprocess

import fastavro
import pytest
import yaml

from support import news
from support.daemon import binary
from support.events import frame, parsed
from support.kafka.client import Reader, committed, create_topics, produce
from support.openapi import Api
from support.waiting import DEADLINE_S, wait_until

# Rules could take a country for its government.
NAMES_ONLY = {"packs": ["default"]}
ARTICLES = 300
SUBSCRIPTIONS = {
    "gazetted": 1,
    "subscriptions": [
        {"id": "japan", "entities": {"names": ["Japan"]}, "interval": "1s",
         "confirm": 0},
        {"id": "three", "entities": {"types": ["Place"]},
         "window": {"count": 3, "within": "1h"}, "resolve": "1d"},
    ],
}


def decode(value):
    assert value[:10] == frame("alert_event")
    return fastavro.schemaless_reader(io.BytesIO(value[10:]),
                                      parsed("alert_event"))


class Alerts:
    """What the worker raised."""

    def __init__(self, topics, settings):
        self.reader = Reader(topics.bootstrap, settings["topic"])

    def of(self, subscription):
        alerts = [decode(r.value) for r in self.reader.poll(1)]
        return [a for a in alerts if a["subscription"]["id"] == subscription]


def looked_at(topics, settings, events):
    """Whether what the worker has committed lies behind all events."""
    done = committed(topics.bootstrap, settings["group"], topics.entities)
    return events and all(event.offset < done.get(event.partition, 0)
                          for event in events)


@pytest.fixture
def flow(topics, tmp_path, start):
    """A daemon that has looked at all events, and what it raised."""
    prefix = topics.articles.split(".")[0]
    create_topics(topics.bootstrap, {f"{prefix}.alerts": 2,
                                     f"{prefix}.alerts.state": 3})
    path = tmp_path / "subscriptions.yaml"
    path.write_text(yaml.safe_dump(SUBSCRIPTIONS))
    settings = {"workers": 1, "subscriptions": [str(path)],
                "topic": f"{prefix}.alerts", "state": f"{prefix}.alerts.state",
                "group": f"{prefix}.alerts"}
    daemon = start(topics, alerts=settings, rules=NAMES_ONLY)
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(ARTICLES)])
    wait_until(lambda: sum(committed(topics.bootstrap, topics.group,
                                     topics.articles).values()) >= ARTICLES,
               "all articles to be read")
    reader = Reader(topics.bootstrap, topics.entities)
    wait_until(lambda: looked_at(topics, settings, reader.poll()),
               "all events to be looked at")
    daemon.raised = Alerts(topics, settings)
    daemon.file = path
    return daemon


def numbers(alerts):
    """How many alerts, by the worker."""
    return len({alert["alert_id"] for alert in alerts})


def ask(daemon, method, target, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port,
                                            timeout=DEADLINE_S)
    connection.request(method, target, body=body, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.headers, response.read()
    connection.close()
    return answer


def preview(daemon, *arguments):
    return subprocess.run(
        [binary(), "alerts", "preview", "--config", str(daemon.config),
         str(daemon.file), *arguments], capture_output=True, text=True,
        timeout=DEADLINE_S, check=False)


def by_subscription(report):
    found = {}
    for group in report["groups"]:
        name = group["subscription"]
        found[name] = found.get(name, 0) + group["alerts"]
    return found


def test_command_says_what_the_worker_raised(flow):
    want = {name: numbers(flow.raised.of(name)) for name in ["japan", "three"]}
    assert want["japan"] == 1 and want["three"] > 5
    done = preview(flow, "--json", "--samples", "1000")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert by_subscription(report) == want
    assert report["alerts"] == sum(want.values())
    assert (report["truncated"], report["whole"]) == ([], True)
    assert report["partial"] is True  # the topic is younger than a day
    ids = {alert["alert_id"] for name in want for alert in flow.raised.of(name)}
    assert {sample["alert_id"] for sample in report["samples"]} == ids
    again = json.loads(preview(flow, "--json", "--samples", "1000").stdout)
    for key in ("alerts", "groups", "events", "slots"):
        assert again[key] == report[key]


def test_http_says_what_the_worker_raised(flow):
    api = Api()
    want = {name: numbers(flow.raised.of(name)) for name in ["japan", "three"]}
    for subscription in SUBSCRIPTIONS["subscriptions"]:
        name = subscription["id"]
        for method, path, target, body in [
                ("GET", "/v1/subscriptions/{id}/preview",
                 f"/v1/subscriptions/{name}/preview?since=1h&samples=2", None),
                ("POST", "/v1/subscriptions/preview",
                 "/v1/subscriptions/preview?samples=2&since=earliest",
                 json.dumps(subscription))]:
            status, headers, body = ask(
                flow, method, target, body,
                {"Content-Type": "application/json"})
            report = api.check(method, path, status, headers["Content-Type"],
                               body)
            assert report["alerts"] == want[name]
            assert len(report["samples"]) == 2
            assert report["whole"] is True


def test_command_for_people(flow):
    want = numbers(flow.raised.of("three"))
    done = preview(flow, "--id", "three", "--samples", "2")
    assert (done.returncode, done.stderr) == (0, "")
    first, read, *rest = done.stdout.splitlines()
    assert first.startswith(f"three would have raised {want} alerts  FIRING ")
    assert re.fullmatch(r"read: \d+ events, \d+ of interest, from \S+Z to "
                        r"\S+Z", read)
    assert rest[0].startswith("note: partial: the topic does not go back to ")
    assert re.fullmatch(r"the first 2 of \d+ messages:", rest[-3])
    for line in rest[-2:]:
        assert re.match(r"\d{4}-\d\d-\d\dT\S+Z +FIRING +INFO +three  ", line)


def test_nothing_since_a_moment(flow):
    done = preview(flow, "--since", "1ms", "--summary")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "2 subscriptions would have raised 0 alerts\n"
        "       0  japan\n       0  three\nread: 0 events, 0 of interest\n")


def test_preview_of_a_topic_that_is_not_there(flow, tmp_path):
    settings = yaml.safe_load(flow.config.read_text())
    settings["output"]["topic"] = "no.such.topic"
    path = tmp_path / "other.yaml"
    path.write_text(yaml.safe_dump(settings))
    done = subprocess.run(
        [binary(), "alerts", "preview", "--config", str(path),
         str(flow.file)], capture_output=True, text=True, timeout=DEADLINE_S,
        check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no.such.topic" in done.stderr


# --- and why each was raised ---

def explain(daemon, *arguments):
    return subprocess.run(
        [binary(), "alerts", "explain", "--config", str(daemon.config),
         *arguments], capture_output=True, text=True, timeout=DEADLINE_S,
        check=False)


def test_explain_finds_the_alert(flow):
    told = flow.raised.of("japan")
    wanted = told[0]["alert_id"]
    mine = [alert for alert in told if alert["alert_id"] == wanted]
    done = explain(flow, wanted, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert [a["event_id"] for a in report["history"]] == [
        a["event_id"] for a in sorted(mine, key=lambda a: a["sequence"])]
    assert report["subscription"]["id"] == "japan"
    assert [(a["name"], a["verdict"]) for a in report["asked"]] == [
        ("entities.names", "true")]
    # By any message of it, all of the alert is found.
    again = explain(flow, mine[-1]["event_id"], "--json", "--since", "1h")
    assert json.loads(again.stdout) == report


def test_explain_for_people(flow):
    first = flow.raised.of("three")[0]
    done = explain(flow, first["alert_id"])
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"alert        {first['alert_id']}  ")
    assert lines[1] == "subscription three"
    assert "  true    entities.types: " in done.stdout
    for piece in first["evidence"]:
        assert f"    article {piece['article_id']}, event " in done.stdout


def test_explain_no_such_alert(flow):
    done = explain(flow, "0" * 32)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        rf"error: {flow.settings['alerts']['topic']}: no alert 0{{32}} among "
        r"\d+ messages since then; look further back with --since \(it is "
        r"7d\)\n", done.stderr)
