"""Subscriptions over HTTP and from a terminal, kept in a topic of a real
Kafka: every answer that the keeper decides, in the documented form."""

import http.client
import json

import pytest
from confluent_kafka.admin import NewTopic

from support.daemon import gazetted
from support.kafka.client import admin
from support.openapi import Api
from support.waiting import DEADLINE_S

PATH = "/v1/subscriptions/{id}"
JSON = {"Content-Type": "application/json"}
GOOD = json.dumps({"when": "fact"})

FILED = """\
gazetted: 1
subscriptions:
- {id: filed, when: fact}
"""

FILE = """\
gazetted: 1
subscriptions:
- {id: rivals, entities: {ids: [wd:Q2283]}, receivers: [desk]}
- {id: bad, facts: [Custmer]}
- {id: filed, when: fact}
"""

ERRORS = """\
{file}:4:8: error: the daemon says: unknown type of facts "Custmer" (did you \
mean "Customer"?)
- {{id: bad, facts: [Custmer]}}
       ^~~
{file}:5:8: error: the subscription "filed" stands in a file and can be changed \
only there (change the file, one of alerts.subscriptions, and reload the \
daemon, or take another id)
- {{id: filed, when: fact}}
       ^~~~~
2 errors
"""


@pytest.fixture
def daemon(topics, start, tmp_path):
    topic = f"{topics.articles}.subscriptions"
    client = admin(topics.bootstrap)
    for future in client.create_topics([NewTopic(
            topic, 1, 1, config={"cleanup.policy": "compact"})]).values():
        future.result(DEADLINE_S)
    filed = tmp_path / "filed.yaml"
    filed.write_text(FILED)
    return start(topics, alerts={"subscriptions_topic": topic,
                                 "subscriptions": [str(filed)]})


def ask(daemon, method, name, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port,
                                            timeout=DEADLINE_S)
    connection.request(method, f"/v1/subscriptions/{name}", body, headers)
    response = connection.getresponse()
    answer = response.status, response.headers, response.read()
    connection.close()
    return answer


# In this order: x is made, changed and removed.
STEPS = [
    ("PUT", 201, "x", GOOD, JSON),
    ("PUT", 428, "x", GOOD, JSON),
    ("PUT", 412, "x", GOOD, JSON | {"If-Match": '"999"'}),
    ("PUT", 412, "x", GOOD, JSON | {"If-None-Match": "*"}),
    ("PUT", 200, "x", GOOD, JSON | {"If-Match": "*"}),
    ("PUT", 412, "y", GOOD, JSON | {"If-Match": '"1"'}),
    ("PUT", 412, "y", GOOD, JSON | {"If-Match": "*"}),
    ("PUT", 409, "filed", GOOD, JSON | {"If-Match": "*"}),
    ("PUT", 400, "x", GOOD, JSON | {"If-Match": "1"}),
    ("PUT", 415, "x", GOOD, {}),
    ("PUT", 422, "x", '{"whn": 1}', JSON),
    ("GET", 200, "x", None, {}),
    ("DELETE", 400, "x", None, {"If-Match": "1"}),
    ("DELETE", 428, "x", None, {}),
    ("DELETE", 412, "x", None, {"If-Match": '"999"'}),
    ("DELETE", 409, "filed", None, {"If-Match": "*"}),
    ("DELETE", 404, "y", None, {"If-Match": "*"}),
    ("DELETE", 200, "x", None, {"If-Match": "*"}),
    ("DELETE", 404, "x", None, {"If-Match": "*"}),
    ("GET", 404, "x", None, {}),
]


def test_answers(daemon):
    api = Api()
    versions = []
    for method, status, name, body, headers in STEPS:
        got, got_headers, text = ask(daemon, method, name, body, headers)
        assert got == status, (method, name, headers, got, text)
        value = api.check(method, PATH, got, got_headers["Content-Type"], text)
        if got in (200, 201) and method == "PUT":
            assert got_headers["ETag"] == f'"{value["version"]}"'
            versions.append(value["version"])
    assert versions == sorted(set(versions)) and len(versions) == 2
    # The version that was read is the one that may be changed.
    ask(daemon, "PUT", "x", GOOD, JSON)
    tag = ask(daemon, "GET", "x", None, {})[1]["ETag"]
    changed = JSON | {"If-Match": tag}
    assert ask(daemon, "PUT", "x", GOOD, changed)[0] == 200
    assert ask(daemon, "PUT", "x", GOOD, changed)[0] == 412


def test_commands(daemon, tmp_path):
    file = tmp_path / "subscriptions.yaml"
    file.write_text(FILE)

    def run(command, *arguments):
        return gazetted(command, "--config", daemon.config, *arguments)

    made = run("subscribe", file)
    assert (made.returncode, made.stderr) == (1, ERRORS.format(file=file))
    assert made.stdout.startswith("rivals: version ")
    assert made.stdout.endswith(", created\n")
    again = run("subscribe", file)
    version = made.stdout.split()[2].rstrip(",")
    assert (f"(--if-match {version} changes that version, --force whatever is "
            "there)") in again.stderr
    forced = run("subscribe", "--force", file)
    assert forced.stdout.endswith(", changed\n")
    version = forced.stdout.split()[2].rstrip(",")
    listed = [line.split() for line in run("subscriptions").stdout.splitlines()]
    assert sorted(listed) == [["filed", "file", "info"],
                              ["rivals", version, "info"]]
    gone = run("unsubscribe", "rivals", "none")
    assert (gone.returncode, gone.stdout) == (1, "rivals: removed\n")
    assert gone.stderr == ('error: there is no subscription "none" to be '
                           "removed (gazetted subscriptions lists them)\n")
    assert run("subscriptions").stdout.split() == ["filed", "file", "info"]
