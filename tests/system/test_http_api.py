"""The HTTP API beside a real Kafka: every documented answer, who may ask, and
what clients cannot do to it."""

import http.client
import json
import re
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from support.daemon import gazetted
from support.kafka.client import admin, article, produce
from support.openapi import Api
from support.ports import free_ports
from support.raw_http import answer_to
from support.sse import Stream
from support.waiting import DEADLINE_S, wait_until

READER, CHANGER = "reads-but-changes-not", "changes-and-reads-too"
LONG = "a word and another one. " * 60000

TEXT = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(daemon, method, target, body=None, headers=None, unix=None):
    """(status, headers, body) of one request."""
    connection = (UnixConnection(unix) if unix else
                  http.client.HTTPConnection("127.0.0.1", daemon.port,
                                             timeout=30))
    connection.request(method, target, body=body, headers=headers or {})
    response = connection.getresponse()
    answer = response.status, response.headers, response.read()
    connection.close()
    return answer


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"# who may\nread {READER}\nchange {CHANGER}\n")
    path.chmod(0o600)
    return path


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


# --- the document ---

def routes_in_sources():
    """(method, path) of every row of a table of routes."""
    folder = Path(__file__).resolve().parents[2] / "daemon"
    row = re.compile(r'\{"([A-Z]+)", "(/[^"]*)", GZ_SCOPE_', re.DOTALL)
    return {match.groups() for path in folder.rglob("*.c")
            for match in row.finditer(path.read_text())}


def test_every_route_is_documented():
    assert set(Api().operations()) == routes_in_sources()


TRIED = "/v1/subscriptions/preview"
IN_USE = "/v1/subscriptions/{id}/preview"
WATCH = json.dumps({"id": "x", "entities": {"ids": ["wd:Q2283"]}})

PREVIEW_ANSWERS = [
    ("POST", TRIED, 200, f"{TRIED}?since=7d&samples=3", WATCH,
     bearer(READER) | JSON),
    ("POST", TRIED, 400, f"{TRIED}?since=soon", WATCH, bearer(READER) | JSON),
    ("POST", TRIED, 400, f"{TRIED}?samples=101", WATCH, bearer(READER) | JSON),
    ("POST", TRIED, 400, f"{TRIED}?sample=1", WATCH, bearer(READER) | JSON),
    ("POST", TRIED, 401, TRIED, WATCH, {}),
    ("POST", TRIED, 403, TRIED, WATCH,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("POST", TRIED, 413, TRIED, LONG[:300000], bearer(READER) | JSON),
    ("POST", TRIED, 415, TRIED, WATCH,
     bearer(READER) | {"Content-Type": "text/plain"}),
    ("POST", TRIED, 421, TRIED, WATCH, {"Host": "evil.example"}),
    ("POST", TRIED, 422, TRIED, '{"id": "x", "whn": "fact"}',
     bearer(READER) | JSON),
    ("POST", TRIED, 422, TRIED, "{", bearer(READER) | JSON),
    ("GET", IN_USE, 400, "/v1/subscriptions/x/preview?since=latest", None,
     bearer(READER)),
    ("GET", IN_USE, 401, "/v1/subscriptions/x/preview", None, {}),
    ("GET", IN_USE, 403, "/v1/subscriptions/x/preview", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", IN_USE, 404, "/v1/subscriptions/x/preview", None, bearer(READER)),
    ("GET", IN_USE, 421, "/v1/subscriptions/x/preview", None,
     {"Host": "evil.example"}),
]

# What to do for an answer: method, path, status, target, body, headers.
ANSWERS = [
    ("GET", "/", 200, "/", None, {}),
    ("GET", "/livez", 200, "/livez", None, {}),
    ("GET", "/readyz", 200, "/readyz", None, {}),
    ("GET", "/metrics", 200, "/metrics", None, bearer(READER)),
    ("GET", "/metrics", 401, "/metrics", None, {}),
    ("GET", "/metrics", 403, "/metrics", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", "/metrics", 421, "/metrics", None, {"Host": "evil.example"}),
    ("GET", "/v1/openapi.json", 200, "/v1/openapi.json", None, {}),
    ("GET", "/v1/entities", 400, "/v1/entities?entiti=x", None,
     bearer(READER)),
    ("GET", "/v1/entities", 400, "/v1/entities?since=yesterday", None,
     bearer(READER)),
    ("GET", "/v1/entities", 400, "/v1/entities?type=Orgg", None,
     bearer(READER)),
    ("GET", "/v1/entities", 400, "/v1/entities?last_event_id=1-2.3-4", None,
     bearer(READER)),
    ("GET", "/v1/entities", 401, "/v1/entities", None,
     bearer("no-token-that-is-known")),
    ("GET", "/v1/entities", 403, "/v1/entities", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", "/v1/entities", 421, "/v1/entities", None,
     {"Host": "evil.example"}),
    ("GET", "/v1/alerts", 400, "/v1/alerts?min_salience=1", None,
     bearer(READER)),
    ("GET", "/v1/alerts", 400, "/v1/alerts?state=fire", None, bearer(READER)),
    ("GET", "/v1/alerts", 400, "/v1/alerts?last_event_id=1-2.3-4", None,
     bearer(READER)),
    ("GET", "/v1/alerts", 401, "/v1/alerts", None,
     bearer("no-token-that-is-known")),
    ("GET", "/v1/alerts", 403, "/v1/alerts", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", "/v1/alerts", 421, "/v1/alerts", None, {"Host": "evil.example"}),
    *PREVIEW_ANSWERS,
    ("POST", "/v1/extract", 200, "/v1/extract",
     "Microsoft said it would buy a company in Germany.",
     bearer(READER) | TEXT),
    ("POST", "/v1/extract", 200, "/v1/extract?trace=1",
     json.dumps({"title": "Report", "body": "Germany and France met."}),
     bearer(CHANGER) | JSON),
    ("POST", "/v1/extract", 200, "/v1/extract?trace=0", "nothing here",
     bearer(READER) | {"Content-Type": "text/plain; charset=utf-8"}),
    ("POST", "/v1/extract", 400, "/v1/extract?trace=yes", "x",
     bearer(READER) | TEXT),
    ("POST", "/v1/extract", 401, "/v1/extract", "x", TEXT),
    ("POST", "/v1/extract", 403, "/v1/extract", "x",
     bearer(READER) | TEXT | {"Origin": "http://evil.example"}),
    ("POST", "/v1/extract", 413, "/v1/extract", LONG, bearer(READER) | TEXT),
    ("POST", "/v1/extract", 415, "/v1/extract", "<x/>",
     bearer(READER) | {"Content-Type": "application/xml"}),
    ("POST", "/v1/extract", 421, "/v1/extract", "x",
     TEXT | {"Host": "evil.example"}),
    ("POST", "/v1/extract", 422, "/v1/extract", "{", bearer(READER) | JSON),
    ("POST", "/v1/extract", 422, "/v1/extract", b"\xff",
     bearer(READER) | TEXT),
    ("GET", "/v1/subscriptions", 200, "/v1/subscriptions", None,
     bearer(READER)),
    ("GET", "/v1/subscriptions", 200, "/v1/subscriptions?limit=1", None,
     bearer(READER)),
    ("GET", "/v1/subscriptions", 400, "/v1/subscriptions?limit=0", None,
     bearer(READER)),
    ("GET", "/v1/subscriptions", 401, "/v1/subscriptions", None, {}),
    ("GET", "/v1/subscriptions", 403, "/v1/subscriptions", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", "/v1/subscriptions", 421, "/v1/subscriptions", None,
     {"Host": "evil.example"}),
    ("GET", "/v1/subscriptions/{id}", 200, "/v1/subscriptions/places", None,
     bearer(CHANGER)),
    ("GET", "/v1/subscriptions/{id}", 400, "/v1/subscriptions/places?x=1",
     None, bearer(READER)),
    ("GET", "/v1/subscriptions/{id}", 401, "/v1/subscriptions/places", None,
     {}),
    ("GET", "/v1/subscriptions/{id}", 403, "/v1/subscriptions/places", None,
     bearer(READER) | {"Origin": "https://evil.example"}),
    ("GET", "/v1/subscriptions/{id}", 404, "/v1/subscriptions/none", None,
     bearer(READER)),
    ("GET", "/v1/subscriptions/{id}", 421, "/v1/subscriptions/places", None,
     {"Host": "evil.example"}),
    ("PUT", "/v1/subscriptions/{id}", 401, "/v1/subscriptions/x", "{}", JSON),
    ("PUT", "/v1/subscriptions/{id}", 403, "/v1/subscriptions/x", "{}",
     bearer(READER) | JSON),
    ("PUT", "/v1/subscriptions/{id}", 413, "/v1/subscriptions/x",
     LONG[:300000], bearer(CHANGER) | JSON),
    ("PUT", "/v1/subscriptions/{id}", 421, "/v1/subscriptions/x", "{}",
     JSON | {"Host": "evil.example"}),
    ("PUT", "/v1/subscriptions/{id}", 501, "/v1/subscriptions/x", "{}",
     bearer(CHANGER) | JSON),
    ("DELETE", "/v1/subscriptions/{id}", 401, "/v1/subscriptions/places", None,
     {}),
    ("DELETE", "/v1/subscriptions/{id}", 403, "/v1/subscriptions/places", None,
     bearer(READER)),
    ("DELETE", "/v1/subscriptions/{id}", 413, "/v1/subscriptions/places", "x",
     bearer(CHANGER)),
    ("DELETE", "/v1/subscriptions/{id}", 421, "/v1/subscriptions/places", None,
     {"Host": "evil.example"}),
    ("DELETE", "/v1/subscriptions/{id}", 501, "/v1/subscriptions/places", None,
     bearer(CHANGER)),
]

SUBSCRIPTIONS = """\
gazetted: 1
subscriptions:
- id: places
  entities: {types: [Place], attributes: {country: US}}
  facts: [Customer]
  with: {ids: [wd:Q30], within: sentence}
  window: {count: 5, within: 1h}
  silences: [{from: 2026-01-01, until: 2026-01-08}]
  labels: {team: energy}
- {id: paris, entities: {ids: [wd:Q90]}, receivers: [desk]}
"""

# Those that a test of their own provokes.
ELSEWHERE = {
    ("GET", "/livez", "503"),          # test_pages.c: a worker that stands
    ("GET", "/readyz", "503"),         # below, before Kafka answers
    ("GET", "/v1/entities", "200"),    # below
    ("GET", "/v1/entities", "502"),    # below
    ("GET", "/v1/entities", "503"),    # below
    ("GET", "/v1/alerts", "200"),      # test_alerts.py
    ("GET", "/v1/alerts", "502"),      # below
    ("GET", "/v1/alerts", "503"),      # below
    ("GET", IN_USE, "200"),            # test_preview.py
    ("GET", IN_USE, "502"),            # as POST, which is asked below
    ("GET", IN_USE, "503"),            # likewise
    ("POST", TRIED, "502"),            # below
    ("POST", TRIED, "503"),            # below
    ("POST", "/v1/extract", "429"),    # below
    ("POST", "/v1/extract", "503"),    # test_exchange.c: nobody answers
} | {
    # test_subscriptions.py, but for 503: test_subscription_changes.c and
    # test_subscriptions_memory.c.
    *{("GET", path, "503") for path in ("/v1/subscriptions",
                                        "/v1/subscriptions/{id}")},
    *{("PUT", "/v1/subscriptions/{id}", status) for status in
      "200 201 400 409 412 415 422 428 503".split()},
    *{("DELETE", "/v1/subscriptions/{id}", status) for status in
      "200 400 404 409 412 428 503".split()},
}


def check_mistakes(daemon, api):
    """All that is wrong with what is previewed, each with its place."""
    body = ('{"id": "x",\n "whn": "fact",\n'
            ' "entities": {"ids": ["wd:Q2283"]},\n "severity": "loud"}')
    status, headers, answer = ask(daemon, "POST", TRIED, body,
                                  bearer(READER) | JSON)
    assert status == 422
    report = api.check("POST", TRIED, status, headers["Content-Type"], answer)
    assert report["error"] == (
        'the subscription has 2 mistakes; body:2:2: error: unknown key "whn" '
        '(did you mean "when"?)')
    assert report["remedy"] == "mend what mistakes lists and send it again"
    assert report["mistakes"] == [
        {"line": 2, "column": 2,
         "error": 'unknown key "whn" (did you mean "when"?)'},
        {"line": 4, "column": 14,
         "error": 'unknown value "loud", known are info, warning, critical'}]


def test_answers(topics, start, tokens, tmp_path):
    """Every documented answer is given, in the documented form."""
    api = Api()
    subscriptions = tmp_path / "subscriptions.yaml"
    subscriptions.write_text(SUBSCRIPTIONS)
    daemon = start(topics, http={"tokens": str(tokens)},
                   alerts={"subscriptions": [str(subscriptions)],
                           "subscriptions_topic": "off"})
    for method, path, status, target, body, headers in ANSWERS:
        got, got_headers, got_body = ask(daemon, method, target, body, headers)
        assert got == status, (method, target, got, got_body)
        api.check(method, path, got, got_headers["Content-Type"], got_body)
    check_mistakes(daemon, api)
    rest = {one for one in api.all_responses() - api.seen
            if one[2] != "default"}  # test_http_refusals.py
    assert rest == ELSEWHERE
    served = ask(daemon, "GET", "/v1/openapi.json")[2]
    assert json.loads(served) == api.document


def test_subscription_commands(topics, start, tmp_path):
    """The commands find the daemon by its configuration, and agree with it."""
    file = tmp_path / "subscriptions.yaml"
    file.write_text(SUBSCRIPTIONS)
    daemon = start(topics, alerts={"subscriptions": [str(file)],
                                   "subscriptions_topic": "off"})
    listed = gazetted("subscriptions", "--config", daemon.config)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert sorted(line.split() for line in listed.stdout.splitlines()) == [
        ["paris", "file", "info"], ["places", "file", "info"]]
    done = gazetted("subscribe", "--config", daemon.config, file)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{file}:3:7: error: subscriptions stand only in files here" in (
        done.stderr)


def test_stream_is_documented(topics, start):
    api = Api()
    daemon = start(topics)
    stream = Stream(("127.0.0.1", daemon.port), "/v1/entities?since=earliest")
    assert stream.wait_open() == 200
    assert stream.headers["content-type"] == "text/event-stream"
    produce(topics.bootstrap, topics.articles,
            [article(1, "Germany and France met Microsoft on Monday.")])
    for event in stream.until(lambda e: len(e) >= 3, "three events"):
        assert event.name == "entity"
        api.validate_named("EntityEvent", event.json())
    stream.close()
    served = Api().operations()["GET", "/v1/entities"]["responses"]["200"]
    assert set(served["content"]) == {"text/event-stream"}


def test_without_topic(topics, start):
    """The topic is gone: said at once, with its name."""
    api = Api()
    daemon = start(topics)
    client = admin(topics.bootstrap)
    for future in client.delete_topics([topics.entities]).values():
        future.result(DEADLINE_S)
    status, headers, body = ask(daemon, "GET", "/v1/entities")
    assert status == 502
    error = api.check("GET", "/v1/entities", status, headers["Content-Type"],
                      body)
    assert topics.entities in error["error"]
    status, headers, body = ask(daemon, "POST", TRIED, WATCH, JSON)
    assert status == 502
    error = api.check("POST", TRIED, status, headers["Content-Type"], body)
    assert topics.entities in error["error"]


def test_without_alerts(topics, start):
    """Nobody has made the topic: said with what makes alerts."""
    api = Api()
    absent = f"{topics.articles}.alerts"
    daemon = start(topics, alerts={"topic": absent})
    status, headers, body = ask(daemon, "GET", "/v1/alerts")
    assert status == 502
    error = api.check("GET", "/v1/alerts", status, headers["Content-Type"],
                      body)
    assert absent in error["error"]
    assert "alerts.workers" in error["remedy"]


def test_without_kafka(absent, start):
    api = Api()
    port = free_ports(1)[0]
    daemon = start(absent, wait=False,
                   kafka={"bootstrap.servers": f"127.0.0.1:{port}"})
    wait_until(lambda: daemon.get("/livez")[0] == 200, "the pages")
    for path in ["/readyz", "/v1/entities", "/v1/alerts"]:
        status, headers, body = ask(daemon, "GET", path)
        assert status == 503
        api.check("GET", path, status, headers["Content-Type"], body)
    status, headers, body = ask(daemon, "POST", TRIED, WATCH, JSON)
    assert (status, headers["Retry-After"]) == (503, "10")
    api.check("POST", TRIED, status, headers["Content-Type"], body)


def test_previews_that_wait(absent, start):
    """A few may wait, the next are told to come again; a stop answers all."""
    api = Api()
    port = free_ports(1)[0]
    daemon = start(absent, wait=False,
                   kafka={"bootstrap.servers": f"127.0.0.1:{port}"})
    wait_until(lambda: daemon.get("/livez")[0] == 200, "the pages")
    answers = []
    threads = [threading.Thread(
        target=lambda: answers.append(ask(daemon, "POST", TRIED, WATCH,
                                          JSON)))
        for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _, _ in answers} == {503}
    errors = []
    for status, headers, body in answers:
        errors.append(api.check("POST", TRIED, status, headers["Content-Type"],
                                body)["error"])
    assert "4 previews wait already" in errors
    assert daemon.running()


# --- who may ask ---

@pytest.mark.parametrize("target", ["/v1/entities", "/metrics"])
def test_tokens(topics, start, tokens, target):
    """Another address than loopback works, with a token only."""
    daemon = start(topics, wait=False, http={
        "listen": f"0.0.0.0:{free_ports(1)[0]}", "tokens": str(tokens)})
    daemon.port = int(daemon.settings["http"]["listen"].split(":")[1])
    daemon.wait_ready()
    assert ask(daemon, "GET", target)[0] == 401
    assert ask(daemon, "GET", target, headers=bearer(READER + "x"))[0] == 401
    if target == "/metrics":
        assert ask(daemon, "GET", target, headers=bearer(READER))[0] == 200
    else:
        stream = Stream(("127.0.0.1", daemon.port), target,
                        headers=bearer(READER))
        assert stream.wait_open() == 200
        stream.close()
    log = daemon.log()
    assert READER not in log and CHANGER not in log


def test_public_address_needs_tokens(topics, start):
    daemon = start(topics, wait=False,
                   http={"listen": f"0.0.0.0:{free_ports(1)[0]}"})
    assert daemon.wait() == 78
    assert "http.tokens must name a file" in daemon.log()


@pytest.mark.parametrize("mode, text, error", [
    (0o644, f"read {READER}\n", "everybody can read"),
    (0o600, "read short\n", "line 1 has no token"),
])
def test_bad_token_file(topics, start, tokens, mode, text, error):
    tokens.write_text(text)
    tokens.chmod(mode)
    daemon = start(topics, wait=False, http={"tokens": str(tokens)})
    assert daemon.wait() == 78
    assert error in daemon.log()


def test_names(topics, start):
    daemon = start(topics, http={"hosts": ["news.example"],
                                 "origins": ["https://desk.example"]})
    for host, status in [("news.example:80", 200), ("localhost", 200),
                         ("10.0.0.1", 200), ("evil.example", 421)]:
        assert ask(daemon, "GET", "/livez",
                   headers={"Host": host})[0] == status
    status, headers, _ = ask(daemon, "OPTIONS", "/v1/extract",
                             headers={"Origin": "https://desk.example"})
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == "https://desk.example"
    assert "POST" in headers["Access-Control-Allow-Methods"]
    headers = ask(daemon, "GET", "/livez")[1]
    assert "Access-Control-Allow-Origin" not in headers


def test_unix_socket(topics, start, tmp_path):
    path = str(tmp_path / "http.sock")
    daemon = start(topics, wait=False, http={"listen": f"unix:{path}"})

    def ready():
        daemon.check_running()
        try:
            return ask(None, "GET", "/readyz", unix=path)[0] == 200
        except OSError:
            return False

    wait_until(ready, "/readyz to say 200")
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o660
    stream = Stream(path, "/v1/entities")
    assert stream.wait_open() == 200
    status, _, body = ask(None, "POST", "/v1/extract", "Germany", TEXT, path)
    assert status == 200 and json.loads(body)["events"]
    # What kill -9 leaves behind is no hindrance.
    daemon.kill()
    daemon.start()
    wait_until(ready, "/readyz to say 200 again")
    stream.close()
    daemon.stop()
    assert not Path(path).exists()


# --- what clients cannot do ---

def test_limits(topics, start):
    daemon = start(topics, http={"request_timeout": "2s"})
    huge = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40000
    assert b" 200 " not in answer_to(daemon.port, huge + b"\r\n\r\n").split(b"\r\n")[0]
    endless = (b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\n"
               b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
               b"\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n")
    with socket.create_connection(("127.0.0.1", daemon.port), 30) as s:
        try:
            s.sendall(endless)
            for _ in range(1000):
                s.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            raise AssertionError("64 MiB were taken")
        except ConnectionError:
            pass
    # Trickling does not help: the whole request has its time.
    with socket.create_connection(("127.0.0.1", daemon.port), 30) as s:
        s.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(600):
                s.sendall(b"x")
                time.sleep(0.1)
    daemon.check_running()
    assert daemon.get("/livez")[0] == 200


def test_queue_is_bounded(topics, start):
    """More articles than may wait: some are worked off, some told to come
    again, and none is forgotten."""
    api = Api()
    daemon = start(topics)
    body = "Germany and France met Microsoft in Japan. " * 3000
    answers = []

    def post():
        answers.append(ask(daemon, "POST", "/v1/extract?trace=1", body, TEXT))

    threads = [threading.Thread(target=post) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [status for status, _, _ in answers]
    assert set(statuses) <= {200, 429, 503, 422}, statuses
    assert 429 in statuses and len(statuses) == 60
    for status, headers, text in answers:
        if status == 429:
            assert headers["Retry-After"] == "1"
            api.check("POST", "/v1/extract", status, headers["Content-Type"],
                      text)


def trickle(sockets, stop):
    """A byte a second on each, as long as it is taken."""
    while not stop.wait(1):
        for one in sockets:
            try:
                one.send(b"x")
            except OSError:
                pass


def test_slowloris(topics, start):
    """2,000 sockets that send a byte a second, and others are served."""
    daemon = start(topics)
    address = ("127.0.0.1", daemon.port)
    stream = Stream(address, "/v1/entities")
    assert stream.wait_open() == 200
    sockets = []
    stop = threading.Event()
    for _ in range(2000):
        one = socket.create_connection(address, 30)
        one.send(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ")
        one.setblocking(False)
        sockets.append(one)
    thread = threading.Thread(target=trickle, args=(sockets, stop))
    thread.start()
    for _ in range(20):
        assert ask(daemon, "GET", "/livez")[0] == 200
    status, _, body = ask(daemon, "POST", "/v1/extract", "Germany", TEXT)
    assert status == 200 and json.loads(body)["events"]
    assert not stream.ended
    assert daemon.metric("gazetted_http_connections") < 1000
    stop.set()
    thread.join()
    for one in sockets:
        one.close()
    stream.close()
