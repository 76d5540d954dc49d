"""The tests' own tools: a broker that survives kill -9, framing, secrets."""

from confluent_kafka.admin import AdminClient

from support.events import frame, schema
from support.kafka.broker import PASSWORD, USER
from support.kafka.client import Reader, create_topics, produce


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
