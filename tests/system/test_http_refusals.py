"""Requests that are malformed, too long or not for HTTP/1.1: every path refuses
them in the form that the document says."""

import re

from support.openapi import Api
from support.raw_http import answer_to

# What is refused wherever it is asked for, behind the method.
REFUSED = [
    (400, "{path} HTTP/1.1\r\n\r\n"),
    (400, "{path} HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"),
    (400, "{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
    (400, "{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
          "Content-Length: 6\r\n\r\nhello!"),
    (413, "{path} HTTP/1.1\r\nHost: localhost\r\n"
          "Content-Length: 99999999999999999999999\r\n\r\n"),
    (414, "{path}?" + "x" * 40000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    (431, "{path} HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 40000
          + "\r\n\r\n"),
    (431, "{path} HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n" * 5000
          + "\r\n"),
    (501, "{path} HTTP/1.1\r\nHost: localhost\r\n"
          "Transfer-Encoding: gzip\r\n\r\n"),
    (505, "{path} HTTP/2.0\r\n\r\n"),
]


def test_refusals(topics, start):
    daemon = start(topics)
    api = Api()
    for method, path in api.operations():
        for status, rest in REFUSED:
            got = answer_to(
                daemon.port, f"{method} {rest.format(path=path)}".encode())
            head, _, body = got.partition(b"\r\n\r\n")
            assert head.split()[1] == str(status).encode(), (method, path, got)
            assert b"Content-Type: application/json\r\n" in head
            api.check(method, path, status, "application/json", body)
        got = answer_to(daemon.port, f"PATCH {path} HTTP/1.1\r\n"
                        "Host: localhost\r\n\r\n".encode())
        head, _, body = got.partition(b"\r\n\r\n")
        allow, = re.findall(r"\r\nAllow: (.*)", head.decode())
        assert method in allow.strip().split(", ")
        api.check(method, path, 405, "application/json", body)
    assert {(*operation, "default") for operation in api.operations()} <= (
        api.seen)
