"""Fixtures of the tests that need Kafka: one broker, names for each test."""

import itertools

import pytest

from support.daemon import Daemon
from support.kafka.broker import Broker
from support.kafka.client import create_topics

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def broker(tmp_path_factory):
    """One broker, with a SASL_SSL listener too, that no test may stop."""
    one = Broker(tmp_path_factory.mktemp("kafka"), secure=True)
    one.start()
    yield one
    one.kill()


@pytest.fixture
def own_broker(tmp_path):
    """A broker that the test may stop, kill and start."""
    one = Broker(tmp_path / "kafka")
    one.start()
    yield one
    one.kill()


class Topics:
    """The topics of one test; their names occur in no other test."""

    def __init__(self, broker, partitions):
        prefix = f"t{next(numbers)}"
        self.bootstrap = broker.bootstrap
        self.articles = f"{prefix}.articles"
        self.entities = f"{prefix}.entities"
        self.dead = f"{prefix}.dead"
        self.group = f"{prefix}.group"
        create_topics(self.bootstrap, {
            self.articles: partitions, self.entities: 3, self.dead: 1})


@pytest.fixture
def topics(broker):
    return Topics(broker, 2)


@pytest.fixture
def own_topics(own_broker):
    return Topics(own_broker, 2)


@pytest.fixture
def start(tmp_path):
    """start(topics, **changes): run a daemon that ends with the test."""
    daemons = []

    def run(topics, wait=True, environment=None, **changes):
        daemon = Daemon(tmp_path / f"daemon{len(daemons)}", topics, changes)
        daemon.environment |= environment or {}
        daemons.append(daemon)
        daemon.start()
        if wait:
            daemon.wait_ready()
        return daemon

    yield run
    for daemon in daemons:
        daemon.kill()
        print(f"log of {daemon.folder.name}:", daemon.log()[-6000:])
