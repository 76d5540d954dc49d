"""What cannot work is said with its remedy; where waiting is right, the
daemon waits visibly."""

import re

import pytest

from support.kafka.certificates import make_certificates
from support.kafka.client import create_topics
from support.waiting import wait_until

MISSING = ("error: the {} topic {} does not exist; `gazetted topics create` "
           "makes the topics that are missing")


def errors_of(daemon):
    """The reports of its last error, without time and indentation."""
    text = daemon.log().rsplit(" error service: ", 1)[1]
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("existing", [
    [], ["articles"], ["articles", "entities"], ["entities", "dead"]])
def test_missing_topics_end_the_start(broker, absent, start, existing):
    if existing:
        create_topics(broker.bootstrap,
                      {getattr(absent, name): 1 for name in existing})
    daemon = start(absent, wait=False)
    assert daemon.wait() == 1
    kinds = {"articles": "input", "entities": "output", "dead": "dead letter"}
    assert errors_of(daemon) == [
        MISSING.format(kind, getattr(absent, name))
        for name, kind in kinds.items() if name not in existing]


def test_wrong_password_ends_the_start(broker, topics, start, password_file):
    password_file.write_text("mistaken\n")
    daemon = start(topics, wait=False, **broker.secure_settings(password_file))
    assert daemon.wait() == 1
    error, = errors_of(daemon)
    assert re.fullmatch(
        r"error: authentication failed \(bootstrap\.servers \S+\): .*"
        r"Invalid username or password.*; check sasl\.mechanism and "
        r"sasl\.username under `kafka:` and the file of sasl\.password under "
        r"`kafka_secrets:`", error)
    assert "mistaken" not in daemon.log()


def test_unknown_authority_ends_the_start(broker, topics, start,
                                          password_file, tmp_path):
    settings = broker.secure_settings(password_file)
    settings["kafka"]["ssl.ca.location"] = str(
        make_certificates(tmp_path / "other"))
    daemon = start(topics, wait=False, **settings)
    assert daemon.wait() == 1
    error, = errors_of(daemon)
    assert re.fullmatch(
        r"error: TLS failed \(bootstrap\.servers \S+\): .*certificate verify "
        r"failed.*; check security\.protocol and ssl\.ca\.location under "
        r"`kafka:`, and that the broker's certificate names the host", error)


def test_tls_to_a_plain_port_ends_the_start(broker, topics, start,
                                            password_file):
    settings = broker.secure_settings(password_file)
    settings["kafka"]["bootstrap.servers"] = broker.bootstrap
    daemon = start(topics, wait=False, **settings)
    assert daemon.wait() == 1
    error, = errors_of(daemon)
    assert error.startswith("error: TLS failed")
    assert "check security.protocol" in error


@pytest.mark.parametrize("servers", [
    "127.0.0.1:9", "no-such-host.invalid:9092"])
def test_absent_broker_is_waited_for(topics, start, servers):
    daemon = start(topics, wait=False, kafka={"bootstrap.servers": servers})
    daemon.wait_log(
        r"no broker answers \(bootstrap\.servers " + re.escape(servers) +
        r"\): .*; check bootstrap\.servers under `kafka:` and that a broker "
        r"listens there; trying again")
    wait_until(lambda: daemon.get("/readyz") == (
        503, "worker 0: waiting for a broker\n"), "/readyz to say why")
    assert daemon.get("/livez")[0] == 200
    daemon.check_running()
