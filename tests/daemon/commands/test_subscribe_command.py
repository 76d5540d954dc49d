"""gazetted subscribe, unsubscribe and subscriptions, before a server that
answers as the test says and keeps what it was asked."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from support.daemon import gazetted
from support.ports import free_ports

FILE = """\
gazetted: 1
lists:
  clouds: [wd:Q2283, wd:Q456157]
subscriptions:
- id: rivals
  entities: {lists: [clouds]}
- {id: deals, when: fact, severity: warning}
"""

RIVALS = {
    "id": "rivals",
    "entities": {"lists": ["clouds"], "list_ids": ["wd:Q2283", "wd:Q456157"]},
    "wait": "0ms", "interval": "5m", "resolve": "1d", "confirm": 2,
    "severity": "info",
}

STORED = {"id": "x", "version": 8}


class Server:
    """Answers (status, headers, value) in turn, then the last again."""

    def __init__(self, answers, unix=None):
        self.requests = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                outer.requests.append((self.command, self.path,
                                       dict(self.headers),
                                       self.rfile.read(size)))
                status, headers, value = (answers.pop(0) if len(answers) > 1
                                          else answers[0])
                body = (value if isinstance(value, bytes)
                        else json.dumps(value).encode())
                self.send_response(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_DELETE = answer

            def log_message(self, *arguments):
                pass

            def address_string(self):
                return "client"

        if unix:
            class Unix(HTTPServer):
                address_family = socket.AF_UNIX

                def server_bind(self):
                    self.socket.bind(self.server_address)

            self.http = Unix(unix, Handler)
        else:
            self.http = HTTPServer(("127.0.0.1", 0), Handler)
            self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever,
                                       args=(0.02,))
        self.thread.start()

    def close(self):
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def serve():
    servers = []

    def start(*answers, unix=None):
        servers.append(Server(list(answers), unix))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "subscriptions.yaml"
    path.write_text(FILE)
    return path


def refusal(status, error, remedy="send less", headers=None, **more):
    return status, headers or {}, {"error": error, "remedy": remedy} | more


# --- subscribe ---

def test_creates(serve, path):
    server = serve((201, {"ETag": '"8"'}, {"id": "rivals", "version": 8}),
                   (200, {"ETag": '"9"'}, {"id": "deals", "version": 9}))
    done = gazetted("subscribe", "--url", server.url + "/", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("rivals: version 8, created\n"
                           "deals: version 9, changed\n")
    method, target, headers, body = server.requests[0]
    assert (method, target) == ("PUT", "/v1/subscriptions/rivals")
    assert headers["Content-Type"] == "application/json"
    assert not {"If-Match", "If-None-Match", "Authorization"} & set(headers)
    assert json.loads(body) == RIVALS
    assert json.loads(server.requests[1][3])["severity"] == "warning"


def test_standard_input(serve):
    server = serve((201, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, "-", stdin=FILE)
    assert (done.returncode, len(server.requests)) == (0, 2)


@pytest.mark.parametrize("option, condition", [
    (["--force"], "*"), (["--if-match", "7"], '"7"')])
def test_conditions(serve, path, option, condition):
    path.write_text(FILE[:FILE.index("- {id: deals")])
    server = serve((200, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, *option, path)
    assert (done.returncode, done.stderr) == (0, "")
    assert server.requests[0][2]["If-Match"] == condition


def test_force_creates_what_is_not_there(serve, path):
    path.write_text(FILE[:FILE.index("- {id: deals")])
    server = serve(refusal(412, "there is none"), (201, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, "--force", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [request[2].get("If-Match") for request in server.requests] == [
        "*", None]


def test_nothing_is_sent_of_a_bad_file(serve, path):
    path.write_text(FILE.replace("severity: warning", "severity: high"))
    server = serve((201, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, path)
    assert (done.returncode, done.stdout, server.requests) == (65, "", [])
    assert done.stderr == (
        f"{path}:7:37: error: unknown value \"high\", known are info, warning, "
        "critical\n"
        "- {id: deals, when: fact, severity: high}\n" + " " * 36 + "^~~~\n")


@pytest.mark.parametrize("answer, status, error", [
    (refusal(428, "the subscription \"rivals\" is there", "send If-Match",
             {"ETag": '"7"'}), 1,
     'the subscription "rivals" is there (--if-match 7 changes that version, '
     '--force whatever is there)'),
    (refusal(412, "it has version 7, not 5", "send If-Match",
             {"ETag": '"7"'}), 1,
     'it has version 7, not 5 (--if-match 7 changes that version, --force '
     'whatever is there)'),
    (refusal(412, "there is none", "send If-None-Match"), 1,
     "there is none (leave out --if-match to create it)"),
    (refusal(401, "this needs a token"), 1,
     "this needs a token (give --token-file, a file that holds a token of the "
     "daemon's http.tokens)"),
    (refusal(403, "this token may only read"), 1,
     "this token may only read (give --token-file with a token of the scope "
     "change)"),
    (refusal(409, "it stands in a file", "change the file"), 1,
     "it stands in a file (change the file)"),
    (refusal(501, "no topic is configured", "configure the topic"), 1,
     "no topic is configured (configure the topic)"),
    (refusal(503, "too many changes wait", "come again"), 69,
     "too many changes wait (come again)"),
])
def test_refused(serve, path, answer, status, error):
    """Marked where the subscription stands; what follows is sent unless the
    daemon cannot do anything now."""
    server = serve(answer, (201, {}, {"id": "deals", "version": 9}))
    done = gazetted("subscribe", "--url", server.url, path)
    assert done.returncode == status
    assert done.stderr == (f"{path}:5:7: error: {error}\n- id: rivals\n"
                           "      ^~~~~~\n")
    assert done.stdout == ("" if status == 69 else
                           "deals: version 9, created\n")


def test_mistakes(serve, path):
    server = serve(refusal(422, "the subscription has 2 mistakes", mistakes=[
        {"line": 1, "column": 9, "error": "unknown type of facts"},
        {"error": "too much"}]))
    path.write_text(FILE[:FILE.index("- {id: deals")])
    done = gazetted("subscribe", "--url", server.url, path)
    assert done.returncode == 1
    marked = "- id: rivals\n      ^~~~~~\n"
    assert done.stderr == (
        f"{path}:5:7: error: the daemon says: unknown type of facts\n{marked}"
        f"{path}:5:7: error: the daemon says: too much\n{marked}2 errors\n")


# --- where the daemon is ---

def test_nobody_there(path):
    port = free_ports(1)[0]
    done = gazetted("subscribe", "--url", f"http://127.0.0.1:{port}", path)
    assert (done.returncode, done.stdout) == (69, "")
    # Between them are libcurl's own words.
    assert done.stderr.startswith(
        f"error: no daemon answers at http://127.0.0.1:{port}: ")
    assert done.stderr.endswith(
        " (does it run? --url, --unix or --config say where)\n")


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"a":"\xff"}'])
def test_somebody_else(serve, path, body):
    server = serve((200, {}, body))
    done = gazetted("subscribe", "--url", server.url, path)
    assert done.returncode == 69
    assert done.stderr == (
        f"error: what answers at {server.url} with status 200 is no API of "
        "gazetted (--url, --unix or --config say where it is)\n")


def test_unix_socket(serve, path, tmp_path):
    unix = str(tmp_path / "http.sock")
    server = serve((201, {}, STORED), unix=unix)
    assert gazetted("subscribe", "--unix", unix, path).returncode == 0
    assert len(server.requests) == 2
    done = gazetted("subscribe", "--unix", unix + "x", path)
    assert done.returncode == 69
    assert done.stderr.startswith(
        f"error: no daemon answers at unix:{unix}x: ")


@pytest.mark.parametrize("listen", ["127.0.0.1:{}", "0.0.0.0:{}", "unix:{}"])
def test_configuration(serve, path, tmp_path, listen):
    unix = str(tmp_path / "s") if listen.startswith("unix") else None
    server = serve((201, {}, STORED), unix=unix)
    tokens = tmp_path / "tokens"
    config = tmp_path / "gazetted.yaml"
    config.write_text(
        "kafka: {bootstrap.servers: 'localhost:9092'}\nhttp:\n  listen: "
        f"{listen.format(unix or server.http.server_port)}\n"
        f"  tokens: {tokens}\n")
    done = gazetted("subscribe", "--config", config, path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(server.requests) == 2


@pytest.mark.parametrize("listen", ["off", "127.0.0.1:0"])
def test_configuration_without_address(path, tmp_path, listen):
    config = tmp_path / "gazetted.yaml"
    config.write_text("kafka: {bootstrap.servers: 'localhost:9092'}\n"
                      f"http: {{listen: '{listen}'}}\n")
    done = gazetted("subscribe", "--config", config, path)
    assert done.returncode == 78
    assert done.stderr == ("error: http.listen of the configuration names no "
                           "address to ask (say --url or --unix)\n")


def test_no_proxy(serve, path, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_ports(1)[0]}")
    server = serve((201, {}, STORED))
    assert gazetted("subscribe", "--url", server.url, path).returncode == 0


# --- tokens ---

def write_token(tmp_path, text, mode=0o600):
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_token(serve, path, tmp_path):
    write_token(tmp_path, "changes-and-reads-too\n")
    server = serve((201, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, "--token-file", "token",
                    path, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for request in server.requests:
        assert request[2]["Authorization"] == "Bearer changes-and-reads-too"


@pytest.mark.parametrize("text, mode, error", [
    ("change changes-and-reads-too\n", 0o600,
     "{file} holds more than a token (of the lines of http.tokens only the "
     "second word is one)"),
    ("a\r\nX-Header: b", 0o600,
     "{file} holds more than a token (of the lines of http.tokens only the "
     "second word is one)"),
    ("", 0o600, "{file} is empty"),
    ("changes-and-reads-too\n", 0o644,
     "{file} holds a secret that everybody can read (do chmod o-r on it)"),
])
def test_bad_token(serve, path, tmp_path, text, mode, error):
    file = write_token(tmp_path, text, mode)
    server = serve((201, {}, STORED))
    done = gazetted("subscribe", "--url", server.url, "--token-file", file,
                    path)
    assert (done.returncode, server.requests) == (64, [])
    assert done.stderr == f"error: {error.format(file=file)}\n"


def test_missing_token(path):
    done = gazetted("subscribe", "--url", "http://localhost:1", "--token-file",
                    "no/such", path)
    assert done.returncode == 64
    assert done.stderr == "error: cannot open no/such: No such file or directory\n"


# --- unsubscribe ---

def test_removes(serve):
    server = serve((200, {}, STORED))
    done = gazetted("unsubscribe", "--url", server.url, "rivals", "..", "a/b?c")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "rivals: removed\n..: removed\na/b?c: removed\n"
    assert [request[:2] for request in server.requests] == [
        ("DELETE", "/v1/subscriptions/rivals"),
        ("DELETE", "/v1/subscriptions/.."),
        ("DELETE", "/v1/subscriptions/a%2Fb%3Fc")]
    assert {request[2]["If-Match"] for request in server.requests} == {"*"}


def test_removes_a_version(serve):
    server = serve(refusal(412, "it has version 7, not 5", "send If-Match",
                           {"ETag": '"7"'}))
    done = gazetted("unsubscribe", "--url", server.url, "--if-match", "5", "a")
    assert server.requests[0][2]["If-Match"] == '"5"'
    assert done.returncode == 1
    assert done.stderr == ("error: it has version 7, not 5 (--if-match 7 "
                           "removes that version)\n")


def test_removal_goes_on(serve):
    server = serve(refusal(404, "there is none", "look"), (200, {}, STORED))
    done = gazetted("unsubscribe", "--url", server.url, "a", "b")
    assert (done.returncode, done.stdout) == (1, "b: removed\n")
    assert done.stderr == (
        "error: there is none (gazetted subscriptions lists them)\n")


# --- subscriptions ---

LISTED = [
    {"id": "rivals", "version": 12, "severity": "info",
     "description": "a “new” link"},
    {"id": "filed", "version": 0, "severity": "critical"},
]


def test_lists(serve):
    server = serve((200, {}, {"total": 2, "subscriptions": LISTED[:1],
                              "next": "rivals"}),
                   (200, {}, {"total": 2, "subscriptions": LISTED[1:]}))
    done = gazetted("subscriptions", "--url", server.url, "--entity", "wd:Q1",
                    "--receiver", "a&b")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "rivals                         12  info  a “new” link\n"
        "filed                        file  critical\n")
    query = "/v1/subscriptions?limit=1000&entity=wd%3AQ1&receiver=a%26b"
    assert [request[1] for request in server.requests] == [
        query, query + "&after=rivals"]


def test_lists_json(serve):
    server = serve((200, {}, {"total": 2, "subscriptions": LISTED}))
    done = gazetted("subscriptions", "--url", server.url, "--format", "json")
    assert [json.loads(line) for line in done.stdout.splitlines()] == LISTED


def test_list_is_refused(serve):
    server = serve(refusal(401, "this needs a token"))
    done = gazetted("subscriptions", "--url", server.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: this needs a token (give --token-")


# --- usage ---

@pytest.mark.parametrize("arguments, error", [
    (["subscribe"], "expected one file of subscriptions; see gazetted "
     "subscribe --help"),
    (["subscribe", "a", "b"], "expected one file of subscriptions; see "
     "gazetted subscribe --help"),
    (["subscribe", "--force", "--if-match", "1", "a"], "--if-match and --force "
     "exclude each other; see gazetted subscribe --help"),
    (["subscribe", "--if-match", "x", "a"], '--if-match is "x", expected a '
     "version, a whole number from 1, as gazetted subscriptions shows it"),
    (["subscribe", "--if-match", "1", "FILE"], "--if-match is about one "
     "subscription, and FILE has 2"),
    (["subscribe", "--url", "localhost:9844", "FILE"], '"localhost:9844" is no '
     "address (write it as http://127.0.0.1:9844)"),
    (["subscribe", "--url", "http://a", "--unix", "b", "FILE"],
     "--url and --unix exclude each other"),
    (["unsubscribe"], "expected the id of a subscription; see gazetted "
     "unsubscribe --help"),
    (["unsubscribe", "--if-match", "1", "a", "b"], "--if-match is about one "
     "subscription; see gazetted unsubscribe --help"),
    (["subscriptions", "a"], 'unexpected "a"; see gazetted subscriptions '
     "--help"),
])
def test_usage(path, arguments, error):
    arguments = [str(path) if a == "FILE" else a for a in arguments]
    done = gazetted(*arguments)
    assert done.returncode == 64
    assert done.stderr == f"error: {error.replace('FILE', str(path))}\n"
