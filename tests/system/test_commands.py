"""Commands beside the daemon: topics, acls, tail, demo."""

import json
import re
import subprocess

import pytest

from support import news
from support.daemon import Daemon, binary, gazetted
from support.kafka.client import admin, produce
from support.waiting import wait_until


@pytest.fixture
def config(absent, tmp_path):
    return Daemon(tmp_path / "daemon", absent).config


def test_topics_plan_create_check(broker, absent, config):
    plan = gazetted("topics", "plan", "--config", config)
    assert plan.returncode == 0, plan.stderr
    for name in absent.topics():
        assert name in plan.stdout

    before = gazetted("topics", "check", "--config", config)
    assert before.returncode != 0
    assert absent.entities in before.stdout + before.stderr

    create = gazetted("topics", "create", "--config", config)
    assert create.returncode == 0, create.stdout + create.stderr
    known = admin(broker.bootstrap).list_topics(timeout=10).topics
    assert set(absent.topics()) <= set(known)

    after = gazetted("topics", "check", "--config", config)
    assert after.returncode == 0, after.stdout + after.stderr
    again = gazetted("topics", "create", "--config", config)
    assert again.returncode == 0, again.stdout + again.stderr


def test_acls_name_topics_and_group(absent, config):
    done = gazetted("acls", "--config", config)
    assert done.returncode == 0, done.stderr
    for name in [*absent.topics(), absent.group]:
        assert name in done.stdout


@pytest.fixture
def tail(topics, start, tmp_path):
    """tail(*options): lines that `gazetted tail` prints while articles
    come, until there are three."""
    children = []

    def run(*options):
        daemon = start(topics)
        out = tmp_path / "tail.out"
        with open(out, "wb") as sink:
            children.append(subprocess.Popen(
                [binary(), "tail", "--config", str(daemon.config), *options],
                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink))

        def lines():
            assert children[-1].poll() is None, out.read_text()
            produce(topics.bootstrap, topics.articles,
                    [news.encode(news.specimen(0))])
            got = out.read_text().splitlines()
            return got if len(got) >= 3 else None
        return wait_until(lines, "three lines of tail", pause=0.5)

    yield run
    for child in children:
        child.kill()
        child.wait()


@pytest.mark.parametrize("option", [["--entity", "Germany"],
                                    ["--type", "Place"], []],
                         ids=["entity", "type", "all"])
def test_tail_prints_events(tail, option):
    events = [json.loads(line) for line in tail("--format", "json", *option)]
    for event in events:
        if "--entity" in option:
            assert event["entity"]["name"] == "Germany"
        if "--type" in option:
            assert event["entity"]["subtype"].startswith("Place")


def test_tail_for_people(tail):
    assert any("Germany" in line for line in tail("--entity", "Germany"))


def test_demo_once():
    done = gazetted("demo", "--once", seconds=240)
    assert done.returncode == 0, done.stderr
    for entity in ("Q55606242", "Q2283", "Q21708200", "Q148", "Q30"):
        assert f"wd:{entity}" in done.stdout, entity
    assert "kcat" in done.stdout + done.stderr
    assert re.search(r"127\.0\.0\.1:\d+|localhost:\d+",
                     done.stdout + done.stderr)
