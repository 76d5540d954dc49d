"""The installed service under a real systemd: starts, works, comes back after
a crash, reloads and ends."""

import json

import pytest
import yaml

from support import machine as machines
from support import news
from support.daemon import ROOT, configuration
from support.expected import Feed, complete
from support.kafka.client import Reader, produce
from support.waiting import wait_until

pytestmark = pytest.mark.skipif(machines.missing() is not None,
                                reason=str(machines.missing()))


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A booted system on which gazetted was installed as root would."""
    one = machines.Machine(tmp_path_factory.mktemp("machine"))
    try:
        one.boot()
        one.check("cmake", "--install", ROOT / "build/dev", "--prefix", "/usr")
        one.check("systemctl", "daemon-reload")
        yield one
    finally:
        one.end()


@pytest.fixture
def service(machine, topics, tmp_path):
    """The running service, told to work on the test's topics."""
    settings = configuration(topics, 0)
    del settings["http"]
    write(machine, "/etc/gazetted/gazetted.yaml", yaml.safe_dump(settings))
    machine.check("systemctl", "start", "gazetted")
    yield machine
    machine.run("systemctl", "stop", "gazetted")


def write(machine, path, text):
    machine.check("sh", "-c", 'printf %s "$1" >"$2"', "sh", text, path)


def show(machine, name):
    return machine.check("systemctl", "show", "-P", name, "gazetted").strip()


def feed_until_seen(topics, feed, begin, end):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(begin, end)])
    wanted = {f"article-{n}" for n in range(begin, end)}
    wait_until(lambda: wanted <= complete(feed.poll()), "the events", pause=0)


def test_service_works_and_comes_back(service, topics):
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    assert show(service, "ActiveState") == "active"
    feed_until_seen(topics, feed, 0, 100)

    service.check("systemctl", "kill", "--kill-who=main", "-s", "KILL",
                  "gazetted")
    wait_until(lambda: show(service, "NRestarts") == "1"
               and show(service, "ActiveState") == "active", "the restart")
    feed_until_seen(topics, feed, 100, 200)

    service.check("systemctl", "reload", "gazetted")
    assert show(service, "ActiveState") == "active"
    feed_until_seen(topics, feed, 200, 300)

    service.check("systemctl", "stop", "gazetted")
    assert show(service, "Result") == "success"
    assert show(service, "ActiveState") == "inactive"
    reader.close()


def test_journal_has_fields(service):
    rows = service.check("journalctl", "-u", "gazetted", "-o", "json",
                         "--no-pager").splitlines()
    ours = [json.loads(row) for row in rows if '"GAZETTED_' in row]
    assert ours, rows[-3:]
    assert all("PRIORITY" in row and "MESSAGE" in row for row in ours)


def test_bad_configuration_is_not_retried(machine, service):
    machine.check("systemctl", "stop", "gazetted")
    write(machine, "/etc/gazetted/gazetted.yaml", "wrokers: 2\n")
    assert machine.run("systemctl", "start", "gazetted").returncode != 0
    assert show(machine, "ActiveState") == "failed"
    text = machine.check("journalctl", "-u", "gazetted", "--no-pager")
    assert "workers" in text
    machine.check("systemctl", "reset-failed", "gazetted")


def test_live_exposure(service):
    text = service.check("systemd-analyze", "security", "--no-pager",
                         "--threshold=12", "gazetted")
    assert "SAFE" in text or "OK" in text
