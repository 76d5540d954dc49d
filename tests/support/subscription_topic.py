"""Subscriptions in a topic: the topic, its records, and who follows it."""

import http.client
import json

from confluent_kafka.admin import NewTopic

from support.kafka.client import admin, create_topics, produce, topic_size
from support.waiting import DEADLINE_S, wait_until


def create_compacted(bootstrap, name):
    client = admin(bootstrap)
    topic = NewTopic(name, 1, 1, config={"cleanup.policy": "compact"})
    for future in client.create_topics([topic]).values():
        future.result(DEADLINE_S)
    wait_until(lambda: topic_size(client, name) == 1, f"topic {name}")


def keep(topics):
    """Make topics for alerts; the part of a configuration that names them."""
    prefix = topics.articles.split(".")[0]
    alerts, state = f"{prefix}.alerts", f"{prefix}.alerts.state"
    create_topics(topics.bootstrap, {alerts: 2, state: 3})
    create_compacted(topics.bootstrap, f"{prefix}.subscriptions")
    return {"workers": 1, "topic": alerts, "state": state,
            "group": f"{prefix}.alerts",
            "subscriptions_topic": f"{prefix}.subscriptions"}


def naming_country(name, **more):
    return {"id": name.lower(), "entities": {"names": [name]},
            "interval": "1s"} | more


def write(topics, kept, key, value):
    """As a foreign producer does; a value of None removes."""
    data = value if isinstance(value, bytes | None) else (
        json.dumps(value).encode())
    produce(topics.bootstrap, kept["subscriptions_topic"], [data],
            keys=[key.encode()])


def of_topic(daemon):
    return daemon.metric("gazetted_subscriptions", origin="topic")


def wait_count(daemon, number):
    wait_until(lambda: of_topic(daemon) == number,
               f"{number} subscriptions of the topic")


def call(daemon, method, name, value=None, **headers):
    """(status, answer) of a request about one subscription."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port,
                                            timeout=DEADLINE_S)
    body = None if value is None else json.dumps(value)
    sent = {k.replace("_", "-"): v for k, v in headers.items()}
    if body is not None:
        sent["Content-Type"] = "application/json"
    connection.request(method, f"/v1/subscriptions/{name}", body, sent)
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, json.loads(text)


def put(daemon, name, value, version=None):
    """Create it, or change it from a version."""
    return call(daemon, "PUT", name, value, **(
        {"If_None_Match": "*"} if version is None
        else {"If_Match": f'"{version}"'}))
