"""gazetted alerts preview of events of a file: no broker is asked."""

import json
import re

import pytest

from support.daemon import ROOT, gazetted
from support.openapi import Api
from support.rules import CONFIG

FIRST_MS = 1_795_431_600_000
HOUR_MS = 3_600_000

FILE = """\
gazetted: 1
subscriptions:
- {id: any, entities: {types: [Org]}, confirm: 0}
- {id: three, entities: {ids: [e1]}, window: {count: 3, within: 1h}}
- {id: new, entities: {ids: [e1]}, first_seen: {entity: 90d}}
"""

PEOPLE = """\
3 subscriptions would have raised 4 alerts  FIRING 4  UPDATED 2  RESOLVED 3
       3  any
       1  three
       0  new
read: 6 events, 5 of interest, from 2026-11-23T11:00:00Z to 2026-11-24T14:00:00Z
note: a window or first_seen looks back 90d, longer than was read: first_seen \
does not fire, windows count less (use --since 180d)

by group:
       2  any  Acme (e1)
       1  any  Globex (e2)
       1  three  Acme (e1)

by hour:
  2026-11-23T11:00Z      2  ##
  2026-11-23T13:00Z      1  #
  2026-11-24T14:00Z      1  #

the first 2 of 9 messages:
2026-11-23T11:00:00Z     FIRING    INFO      any  Acme  |  named by an article
2026-11-23T11:10:00Z     UPDATED   INFO      any  Acme  |  named by an article
"""


def event(number, at_ms, entity="e1", name="Acme", kind="Org/Company"):
    return {"event_id": f"{number:032x}", "count": 1,
            "article": {"id": f"a-{number}", "title": f"Title {number}",
                        "source": "Reuters", "language": "en"},
            "entity": {"id": entity, "name": name, "type": "ORGANIZATION",
                       "subtype": kind},
            "salience": {"score": 0.5},
            "provenance": {"ingested_at": FIRST_MS + at_ms}}


# Not in the order of time: they are put in it.
EVENTS = [event(1, 0), event(3, HOUR_MS // 3), event(2, HOUR_MS // 6),
          event(4, 2 * HOUR_MS, "e2", "Globex"),
          event(5, 27 * HOUR_MS),
          event(6, 27 * HOUR_MS, "p1", "Jane Roe", "Person")]


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path
    return write


@pytest.fixture
def files(write):
    lines = "".join(json.dumps(e) + "\n" for e in EVENTS)
    return [write("alerts.yaml", FILE), "--events", write("e.jsonl", lines)]


def preview(*arguments, **options):
    return gazetted("alerts", "preview", "--config", CONFIG, *arguments,
                    cwd=ROOT, **options)


def test_for_people(files):
    done = preview(*files, "--samples", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == PEOPLE


def test_json(files):
    done = preview(*files, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    Api().validate_named("Preview", report)
    assert report["alerts"] == 4
    assert report["states"]["RESOLVED"] == 3
    assert [(g["subscription"], g["entity"]["id"], g["alerts"])
            for g in report["groups"]] == [
        ("any", "e1", 2), ("any", "e2", 1), ("three", "e1", 1)]
    assert len(report["samples"]) == 9
    assert (report["first_at"], report["until_at"]) == (
        FIRST_MS, FIRST_MS + 27 * HOUR_MS)
    assert report["truncated"] == []


def test_samples_are_counted(files):
    report = json.loads(preview(*files, "-j", "-n", "1").stdout)
    assert (len(report["samples"]), report["truncated"], report["whole"]) == (
        1, ["samples"], True)
    done = preview(*files, "--summary")
    assert "messages:" not in done.stdout


def test_one_subscription(files):
    done = preview(*files, "--id", "three")
    assert done.stdout.splitlines()[0] == (
        "three would have raised 1 alert  FIRING 1  RESOLVED 1")


def test_subscriptions_of_standard_input(files):
    done = preview("-", *files[1:], stdin=FILE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == preview(*files).stdout


def test_what_explain_says_of_a_sample(files, write):
    sample = json.loads(preview(*files, "-j", "-n", "1").stdout)["samples"][0]
    done = gazetted("alerts", "explain", "-", "-c", CONFIG, "-f", files[0],
                    stdin=json.dumps(sample), cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n  true    entities.types: Org/Company is Org\n" in done.stdout


def test_an_unknown_id(files):
    done = preview(*files, "--id", "thre")
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr == (f"error: {files[0]}: there is no subscription "
                           '"thre" (did you mean "three"?)\n')


def test_mistakes_of_the_file_come_first(write):
    path = write("alerts.yaml", "gazetted: 1\nsubscriptions:\n"
                                "- {id: a, whn: fact}\n")
    done = preview(path, "--events", "no/such.jsonl")
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith(
        f'{path}:3:11: error: unknown key "whn" (did you mean "when"?)\n'
        "- {id: a, whn: fact}\n          ^~~\n")
    assert "no/such.jsonl" not in done.stderr


def test_mistakes_of_the_events(files, write):
    lines = [json.dumps(EVENTS[0]), "{", "", '{"event_id": 7}']
    bad = write("bad.jsonl", "\n".join(lines) + "\n")
    done = preview(files[0], "--events", bad)
    assert (done.returncode, done.stdout) == (65, "")
    places = re.findall(r"^(\S+): error", done.stderr, re.MULTILINE)
    assert places == [f"{bad}:2:2", f"{bad}:4:14"]


def test_no_events(files, write):
    done = preview(files[0], "--events", write("none.jsonl", ""))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "3 subscriptions would have raised 0 alerts\n"
        "       0  any\n       0  three\n       0  new\n"
        "read: 0 events, 0 of interest\n")


@pytest.mark.parametrize("arguments, error", [
    ((), "expected one file of subscriptions; see gazetted alerts preview "
         "--help"),
    (("a", "b"), "expected one file of subscriptions; see gazetted alerts "
                 "preview --help"),
    (("-", "--events", "-"), "standard input can be read only once; see "
                             "gazetted alerts preview --help"),
    (("a", "--since", "latest"),
     'since is "latest", allowed are earliest, a duration such as 24h or 7d '
     "and a time that is past, such as 2026-11-23T11:00:00Z"),
    (("a", "--since", "2999-01-01"),
     'since is "2999-01-01", allowed are earliest, a duration such as 24h or '
     "7d and a time that is past, such as 2026-11-23T11:00:00Z"),
])
def test_usage(arguments, error):
    done = gazetted("alerts", "preview", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (
        64, "", f"error: {error}\n")


def test_no_broker(files):
    done = gazetted("alerts", "preview", files[0], "--bootstrap",
                    "127.0.0.1:1", "--config", CONFIG, cwd=ROOT)
    assert (done.returncode, done.stdout) == (69, "")
    assert "127.0.0.1:1" in done.stderr
