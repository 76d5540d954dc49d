"""The installed service under a real systemd: starts, works, comes back after
a crash, reloads and ends."""

import json

from support import news
from support.expected import Feed, complete
from support.kafka.client import Reader, produce
from support.waiting import wait_until


def feed_until_seen(topics, feed, begin, end):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(begin, end)])
    wanted = {f"article-{n}" for n in range(begin, end)}
    wait_until(lambda: wanted <= complete(feed.poll()), "the events", pause=0)


def test_service_works_and_comes_back(service, topics):
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    assert service.show("ActiveState") == "active"
    feed_until_seen(topics, feed, 0, 100)

    service.check("systemctl", "kill", "--kill-who=main", "-s", "KILL",
                  "gazetted")
    wait_until(lambda: service.show("NRestarts") == "1"
               and service.show("ActiveState") == "active", "the restart")
    feed_until_seen(topics, feed, 100, 200)

    service.check("systemctl", "reload", "gazetted")
    assert service.show("ActiveState") == "active"
    feed_until_seen(topics, feed, 200, 300)

    service.check("systemctl", "stop", "gazetted")
    assert service.show("Result") == "success"
    assert service.show("ActiveState") == "inactive"
    reader.close()


def ours(machine):
    """The entries that the daemon itself sent."""
    rows = map(json.loads, machine.journal(form="json").splitlines())
    return [row for row in rows if "GAZETTED_COMPONENT" in row]


def test_journal_has_fields(service):
    for row in wait_until(lambda: ours(service), "an entry"):
        assert row["MESSAGE"] and row["PRIORITY"] in "34567"
        assert row["SYSLOG_IDENTIFIER"] == "gazetted"
        assert row["_TRANSPORT"] == "journal"


def test_journal_takes_json(configure, settings):
    machine = configure(settings | {"log": {"format": "json"}})
    machine.check("systemctl", "start", "gazetted")

    def lines():
        rows = map(json.loads, machine.journal(form="json").splitlines())
        return [row for row in rows if row["MESSAGE"].startswith('{"time"')]

    for row in wait_until(lines, "an entry"):
        level = json.loads(row["MESSAGE"])["level"]
        assert row["PRIORITY"] == {
            "error": "3", "warning": "4", "info": "6"}[level]


def test_bad_configuration_is_not_retried(configure):
    machine = configure({"wrokers": 2})
    assert machine.run("systemctl", "start", "gazetted").returncode != 0
    assert machine.show("ActiveState") == "failed"
    assert machine.show("ExecMainStatus") == "78"
    rows = map(json.loads, machine.journal(form="json").splitlines())
    assert any("wrokers" in row["MESSAGE"] and row["PRIORITY"] == "3"
               for row in rows)
    assert "workers" in machine.journal()


def test_live_exposure(service):
    text = service.check("systemd-analyze", "security", "--no-pager",
                         "--threshold=12", "gazetted")
    assert "SAFE" in text or "OK" in text
