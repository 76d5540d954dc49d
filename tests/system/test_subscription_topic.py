"""Subscriptions that stand in a topic: followed, refused, hidden, read back."""

import json
import signal

import pytest
import yaml
from confluent_kafka import Producer

from support.alert_topic import NAMES_ONLY, Alerts, feed, naming
from support.daemon import ROOT, gazetted
from support.kafka.client import create_topics, produce, settings
from support.subscription_topic import (keep, naming_country, of_topic,
                                        wait_count, write)
from support.waiting import DEADLINE_S, wait_until


@pytest.fixture
def kept(topics):
    return keep(topics)


def test_record_makes_alerts_until_it_is_removed(topics, kept, start):
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    alerts = Alerts(topics, kept)
    japan, norway = naming("Japan"), naming("Norway")
    write(topics, kept, "japan", naming_country("Japan"))
    write(topics, kept, "norway", naming_country("Norway"))
    wait_count(daemon, 2)
    feed(topics, japan[:1])
    wait_until(lambda: alerts.of("japan"), "an alert")
    assert alerts.of("japan")[0]["subscription"]["version"] == 1

    write(topics, kept, "japan", None)
    wait_count(daemon, 1)
    feed(topics, japan[1:2])
    feed(topics, norway[:1])
    before = len(alerts.of("japan"))
    wait_until(lambda: alerts.of("norway"), "the alert behind it")
    assert len(alerts.of("japan")) == before


def test_explain_finds_it_in_the_topic(topics, kept, start):
    """Also another version, and says where it is no more or never was."""
    topic = kept["subscriptions_topic"]
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    alerts = Alerts(topics, kept)
    write(topics, kept, "other", naming_country("Other"))
    write(topics, kept, "japan", naming_country("Japan"))
    wait_count(daemon, 2)
    feed(topics, naming("Japan")[:1])
    wait_until(lambda: alerts.of("japan"), "an alert")
    alert = alerts.of("japan")[0]["alert_id"]

    def explain(*more):
        done = gazetted("alerts", "explain", alert, "--config", daemon.config,
                        *more)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    lines = explain().splitlines()
    assert lines[1] == "subscription japan version 2"
    assert "  true    entities.names: Japan" in lines
    assert json.loads(explain("--json"))["subscription"]["version"] == 2

    write(topics, kept, "japan", naming_country("Japan", severity="warning"))
    lines = explain().splitlines()
    assert lines[1:3] == [
        "subscription japan version 2",
        "             it has version 3 now: what is asked for may have changed"]

    write(topics, kept, "japan", None)
    assert explain().splitlines()[1] == (
        f"subscription japan version 2 (removed from {topic} since)")
    report = json.loads(explain("--json"))
    assert (report["subscription"], report["missing"]) == (
        None, f"removed from {topic} since")


def test_explain_says_where_it_looked(topics, kept, start):
    """For an alert of others; and when there is no such topic."""
    topic = kept["subscriptions_topic"]
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    text = (ROOT / "tests/cases/alerts/firing.jsonl").read_text()

    def explain():
        done = gazetted("alerts", "explain", "-", "--config", daemon.config,
                        stdin=text)
        assert done.returncode == 0
        return done.stdout.splitlines()[1], done.stderr

    assert explain() == (
        "subscription customers (neither in the files of the configuration "
        f"nor in {topic})", "")
    settings = yaml.safe_load(daemon.config.read_text())
    settings["alerts"]["subscriptions_topic"] = "no.such.topic"
    daemon.config.write_text(yaml.safe_dump(settings))
    line, warning = explain()
    assert line == (
        "subscription customers (not in the files of the configuration, and "
        "no.such.topic could not be read)")
    assert warning.startswith("warning: ") and "no.such.topic" in warning


def test_nonsense_is_refused_and_named(topics, kept, start):
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    topic = kept["subscriptions_topic"]
    write(topics, kept, "japan", naming_country("Japan"))
    write(topics, kept, "other", naming_country("Norway"))
    write(topics, kept, "bad", b"{nonsense")
    write(topics, kept, "norway", naming_country("Norway", colour="red"))
    wait_until(lambda: daemon.metric(
        "gazetted_subscription_records_refused_total") == 3, "three refused")
    assert of_topic(daemon) == 1
    daemon.wait_log(rf'{topic} at offset 1: the key is "other" and the id in '
                    r'the value "norway": they must be the same')
    daemon.wait_log(rf"{topic} at offset 2:1:2: error: ")
    daemon.wait_log(rf'{topic} at offset 3:1:\d+: error: [^\n]*"colour"')


def test_a_restart_reads_all_back(topics, kept, start):
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    names = [f"Name{n}" for n in range(500)]
    produce(topics.bootstrap, kept["subscriptions_topic"],
            [json.dumps(naming_country(name)).encode() for name in names]
            + [json.dumps(naming_country("Japan")).encode(), None],
            keys=[name.lower().encode() for name in names]
            + [b"japan", b"name7"])
    wait_count(daemon, 500)
    daemon.stop()
    # What comes while nobody runs meets a complete set.
    feed(topics, naming("Japan")[:1])
    daemon.start()
    daemon.wait_ready()
    assert of_topic(daemon) == 500
    daemon.wait_log(rf"{kept['subscriptions_topic']} is read: 500 subscrip")
    alerts = Alerts(topics, kept)
    wait_until(lambda: alerts.of("japan"), "an alert")


def test_two_daemons_follow(topics, kept, start):
    daemons = [start(topics, alerts=kept, rules=NAMES_ONLY, instance=name)
               for name in ("one", "two")]
    write(topics, kept, "japan", naming_country("Japan"))
    for daemon in daemons:
        wait_count(daemon, 1)
    write(topics, kept, "japan", None)
    for daemon in daemons:
        wait_count(daemon, 0)


def test_a_file_wins_and_a_reload_keeps_the_topic(topics, kept, start,
                                                  tmp_path):
    path = tmp_path / "subscriptions.yaml"

    def put_file(*subscriptions):
        path.write_text(yaml.safe_dump({
            "gazetted": 1, "subscriptions": list(subscriptions)}))

    put_file(naming_country("Japan"))
    daemon = start(topics, alerts=kept | {"subscriptions": [str(path)]},
                   rules=NAMES_ONLY)
    write(topics, kept, "japan", naming_country("Japan"))
    write(topics, kept, "norway", naming_country("Norway"))
    wait_count(daemon, 1)
    daemon.wait_log(r"subscription japan stands in a file and in \S+ at "
                    "offset 0: the file's is in force")
    assert daemon.metric("gazetted_subscriptions", origin="file") == 1

    put_file(naming_country("Norway"), naming_country("Chile"))
    daemon.signal(signal.SIGHUP)
    wait_until(lambda: daemon.metric("gazetted_subscriptions",
                                     origin="file") == 2, "the reload")
    assert of_topic(daemon) == 1  # japan came forth, norway went behind
    daemon.wait_log(r"subscription norway stands in a file and in \S+: the")


def test_open_transaction_is_not_read(topics, kept, start):
    daemon = start(topics, alerts=kept, rules=NAMES_ONLY)
    writer = Producer(settings(topics.bootstrap, **{
        "transactional.id": "foreign"}))
    writer.init_transactions(DEADLINE_S)
    for ending, count in [(writer.abort_transaction, 1),
                          (writer.commit_transaction, 2)]:
        writer.begin_transaction()
        writer.produce(kept["subscriptions_topic"], key="norway",
                       value=json.dumps(naming_country("Norway")))
        writer.flush(DEADLINE_S)
        write(topics, kept, "japan", naming_country("Japan"))
        assert of_topic(daemon) < count
        ending(DEADLINE_S)
        wait_count(daemon, count)


def test_missing_topic(topics, kept, start):
    """Whoever makes alerts cannot do without; others look for it again."""
    lost = kept | {"subscriptions_topic": "no.such.topic"}
    daemon = start(topics, alerts=lost, rules=NAMES_ONLY, wait=False)
    assert daemon.wait() != 0
    assert ("the subscription topic no.such.topic does not exist; `gazetted "
            "topics create` makes the topics that are missing"
            in daemon.log())

    other = f"{kept['subscriptions_topic']}.later"
    daemon = start(topics, alerts={"subscriptions_topic": other})
    daemon.wait_log(f"neither read from {other} nor changed")
    made = gazetted("topics", "create", "--config", daemon.config)
    assert made.returncode == 0, made.stderr
    assert f"{other}: made: 1 partitions" in made.stdout
    assert "cleanup.policy=compact" in made.stdout
    daemon.wait_log(f"{other} is read: 0 subscriptions")


def test_several_partitions_will_not_do(topics, kept, start):
    many = kept | {"subscriptions_topic": topics.entities + ".many"}
    create_topics(topics.bootstrap, {many["subscriptions_topic"]: 2})
    daemon = start(topics, alerts=many, rules=NAMES_ONLY, wait=False)
    assert daemon.wait() != 0
    assert "has 2 partitions, and must have one" in daemon.log()
