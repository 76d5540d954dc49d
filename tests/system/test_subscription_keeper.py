"""Changes of subscriptions by HTTP, at the same time and in bad times."""

import http.client
import itertools
import json
import threading

import pytest

from support.alert_topic import NAMES_ONLY, Alerts, feed, naming
from support.kafka.client import Reader
from support.subscription_topic import (call, create_compacted, keep,
                                        naming_country, of_topic, put,
                                        wait_count, write)
from support.waiting import wait_until


@pytest.fixture
def kept(topics):
    return keep(topics)


def keeping(kept):
    """Only what an API needs, of a daemon that makes no alerts."""
    return {"subscriptions_topic": kept["subscriptions_topic"]}


def test_a_change_is_used_everywhere(topics, kept, start):
    one = start(topics, alerts=kept, rules=NAMES_ONLY)
    two = start(topics, alerts=keeping(kept), rules=NAMES_ONLY,
                instance="two")
    status, made = put(two, "japan", naming_country("Japan"))
    assert status == 201
    wait_count(one, 1)
    feed(topics, naming("Japan")[:1])
    alerts = Alerts(topics, kept)
    wait_until(lambda: alerts.of("japan"), "an alert")
    found = alerts.of("japan")[0]["subscription"]
    assert found["version"] == made["version"]

    # Who answered has it: no waiting.
    status, seen = call(two, "GET", "japan")
    assert (status, seen["version"]) == (200, made["version"])
    assert put(two, "japan", naming_country("Japan"))[0] == 412
    status, again = put(two, "japan", naming_country("Japan", wait="2s"),
                        made["version"])
    assert status == 200 and again["version"] > made["version"]
    wait_until(lambda: call(one, "GET", "japan")[1]["wait"] == "2s",
               "the change elsewhere")
    assert call(one, "DELETE", "japan",
                If_Match=f'"{made["version"]}"')[0] == 412
    assert call(one, "DELETE", "japan",
                If_Match=f'"{again["version"]}"')[0] == 200
    assert call(one, "GET", "japan")[0] == 404
    wait_count(two, 0)
    record = Reader(topics.bootstrap, kept["subscriptions_topic"]).until(
        lambda records: len(records) == 3, "three records")[1]
    value = json.loads(record.value)
    assert (record.key, value["id"], value["wait"]) == (b"japan", "japan",
                                                        "2s")
    assert "version" not in value and "since" not in value


def counted(number, mark):
    return naming_country("Japan", description=f"number {number} {mark}")


def count_of(subscription):
    """The number and the mark of the change that it is from."""
    _, number, mark = subscription["description"].split()
    return int(number), mark


class Counter:
    """Clients that read, add and write until nobody came in between."""

    def __init__(self):
        self.stored = set()   # marks of changes that were answered so
        self.unknown = set()  # or not in time: they may be there, or not
        self.attempts = itertools.count(1)

    def add_one(self, daemon):
        for _ in range(500):
            mark = f"m{next(self.attempts)}"
            _, seen = call(daemon, "GET", "japan")
            status, answer = put(daemon, "japan",
                                 counted(count_of(seen)[0] + 1, mark),
                                 seen["version"])
            if status == 200:
                self.stored.add(mark)
                return
            # 412: another was faster.  503: too many are, in both processes.
            assert status in (412, 503), answer
            if "not known" in json.dumps(answer):
                self.unknown.add(mark)
        raise AssertionError("500 attempts")


def run_all(jobs):
    failures = []

    def guarded(job):
        try:
            job()
        except BaseException as error:  # for the main thread
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_concurrent_changes_lose_none(topics, kept, start):
    """What adds up only when no change was made from a state gone by."""
    daemons = [start(topics, alerts=keeping(kept), instance=name)
               for name in ("one", "two")]
    rounds, clients = 10, 3
    assert put(daemons[0], "japan", counted(0, "first"))[0] == 201
    wait_count(daemons[1], 1)
    counter = Counter()

    def work(daemon):
        for _ in range(rounds):
            counter.add_one(daemon)

    run_all([lambda d=daemon: work(d)
             for daemon in daemons for _ in range(clients)])
    total = rounds * clients * len(daemons)
    assert len(counter.stored) == total
    records = Reader(topics.bootstrap, kept["subscriptions_topic"]).until(
        lambda r: len(r) > total, "all records")
    changes = [count_of(json.loads(r.value)) for r in records]
    assert [number for number, _ in changes] == list(range(len(changes)))
    marks = [mark for _, mark in changes[1:]]
    assert counter.stored <= set(marks) <= counter.stored | counter.unknown
    for daemon in daemons:
        wait_until(lambda d=daemon: count_of(call(d, "GET", "japan")[1])[0]
                   >= changes[-1][0], "the last number")
    print("attempts per change:", next(counter.attempts) / total)


def test_many_at_once_are_all_there(topics, kept, start):
    daemons = [start(topics, alerts=keeping(kept), instance=name)
               for name in ("one", "two")]
    stored = []

    def work(k):
        for n in range(20):
            name = f"n-{k}-{n}"
            status, answer = put(daemons[k % 2], name,
                                 {"id": name, "entities": {"ids": [name]}})
            assert status in (201, 503), answer
            if status == 201:
                stored.append(name)

    run_all([lambda k=k: work(k) for k in range(6)])
    assert stored
    for daemon in daemons:
        wait_until(lambda d=daemon: of_topic(d) >= len(stored), "all of them")
        for name in stored:
            assert call(daemon, "GET", name)[0] == 200


def test_what_was_answered_outlives_kills(topics, kept, start):
    daemon = start(topics, alerts=keeping(kept))
    stop = threading.Event()
    stored = []

    def work():
        for n in range(100000):
            if stop.is_set():
                return
            name = f"n-{n}"
            try:
                status, _ = put(daemon, name, {"id": name, "entities": {
                    "ids": [name]}})
            except (OSError, http.client.HTTPException):
                continue
            if status == 201:
                stored.append(name)

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(3):
        goal = len(stored) + 10
        wait_until(lambda g=goal: len(stored) >= g, "more changes")
        daemon.kill()
        daemon.start()
    stop.set()
    worker.join()
    wait_until(lambda: of_topic(daemon) >= len(stored), "all back")
    for name in stored:
        assert call(daemon, "GET", name)[0] == 200


def test_a_broker_that_is_away(own_topics, own_broker, start):
    kept = keep(own_topics)
    daemon = start(own_topics, alerts=kept, rules=NAMES_ONLY)
    assert put(daemon, "japan", naming_country("Japan"))[0] == 201
    own_broker.kill()
    status, answer = put(daemon, "norway", naming_country("Norway"))
    assert status == 503
    assert "broker" in json.dumps(answer)
    # The rest goes on meanwhile.
    assert call(daemon, "GET", "japan")[0] == 200
    own_broker.start()

    def stored():
        """Whether the change before was kept is not known."""
        status, answer = call(daemon, "PUT", "norway",
                              naming_country("Norway"), If_None_Match="*")
        return status in (201, 412) and answer

    wait_until(stored, "a change", 120, pause=0.5)
    write(own_topics, kept, "chile", naming_country("Chile"))
    wait_count(daemon, 3)


def test_a_stop_waits_for_no_change(own_topics, own_broker, start):
    """Who waits hears of it, or the connection ends with the daemon."""
    kept = keep(own_topics)
    daemon = start(own_topics, alerts=keeping(kept))
    wait_until(lambda: put(daemon, "japan", naming_country("Japan"))[0]
               == 201, "a change")
    own_broker.kill()
    answers = []

    def work(name):
        try:
            answers.append(put(daemon, name.lower(),
                               naming_country(name))[0])
        except http.client.RemoteDisconnected:
            answers.append(None)

    waiting = [threading.Thread(target=work, args=(name,))
               for name in ("Norway", "Chile")]
    for thread in waiting:
        thread.start()
    wait_until(lambda: daemon.metric("gazetted_http_connections") >= 3
               or answers, "both to wait")
    daemon.stop()
    for thread in waiting:
        thread.join()
    assert len(answers) == 2 and set(answers) <= {503, None}


def test_no_topic(topics, kept, start):
    daemon = start(topics, alerts={
        "subscriptions_topic": kept["subscriptions_topic"] + ".none"})
    daemon.wait_log("neither read from")
    status, answer = put(daemon, "japan", naming_country("Japan"))
    assert status == 503
    assert "does not exist; `gazetted topics create`" in json.dumps(answer)
    create_compacted(topics.bootstrap,
                     kept["subscriptions_topic"] + ".none")
    daemon.wait_log("is read: 0 subscriptions")
    assert put(daemon, "japan", naming_country("Japan"))[0] == 201
