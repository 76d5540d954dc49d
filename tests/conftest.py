"""Fixtures of the tests that need Kafka: one broker, names for each test."""

import itertools

import pytest

from support.daemon import Daemon
from support.kafka.broker import PASSWORD, Broker
from support.kafka.client import create_topics

numbers = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--outage", type=float, default=6, metavar="SECONDS",
                     help="how long the broker of test_memory.py stands still")


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


class Names:
    """The topics and the group of one test: in use by no other test."""

    def __init__(self, broker):
        prefix = f"t{next(numbers)}"
        self.bootstrap = broker.bootstrap
        self.articles = f"{prefix}.articles"
        self.entities = f"{prefix}.entities"
        self.dead = f"{prefix}.dead"
        self.group = f"{prefix}.group"

    def topics(self):
        return [self.articles, self.entities, self.dead]

    def create(self):
        create_topics(self.bootstrap, {
            self.articles: 2, self.entities: 3, self.dead: 1})
        return self


@pytest.fixture
def absent(broker):
    """Topics that nobody has made."""
    return Names(broker)


@pytest.fixture
def topics(broker):
    return Names(broker).create()


@pytest.fixture
def own_topics(own_broker):
    return Names(own_broker).create()


@pytest.fixture
def password_file(tmp_path):
    """The password of the broker's user, readable by its owner only."""
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    path.chmod(0o600)
    return path


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
