"""The tests' own tools: ports that nobody shares, a broker that survives
kill -9, framing, secrets."""

import subprocess
import sys

from confluent_kafka.admin import AdminClient

from support.events import frame, schema
from support.kafka.broker import PASSWORD, ROOT, USER
from support.kafka.client import Reader, create_topics, produce
from support.ports import free_ports


# Prints a port, of those given if any.
TAKE = """
import sys
from support.ports import free_ports
print(*free_ports(1, [int(port) for port in sys.argv[1:]]))
"""


def take_elsewhere(*ports):
    return int(subprocess.check_output(
        [sys.executable, "-c", TAKE, *map(str, ports)],
        cwd=ROOT / "tests", timeout=60))


def test_no_port_is_given_to_two_processes():
    mine, free_again = free_ports(20), take_elsewhere()
    assert len(set(mine)) == 20
    assert take_elsewhere(*mine, free_again) == free_again


def test_broker_keeps_records_over_kill(own_broker):
    create_topics(own_broker.bootstrap, {"a": 2})
    values = [str(n).encode() for n in range(20)]
    produce(own_broker.bootstrap, "a", values)
    own_broker.kill()
    own_broker.start()
    reader = Reader(own_broker.bootstrap, "a")
    got = reader.until(lambda r: len(r) >= 20, "20 records")
    assert sorted(r.value for r in got) == sorted(values)
    reader.close()


def test_secure_listener_wants_the_password(broker):
    settings = {
        "bootstrap.servers": broker.secure_bootstrap,
        "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
        "sasl.username": USER, "sasl.password": PASSWORD,
        "ssl.ca.location": str(broker.ca),
    }
    topics = AdminClient(settings).list_topics(timeout=20).topics
    assert isinstance(topics, dict)


def test_schema_has_a_frame():
    assert schema()["name"] == "EntityEvent"
    assert len(frame()) == 10
