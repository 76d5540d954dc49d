"""TLS and passwords: the secure listener works, and secrets stay secret."""

from support import news
from support.expected import Feed, complete
from support.kafka.broker import PASSWORD
from support.kafka.client import Reader, produce
from support.waiting import wait_until


def test_sasl_ssl(broker, topics, start, password_file):
    produce(topics.bootstrap, topics.articles,
            [news.encode(news.plain(n)) for n in range(50)])
    daemon = start(topics, **broker.secure_settings(password_file))
    reader = Reader(topics.bootstrap, topics.entities)
    feed = Feed(reader)
    wait_until(lambda: len(complete(feed.poll())) == 50, "50 articles")
    assert PASSWORD not in daemon.log()
    daemon.stop()
    reader.close()


def test_password_in_the_configuration_is_refused(topics, start):
    daemon = start(topics, wait=False, kafka={"sasl.password": PASSWORD})
    assert daemon.wait() == 78
    assert "kafka_secrets" in daemon.log()


def test_password_that_everybody_reads_is_refused(broker, topics, start,
                                                  password_file):
    password_file.chmod(0o644)
    daemon = start(topics, wait=False,
                   **broker.secure_settings(password_file))
    assert daemon.wait() == 78
    assert str(password_file) in daemon.log()
    assert PASSWORD not in daemon.log()
