"""Signals, pages and notifications: how an operator sees and steers it."""

import re
import signal
from pathlib import Path

import pytest

from support import news
from support.daemon import gazetted
from support.events import decode
from support.kafka.client import Reader, produce
from support.manager import Manager
from support.waiting import wait_until

HEADER = "id\ttype\tname\n"
GOOD = HEADER + "zorblax\tOrg/Company\tZorblax Industries\n"
MORE = GOOD + "quuxley\tOrg/Company\tQuuxley Holdings\n"
BAD = HEADER + "zorblax\tNoSuchType\tZorblax Industries\n"
RELOADS = "gazetted_reloads_total"


@pytest.fixture
def rules(tmp_path):
    """A list of names that a test may change."""
    path = tmp_path / "names.tsv"
    path.write_text(GOOD)
    return path


def names_in(topics, reader, text):
    """The entities that the daemon finds in text."""
    before = len(reader.records)
    article = {"id": text, "body": text + " Canada."}
    produce(topics.bootstrap, topics.articles, [news.encode(article)])
    reader.until(lambda records: any(
        decode(r.value)["entity"]["name"] == "Canada"
        for r in records[before:]), "the article's events")
    return {decode(r.value)["entity"]["name"]
            for r in reader.end(0.5)[before:]}


def blocked_signals(pid):
    """Of each thread but the first, whichever library started it."""
    found = {}
    for folder in Path(f"/proc/{pid}/task").iterdir():
        try:
            text = (folder / "status").read_text()
        except OSError:
            continue  # it has ended
        if folder.name != str(pid):
            found[folder.name] = int(re.search(r"SigBlk:\s*(\w+)", text)[1], 16)
    return found


def test_signals_are_for_the_main_thread(topics, start):
    daemon = start(topics)
    masks = blocked_signals(daemon.process.pid)
    assert len(masks) > 8
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1,
                   signal.SIGCHLD):
        assert [task for task, mask in masks.items()
                if not mask >> (number - 1) & 1] == []


def test_reload_takes_good_rules_and_refuses_bad(topics, start, rules):
    daemon = start(topics, rules={"packs": ["default", str(rules)]})
    reader = Reader(topics.bootstrap, topics.entities)
    text = "Zorblax Industries sued Quuxley Holdings."
    first = names_in(topics, reader, text)
    assert "Zorblax Industries" in first
    assert "Quuxley Holdings" not in first

    rules.write_text(BAD)
    daemon.signal(signal.SIGHUP)
    daemon.wait_log(r"names\.tsv:2.*NoSuchType")
    wait_until(lambda: daemon.metric(RELOADS, result="failed") == 1,
               "the metric of a failed reload")
    assert "Zorblax Industries" in names_in(topics, reader, text)

    rules.write_text(MORE)
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: daemon.metric(RELOADS, result="ok") == 1,
               "the metric of a good reload")
    assert "Quuxley Holdings" in names_in(topics, reader, text)
    daemon.stop()
    reader.close()


def test_reload_names_what_waits_for_a_restart(topics, start):
    daemon = start(topics, drain_timeout="20s")
    settings = daemon.config.read_text()
    daemon.config.write_text(settings.replace("20s", "21s"))
    daemon.signal(signal.SIGHUP)
    daemon.wait_log(r"changed in \S+gazetted\.yaml and not in force before a "
                    r"restart .*: drain_timeout\b")
    daemon.config.write_text(settings.replace("20s", "soon"))
    daemon.signal(signal.SIGHUP)
    daemon.wait_log(r"gazetted\.yaml:\d+.*soon")
    wait_until(lambda: daemon.metric(RELOADS, result="failed") == 1,
               "the metric of a failed reload")


PACK = """\
gazetted: 1
name: corner
version: 1.0.0
language: en
namespace: corner
"""
FINDS = """\
gazetted: 1
rules:
- id: corner.shop
  mention: Org/Company
  match: "name:($Capitalized %s)"
  examples:
  - hit: "[name Zorblax %s] grew."
  - miss: "zorblax grew."
"""
WRONG = """\
gazetted: 1
rules:
- id: corner.shop
  mention: NoSuchType
  match: "name:($Capitalized Shop)"
- id: corner.other
  mention: Org/Company
  match: "name:($Capitalized $nosuchlist)"
"""
STALE = "gazetted_rules_stale"


def test_reload_of_rules_keeps_the_good_ones(topics, start, tmp_path):
    pack = tmp_path / "corner"
    pack.mkdir()
    (pack / "pack.yaml").write_text(PACK)
    rules = pack / "rules.yaml"
    rules.write_text(FINDS % ("Shop", "Shop"))
    manager = Manager(tmp_path)
    daemon = start(topics, rules={"packs": ["default", str(pack)]},
                   environment=manager.environment)
    reader = Reader(topics.bootstrap, topics.entities)
    text = "So Zorblax Shop sued Quuxley Store."
    assert names_in(topics, reader, text) == {"Canada", "Zorblax Shop"}
    assert daemon.metric(STALE) == 0

    rules.write_text(WRONG)
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: daemon.metric(RELOADS, result="failed") == 1,
               "the metric of a failed reload")
    assert daemon.metric(STALE) == 1
    daemon.wait_log(r"rules\.yaml:4.*NoSuchType")
    daemon.wait_log(r"rules\.yaml:8.*nosuchlist")
    wait_until(lambda: any("reload FAILED" in line
                           for line in manager.receive()
                           if line.startswith("STATUS=")),
               "the status to tell of it")
    assert "Zorblax Shop" in names_in(topics, reader, text)

    rules.write_text(FINDS % ("Store", "Store"))
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: daemon.metric(RELOADS, result="ok") == 1,
               "the metric of a good reload")
    assert names_in(topics, reader, text) == {"Canada", "Quuxley Store"}
    assert daemon.metric(STALE) == 0
    assert daemon.metric("gazetted_rule_matches_total") >= 3
    daemon.stop()
    reader.close()
    manager.close()


def test_bad_rules_refuse_the_start(topics, start, rules):
    rules.write_text(BAD)
    daemon = start(topics, wait=False, rules={"packs": [str(rules)]})
    assert daemon.wait() != 0
    assert "names.tsv:2" in daemon.log()


def test_pages(topics, start):
    daemon = start(topics)
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(10)] + [b"broken"])
    wait_until(lambda: daemon.metric("gazetted_articles_total") >= 11,
               "the articles to be counted")
    assert daemon.metric("gazetted_dead_letters_total") == 1
    wait_until(lambda: daemon.metric("gazetted_events_total") >= 10,
               "the events to be counted")
    assert daemon.get("/livez")[0] == 200
    assert daemon.get("/readyz")[0] == 200
    assert daemon.get("/nothing")[0] == 404
    text = daemon.get("/metrics")[1]
    typed = {line.split()[2] for line in text.splitlines()
             if line.startswith("# TYPE ")}
    helped = {line.split()[2] for line in text.splitlines()
              if line.startswith("# HELP ")}
    assert typed == helped and len(typed) >= 8
    daemon.stop()
    assert daemon.get("/livez")[0] == 0


def test_pages_without_a_broker(topics, start, own_broker):
    own_broker.kill()
    daemon = start(topics, wait=False,
                   kafka={"bootstrap.servers": own_broker.bootstrap})
    wait_until(lambda: daemon.get("/livez")[0] == 200, "/livez to say 200")
    assert daemon.get("/readyz")[0] == 503
    daemon.check_running()


def test_manager_is_told(topics, start, tmp_path):
    manager = Manager(tmp_path, watchdog_s=2)
    daemon = start(topics, environment=manager.environment)
    manager.wait_for("READY=1")
    manager.wait_for("WATCHDOG=1", times=3)
    daemon.signal(signal.SIGHUP)
    manager.wait_for("RELOADING=1")
    manager.wait_for("READY=1", times=2)
    assert any(line.startswith("MONOTONIC_USEC=")
               for line in manager.messages)
    daemon.stop()
    manager.wait_for("STOPPING=1")
    assert any(line.startswith("STATUS=") for line in manager.messages)
    manager.close()


def test_check_accepts_what_runs(topics, start):
    daemon = start(topics)
    done = gazetted("check", "--config", daemon.config)
    assert done.returncode == 0, done.stderr
    daemon.stop()
