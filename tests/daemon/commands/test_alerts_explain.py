"""gazetted alerts explain, as far as it goes without a broker.

Each tests/cases/alerts/*.jsonl is all that was told of one alert; *.txt is what
is said about it.  UPDATE_CASES=1 rewrites these: read the diff.
"""

import json
import os

import pytest

from support.daemon import ROOT, gazetted
from support.openapi import Api
from support.rules import CONFIG

FOLDER = ROOT / "tests/cases/alerts"
CASES = sorted(FOLDER.glob("*.jsonl"))
FILE = FOLDER / "subscriptions.yaml"


def explain(text, *arguments):
    return gazetted("alerts", "explain", "-", "--config", CONFIG,
                    *arguments, stdin=text, cwd=ROOT)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_golden(path):
    done = explain(path.read_text(), "--file", FILE)
    assert (done.returncode, done.stderr) == (0, "")
    golden = path.with_suffix(".txt")
    if os.environ.get("UPDATE_CASES"):
        golden.write_text(done.stdout)
    assert done.stdout == golden.read_text()


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_json(path):
    done = explain(path.read_text(), "--file", FILE, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in path.read_text().splitlines()]
    report = json.loads(done.stdout)
    assert report["history"] == told
    assert report["alert"] == told[-1]
    Api().validate_named("AlertEvent", report["alert"])
    if path.stem == "unknown":
        assert report["subscription"] is None
        assert "evidence" not in report
    else:
        assert report["subscription"]["id"] == told[0]["subscription"]["id"]
        assert [e["event_id"] for e in report["evidence"]] == list(
            dict.fromkeys(e["event_id"] for alert in told
                          for e in alert["evidence"]))


def test_json_has_each_part():
    text = (FOLDER / "firing.jsonl").read_text()
    report = json.loads(explain(text, "-f", FILE, "--json").stdout)
    assert [(a["name"], a["verdict"]) for a in report["asked"]] == [
        ("entities.ids", "true"), ("entities.types", "true"),
        ("entities.attributes", "unknown")]
    piece, = report["evidence"]
    assert [(a["name"], a["verdict"]) for a in piece["asked"]] == [
        ("facts", "true"), ("languages", "true"), ("sources", "true"),
        ("with", "unknown")]
    assert piece["when"]["verdict"] == "unknown"
    assert [(s["depth"], s["text"], s["found"], s["verdict"])
            for s in piece["when"]["steps"]] == [
        (0, "and", "", "unknown"),
        (1, "salience.score >= 0.3", "0.41", "true"),
        (1, "fact(Customer).attribution", "ANONYMOUS", "true"),
        (1, "not", "", "unknown"),
        (2, "salience.in_title", "", "unknown")]


def test_order_and_doubles_do_not_matter():
    lines = (FOLDER / "resolved.jsonl").read_text().splitlines()
    shuffled = "\n".join([lines[3], lines[0], lines[0], *lines[1:], lines[2]])
    assert explain(shuffled, "-f", FILE).stdout == (
        FOLDER / "resolved.txt").read_text()


def test_one_object_on_many_lines():
    text = (FOLDER / "firing.jsonl").read_text()
    many = json.dumps(json.loads(text), indent=2)
    assert explain(many, "-f", FILE).stdout == (
        FOLDER / "firing.txt").read_text()


def configuration(folder, **more):
    path = folder / "gazetted.yaml"
    path.write_text(json.dumps({
        "rules": {"packs": [str(ROOT / "tests/cases/names.tsv")]}} | more))
    return path


OFF = {"alerts": {"subscriptions_topic": "off"}}
FILES = "not in the files of the configuration"
NO_BROKERS = (': kafka has no bootstrap.servers, such as "bootstrap.servers: '
              'localhost:9092"\n')


@pytest.mark.parametrize("more, missing, warning", [
    (OFF, FILES, ""),
    ({}, FILES + ", and news.subscriptions could not be read", NO_BROKERS),
    ({"alerts": {"subscriptions_topic": "other"}},
     FILES + ", and other could not be read", NO_BROKERS),
], ids=["off", "usual", "other"])
def test_subscription_that_is_not_there(tmp_path, more, missing, warning):
    path = configuration(tmp_path, **more)
    warning = warning and f"warning: {path}{warning}"
    text = (FOLDER / "firing.jsonl").read_text()
    done = gazetted("alerts", "explain", "-", "--config", path, stdin=text)
    assert (done.returncode, done.stderr) == (0, warning)
    assert done.stdout.splitlines()[1] == f"subscription customers ({missing})"
    done = gazetted("alerts", "explain", "-", "--config", path, "--json",
                    stdin=text)
    assert (done.returncode, done.stderr) == (0, warning)
    report = json.loads(done.stdout)
    assert (report["subscription"], report["missing"]) == (None, missing)


def test_subscription_that_is_not_in_the_file(tmp_path):
    path = tmp_path / "subscriptions.yaml"
    path.write_text("gazetted: 1\nsubscriptions: [{id: x, when: fact}]\n")
    done = explain((FOLDER / "firing.jsonl").read_text(), "--file", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == (
        "subscription customers (not in this file)")


def test_topic_that_no_broker_has(tmp_path):
    path = configuration(tmp_path, kafka={"bootstrap.servers": "127.0.0.1:1"})
    done = gazetted("alerts", "explain", "-", "--config", path,
                    stdin=(FOLDER / "firing.jsonl").read_text())
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == (
        f"subscription customers ({FILES}, and news.subscriptions could not "
        "be read)")
    assert done.stderr.startswith(
        "warning: no broker answers (bootstrap.servers 127.0.0.1:1): ")


def test_different_alerts():
    text = (FOLDER / "firing.jsonl").read_text()
    other = text.replace("a1a1", "b2b2", 1)
    done = explain(text + other)
    assert (done.returncode, done.stdout, done.stderr) == (
        65, "", "error: <stdin>: these are different alerts; explain one at a "
                "time\n")


@pytest.mark.parametrize("text, error", [
    ("", "<stdin>:1:1: error: "),
    ("{}", "<stdin>:1:1: error: this is no alert: no alert_id\n{}\n^\n"),
    ('{"alert_id": 7}', "<stdin>:1:14: error: alert_id is not a text\n"),
    ('{"alert_id": "x"}\n{"alert_id"\n', "<stdin>:2:1:"),
])
def test_no_alert(text, error):
    done = explain(text)
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith(error)


@pytest.mark.parametrize("arguments, error", [
    ((), "error: expected the id of one alert, or -; see gazetted alerts "
         "explain --help\n"),
    (("a", "b"), "error: expected the id of one alert, or -; see gazetted "
                 "alerts explain --help\n"),
    (("a", "--since", "soon"),
     'error: since is "soon", allowed are earliest, a duration such as 24h or '
     "7d and a time that is past, such as 2026-11-23T11:00:00Z\n"),
])
def test_usage(arguments, error):
    done = gazetted("alerts", "explain", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (64, "", error)


def test_no_broker(tmp_path):
    path = tmp_path / "gazetted.yaml"
    packs = [str(ROOT / "tests/cases/names.tsv")]
    path.write_text(json.dumps({
        "kafka": {"bootstrap.servers": "127.0.0.1:1"},
        "rules": {"packs": packs}}))
    done = gazetted("alerts", "explain", "a1", "--config", path)
    assert (done.returncode, done.stdout) == (69, "")
    assert "127.0.0.1:1" in done.stderr
