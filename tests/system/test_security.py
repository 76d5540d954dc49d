"""TLS and passwords: the secure listener, and clear words when it refuses."""

import pytest

from support import news
from support.expected import Feed, complete
from support.kafka.broker import PASSWORD, USER
from support.kafka.client import Reader, produce
from support.waiting import wait_until


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    path.chmod(0o600)
    return path


def settings(broker, secret):
    return {
        "bootstrap.servers": broker.secure_bootstrap,
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.username": USER,
        "ssl.ca.location": str(broker.ca),
    }, {"sasl.password": str(secret)}


def test_sasl_ssl(broker, topics, start, secret):
    kafka, secrets = settings(broker, secret)
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(50)])
    daemon = start(topics, kafka=kafka, kafka_secrets=secrets)
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    wait_until(lambda: len(complete(feed.poll())) == 50, "50 articles")
    assert PASSWORD not in daemon.log()
    daemon.stop()
    reader.close()


def test_wrong_password_is_named(broker, topics, start, secret):
    secret.write_text("wrong\n")
    kafka, secrets = settings(broker, secret)
    daemon = start(topics, wait=False, kafka=kafka, kafka_secrets=secrets)
    daemon.wait_log(r"(?i)authentication failed")
    assert "sasl.password" in daemon.log()
    assert "wrong" not in daemon.log()


def test_unknown_authority_is_named(broker, topics, start, secret, tmp_path):
    from support.kafka.certificates import make_certificates
    kafka, secrets = settings(broker, secret)
    kafka["ssl.ca.location"] = str(make_certificates(tmp_path / "other"))
    daemon = start(topics, wait=False, kafka=kafka, kafka_secrets=secrets)
    daemon.wait_log(r"(?i)certificate")
    assert "ssl.ca.location" in daemon.log()


def test_password_in_the_file_is_refused(broker, topics, start, secret):
    kafka, _ = settings(broker, secret)
    daemon = start(topics, wait=False,
                   kafka=kafka | {"sasl.password": PASSWORD})
    assert daemon.wait() != 0
    assert "kafka_secrets" in daemon.log()
    assert PASSWORD not in daemon.log().replace(
        daemon.config.read_text(), "") or "sasl.password" in daemon.log()
