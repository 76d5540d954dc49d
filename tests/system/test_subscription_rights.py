"""A change that the broker forbids: the answer names the remedy."""

import json

import pytest
from confluent_kafka.admin import (AclBinding, AclOperation,
                                   AclPermissionType, ResourcePatternType,
                                   ResourceType)

from support.kafka.broker import Broker
from support.kafka.client import admin
from support.subscription_topic import keep, naming_country, put
from support.waiting import DEADLINE_S


@pytest.fixture
def own_broker(tmp_path):
    """One that forbids what it is told to forbid."""
    broker = Broker(tmp_path / "strict", properties={
        "authorizer.class.name":
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "true"})
    broker.start()
    yield broker
    broker.kill()


def rule(kind, name, operation, permission):
    return AclBinding(kind, name, ResourcePatternType.LITERAL,
                      "User:ANONYMOUS", "*", operation, permission)


@pytest.mark.parametrize("kind,prefix", [
    (ResourceType.TOPIC, ""), (ResourceType.TRANSACTIONAL_ID, "gazetted-")])
def test_a_right_that_is_missing(own_topics, start, kind, prefix):
    topic = keep(own_topics)["subscriptions_topic"]
    # Where there is one rule, what no rule allows is forbidden.
    rules = [rule(kind, prefix + topic, AclOperation.WRITE,
                  AclPermissionType.DENY),
             rule(kind, prefix + topic, AclOperation.READ,
                  AclPermissionType.ALLOW)][:2 if not prefix else 1]
    client = admin(own_topics.bootstrap)
    for future in client.create_acls(rules).values():
        future.result(DEADLINE_S)
    daemon = start(own_topics, alerts={"subscriptions_topic": topic})
    daemon.wait_log(f"{topic} is read")
    status, answer = put(daemon, "japan", naming_country("Japan"))
    assert status == 503
    assert "`gazetted acls` prints the rights" in json.dumps(answer)
