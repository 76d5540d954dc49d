"""gazetted alerts, as someone who writes subscriptions calls it."""

import pytest

from support.daemon import ROOT, gazetted
from support.rules import CONFIG

SHIPPED = sorted((ROOT / "daemon/alert/packs").glob("*.yaml"))

FILE = """\
gazetted: 1
subscriptions:
- id: any
  entities: {types: [Place]}
  confirm: 0
  examples:
  - name: one story
    articles:
    - {at: 1h, source: A, title: T, text: Rain fell in France.}
    alerts:
    - {at: 60m, state: STATE, entity: France}
"""

DIFFERS = """\
{path}:7: the alerts differ: one story
--- expected
+++ found
@@ -1,3 +1,3 @@
 - at: 60m
-  state: UPDATED
+  state: FIRING
   entity: France
rerun: gazetted alerts test --config {config} {path} --subscription any

1 examples of 1 subscriptions: 0 hold, 1 do not
"""


# Each is a subscription, and what must hold of it.
TIMED = {
    "a digest in quiet hours is told at their end": """\
  quiet: {from: "22:00", until: "07:00"}
  digest: {every: 1d, at: "23:00"}
  examples:
  - articles:
    - {at: 12h, text: Rain fell in France.}
    - {at: 26h, text: Snow fell in France.}
    until: 56h
    alerts:
    - {at: 31h, state: FIRING, entity: France, stories: 2}
    - {at: 55h, state: RESOLVED}
""",
    "but not where none begin on that day": """\
  quiet: {from: "22:00", until: "07:00", days: [Tue]}
  digest: {every: 1d, at: "23:00"}
  examples:
  - articles:
    - {at: 12h, text: Rain fell in France.}
    until: 24h
    alerts:
    - {at: 23h, state: FIRING, entity: France}
""",
    "an absence waits": """\
  window: {absent: 1h}
  wait: 10m
  examples:
  - articles:
    - {at: 0s, text: Rain fell in France.}
    - {at: 2h, text: Snow fell in France.}
    alerts:
    - {at: 70m, state: FIRING, entity: France}
    - {at: 2h, state: RESOLVED}
""",
    "and a story in its wait ends it": """\
  window: {absent: 1h}
  wait: 10m
  examples:
  - articles:
    - {at: 0s, text: Rain fell in France.}
    - {at: 65m, text: Snow fell in France.}
    until: 134m
    alerts: []
""",
    "what was silenced is told with its articles": """\
  silences: [{until: 2026-01-05T02:00:00Z}]
  examples:
  - articles:
    - {at: 0s, text: Rain fell in France.}
    - {at: 1h, text: Snow fell in France.}
    until: 2h
    alerts:
    - {at: 0s, state: SILENCED, evidence: 1}
    - {at: 2h, state: FIRING, stories: 2, evidence: 2}
    - {at: 2h, state: LAPSED}
""",
    "a silence that ends before the first story": """\
  silences: [{until: 2026-01-05T01:00:00Z}]
  examples:
  - articles:
    - {at: 2h, text: Rain fell in France.}
    alerts:
    - {at: 1h, state: LAPSED}
    - {at: 2h, state: FIRING}
""",
    "a silence that ends in quiet hours": """\
  silences: [{until: 2026-01-05T03:00:00Z}]
  quiet: {from: "01:00", until: "06:00"}
  examples:
  - articles:
    - {at: 30m, text: Rain fell in France.}
    until: 6h
    alerts:
    - {at: 30m, state: SILENCED}
    - {at: 6h, state: FIRING}
    - {at: 6h, state: LAPSED}
""",
    "an absence that ends in quiet hours": """\
  window: {absent: 1h}
  quiet: {from: "02:30", until: "05:00"}
  examples:
  - articles:
    - {at: 0s, text: Rain fell in France.}
    - {at: 3h, text: Snow fell in France.}
    until: 5h
    alerts:
    - {at: 1h, state: FIRING, stories: 1}
    - {at: 5h, state: RESOLVED, evidence: 1}
    - {at: 5h, state: FIRING, stories: 1, evidence: 1}
""",
    "and one that ends between digests": """\
  window: {absent: 1h}
  digest: {every: 1d, at: "08:00"}
  examples:
  - articles:
    - {at: 0s, text: Rain fell in France.}
    - {at: 9h, text: Snow fell in France.}
    - {at: 31h30m, text: Hail fell in France.}
    until: 32h
    alerts:
    - {at: 8h, state: FIRING}
    - {at: 32h, state: RESOLVED}
""",
    "versions of an article are one story": """\
  window: {count: 2, within: 1h}
  examples:
  - articles:
    - {at: 0s, id: a, version: "1", text: Rain fell in France.}
    - {at: 1m, id: a, version: "2", text: Snow fell in France.}
    - {at: 2m, id: b, text: Hail fell in France.}
    alerts:
    - {at: 2m, state: FIRING, stories: 2, copies: 1}
""",
}


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "alerts.yaml"
        path.write_text(text, encoding="utf-8")
        return path
    return write


def run(*arguments):
    return gazetted("alerts", *arguments, "--config", CONFIG, cwd=ROOT)


def test_an_example_holds(write):
    done = run("test", write(FILE.replace("STATE", "FIRING")))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 examples of 1 subscriptions: 1 hold, 0 do not\n"


@pytest.mark.parametrize("keys", TIMED.values(), ids=TIMED)
def test_when_it_is_told(write, keys):
    done = run("test", write(
        "gazetted: 1\nsubscriptions:\n- id: timed\n"
        "  entities: {names: [France]}\n  confirm: 0\n" + keys))
    assert done.stdout == "1 examples of 1 subscriptions: 1 hold, 0 do not\n"
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("at", ["2026-01-05T01:00:00Z",
                                "2026-01-05T02:00:00+01:00"])
def test_the_time_of_an_alert(write, at):
    done = run("test", write(FILE.replace("STATE", "FIRING").replace(
        "60m", f'"{at}"')))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 examples of 1 subscriptions: 1 hold, 0 do not\n"


def test_the_time_of_an_alert_that_is_none(write):
    done = run("test", write(FILE.replace("60m", "soon")))
    assert done.returncode == 65
    assert ":11:12: error: expected a duration" in done.stderr


def test_an_example_does_not_hold(write):
    path = write(FILE.replace("STATE", "UPDATED"))
    done = run("test", path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == DIFFERS.format(path=path, config=CONFIG)


# Each stands in an example, and what is said of it.
WRONG = {
    "state: FIRED": 'unknown value "FIRED", known are FIRING, UPDATED, '
                    "CONFIRMED, RESOLVED, SILENCED, LAPSED",
    "severity: warning": 'unknown value "warning" (did you mean "WARNING"?)',
    "history: full": 'unknown value "full", known are COMPLETE, PARTIAL',
    "confirmed: maybe": "expected true or false",
    "stories: many": "expected a whole number from 0 to 4294967295",
    "evidence: -1": "expected a whole number from 0 to 4294967295",
    "group: {a: [b]}": "expected a text, not a list",
    "subscription: other": 'the example sees no subscription "other"',
    "stat: FIRING": 'unknown key "stat" (did you mean "state"?)',
}


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("work", ["check", "test"])
def test_what_no_alert_is(write, work, value):
    done = run(work, write(FILE.replace("state: STATE", value)))
    assert done.returncode == 65
    assert f": error: {WRONG[value]}\n" in done.stderr


@pytest.mark.parametrize("status, said", [
    ("corected", '(did you mean "corrected"?)'),
    ("bogus", ", known are published, usable, corrected, correction, updated, "
              "retracted, canceled, cancelled, withdrawn, withheld")])
def test_what_no_article_is(write, status, said):
    done = run("check", write(FILE.replace("STATE", "FIRING").replace(
        "source: A", f"status: {status}")))
    assert done.returncode == 65
    assert f'9:24: error: unknown status "{status}"' in done.stderr
    assert said in done.stderr


def test_check_goes_on_behind_examples(write):
    done = run("check", write(
        FILE + "- id: other\n" + FILE.split("- id: any\n")[1] +
        "- {id: bad, wait: x, when: fact}\n"
        "examples: [{articles: [], alerts: [{state: NO, subscription: bad}]}]"))
    assert done.returncode == 65
    assert [line.split(":")[1] for line in done.stderr.splitlines()
            if ": error: " in line] == ["21", "11", "20", "22"]


def test_only_one_subscription(write):
    done = run("test", write(FILE), "--subscription", "other")
    assert done.stdout == "0 examples of 1 subscriptions: 0 hold, 0 do not\n"


def test_check_says_every_mistake(write):
    path = write("gazetted: 1\nsubscriptions:\n- {id: a, whn: fact}\n"
                 "- {id: b, when: fact, wait: x}\n")
    done = run("check", path)
    assert done.returncode == 65
    assert [line for line in done.stderr.splitlines() if "error" in line] == [
        f'{path}:3:11: error: unknown key "whn" (did you mean "when"?)',
        f"{path}:3:3: error: the subscription asks for everything; it needs "
        "`entities:`, `facts:` or `when:`",
        f"{path}:4:29: error: expected a duration from 0ms to 1d, such as "
        "30s, 5m, 1h30m or 90d",
        "3 errors",
    ][:4]


def test_check_goes_on_behind_a_key_that_stands_twice(write):
    done = run("check", write("gazetted: 1\nsubscriptions:\n"
                              "- {id: a, when: fact, id: b}\n"
                              "- {id: c, wait: x, when: fact, wait: y}\n"))
    assert done.returncode == 65
    assert [line.split(":")[1:3] for line in done.stderr.splitlines()
            if ": error: " in line] == [
        ["3", "23"], ["4", "32"], ["4", "17"], ["4", "38"]]


def test_check_says_no_mistake_twice(write):
    done = run("check", write("gazetted: 1\nsubscriptions:\n"
                              "- {id: a, when: fact or}\n"
                              "- {id: b, facts: []}\n"
                              "- {id: c, entities: wd:Q1}\n"))
    assert done.stderr.endswith("\n3 errors\n")


def test_a_mark_before_the_text(write):
    done = run("check", write("\ufeffgazetted: 1\nsubscriptions:\n"
                              "- {id: a, when: fact}\n"))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_id_twice(write):
    done = run("check", write("gazetted: 1\nsubscriptions:\n"
                              "- {id: a, when: fact}\n- {id: a, when: fact}\n"))
    assert "4:8: error: the id stands in this file twice" in done.stderr


def test_an_id_in_two_files(tmp_path):
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for path, ids in zip(paths, ("ab", "cb")):
        path.write_text("gazetted: 1\nsubscriptions:\n" + "".join(
            f"- {{id: {name}, when: fact}}\n" for name in ids),
            encoding="utf-8")
    config = tmp_path / "gazetted.yaml"
    config.write_text((ROOT / CONFIG).read_text(encoding="utf-8").replace(
        "./", f"{ROOT}/") + "alerts:\n"
        f"  subscriptions: [{paths[0]}, {paths[1]}]\n", encoding="utf-8")
    done = gazetted("check", "--config", config, cwd=ROOT)
    assert done.returncode != 0
    assert (f"{paths[1]}:4:8: error: the id stands in another file too"
            in done.stderr)
    done = run("check", *paths)
    assert done.returncode == 65
    assert (f"{paths[1]}:4:8: error: the id stands in another file too"
            in done.stderr)
    assert run("check", paths[0]).returncode == 0


@pytest.mark.parametrize("receivers, errors", [
    ("receivers: {desk: {type: exec, command: /bin/true}}", 1),
    ("receivers:", 2),
    ("receivers: {desk: {type: webhook, secrets: [no/such]}}", 0)])
def test_receivers(write, tmp_path, receivers, errors):
    (tmp_path / "receivers.yaml").write_text(receivers + "\n")
    config = tmp_path / "gazetted.yaml"
    config.write_text((ROOT / CONFIG).read_text(encoding="utf-8").replace(
        "./", f"{ROOT}/") + "alerts:\n"
        f"  receivers: {tmp_path / 'receivers.yaml'}\n", encoding="utf-8")
    done = gazetted("alerts", "check", "--config", config, write(
        "gazetted: 1\nsubscriptions:\n"
        "- {id: a, when: fact, receivers: [desk, dsk]}\n"), cwd=ROOT)
    assert done.returncode == (65 if errors else 0)
    assert done.stderr.count(": error: unknown receiver ") == errors
    assert (errors != 1 or
            '3:41: error: unknown receiver "dsk" (did you mean "desk"?)\n'
            in done.stderr)


def test_standard_input():
    done = gazetted("alerts", "check", "-", "--config", CONFIG, cwd=ROOT,
                    stdin="gazetted: 1\nsubscriptions:\n"
                          "- {id: a, wen: fact}\n")
    assert done.returncode == 65
    assert "<stdin>:3:11: error: unknown key \"wen\"" in done.stderr


def test_a_missing_file():
    done = run("check", "no/such.yaml")
    assert done.returncode == 65
    assert "no/such.yaml" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("look",), ("test",)])
def test_usage(arguments):
    done = gazetted("alerts", *arguments)
    assert done.returncode == 64


@pytest.mark.parametrize("verb", ["", "test", "preview", "explain"])
def test_help(verb):
    done = gazetted("alerts", *verb.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: gazetted alerts check [OPTION...] "
                                  "FILE...\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped(path):
    done = gazetted("alerts", "test", path.stem, cwd=ROOT)
    assert (done.returncode, done.stdout.split(",")[-1], done.stderr) == (
        0, " 0 do not\n", "")
