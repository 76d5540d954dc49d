"""Receivers of webhooks that behave as they are told."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.ports import free_ports
from support.waiting import wait_until


@dataclass(frozen=True)
class Post:
    path: str
    headers: dict
    body: bytes

    @property
    def id(self):
        return self.headers["webhook-id"]

    def json(self):
        return json.loads(self.body)

    def signatures(self):
        return self.headers["webhook-signature"].split(" ")


def sign(secret, post):
    """The signature of Standard Webhooks, made by Python's own HMAC."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    stamp = post.headers["webhook-timestamp"]
    content = f"{post.id}.{stamp}.".encode() + post.body
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        headers = {k.lower(): v for k, v in self.headers.items()}
        post = Post(self.path, headers, self.rfile.read(length))
        hook = self.server.hook
        with hook.lock:
            number = len(hook.posts)
            hook.posts.append(post)
        hook.answer(self, post, number)

    def do_GET(self):
        self.do_POST()

    def reply(self, status, headers=None, body=b""):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        """Promise more than comes, then close."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # clients that give up are part of the tests


class Hook:
    """A server on loopback; answer(handler, post, number) says how."""

    def __init__(self, answer=None, certificate=None):
        self.answer = answer or (lambda handler, *_: handler.reply(204))
        self.certificate = certificate
        self.posts = []
        self.lock = threading.Lock()
        self.port = free_ports(1)[0]
        self.server = None
        self.released = threading.Event()

    def url(self, path="/alerts", host="127.0.0.1"):
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def start(self):
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.hook = self
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True,
                do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, args=(0.05,),
                         daemon=True).start()
        return self

    def ids(self):
        with self.lock:
            return [post.id for post in self.posts]

    def wait_ids(self, wanted, seconds=60):
        """Until all of these came, in any order and number."""
        wait_until(lambda: set(wanted) <= set(self.ids()),
                   f"{len(wanted)} alerts", seconds)
        return self.ids()

    def stop(self):
        self.released.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
