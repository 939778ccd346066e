"""Who takes messages: a webhook and a mail server on this machine, real ones, each on a port of its own."""

from __future__ import annotations

import email
import email.policy
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "mat-khau-rat-bi-mat"


@dataclass
class Webhook:
    """What came in, parsed; `status` is what it answers. While that is no success it takes nothing."""

    port: int = 0
    status: int = 200
    path: str = "/moc"
    came: list[dict[str, Any]] = field(default_factory=list)
    n_asked: int = 0

    @property
    def address(self) -> str:
        return f"json://ban:{SECRET}@127.0.0.1:{self.port}{self.path}"

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.came]


@dataclass
class Mailbox:
    """The mails that came in."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}/?from=tinsach@example.vn&to=truc@example.vn&mode=insecure"


@contextmanager
def webhook(port: int = 0) -> Iterator[Webhook]:
    """A web server that takes what Apprise posts."""
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.n_asked += 1
            if hook.status == 200:
                hook.came.append(json.loads(body))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with _serving(ThreadingHTTPServer(("127.0.0.1", port), Handler)) as hook.port:
        yield hook


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server that takes every mail."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                verb = line.strip().upper().split(b" ")[0]
                if verb == b"DATA":
                    self.say("354 go on")
                    box.came.append(self.mail())
                if verb == b"QUIT":
                    self.say("221 bye")
                    return
                self.say("250 fine")

        def mail(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line[1:] if line.startswith(b"..") else line)
            return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as box.port:
        yield box


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    """Its port, while it answers."""
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
