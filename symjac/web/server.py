"""symjac serve: the page from this machine and to this machine. Loopback only; who asks, from where and how much is checked."""

from __future__ import annotations

import select
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from symjac.web.folder import folder, kind, policy
from symjac.web.reply import LONGEST
from symjac.web.workers import Workers

ADDRESS = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": policy(False) + "; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Server(ThreadingHTTPServer):
    """The files of the page and the workers that answer it."""

    daemon_threads = True

    def __init__(self, port: int, workers: Workers | None = None) -> None:
        super().__init__((ADDRESS, port), Handler)
        self.files = folder("local")
        self.workers = workers or Workers()
        own = self.server_address[1]
        self.hosts = {f"{name}:{own}" for name in (ADDRESS, "localhost")} | ({ADDRESS, "localhost"} if own == 80 else set())

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_address[1]}/"

    def server_close(self) -> None:
        super().server_close()
        self.workers.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no fault."""


class Handler(BaseHTTPRequestHandler):
    """GET gives a file of the page, POST /reply an answer; all else is refused."""

    server: Server
    server_version = "symjac"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        name = urlsplit(self.path).path.lstrip("/") or "index.html"
        if not self.own():
            self.answer(403, b"this page is for this machine only")
        elif name not in self.server.files:
            self.answer(404, b"there is no such file")
        else:
            self.answer(200, self.server.files[name], kind(name))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        status, message = self.refusal()
        if status:
            self.close_connection = True
            self.answer(status, message.encode())
            return
        request = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8", "replace")
        self.answer(200, self.server.workers.ask(request, self.waited_for).encode(), kind(".json"))

    def refusal(self) -> tuple[int, str]:
        """Why a request is not read: a status and a sentence; 0 where it is."""
        length = self.headers.get("Content-Length", "")
        if not self.own():
            return 403, "this page is for this machine only"
        if self.path != "/reply":
            return 404, "there is nothing to be asked here"
        if self.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "a request is application/json"
        if not length.isascii() or not length.isdigit():
            return 411, "a request says how long it is"
        if len(length) > 9 or int(length) > LONGEST:
            return 413, f"a request has at most {LONGEST} bytes"
        return 0, ""

    def own(self) -> bool:
        """Whether it is asked by its own page, under its own name: no other site, and no name that was made to point here."""
        origin = self.headers.get("Origin")
        host = self.headers.get("Host", "")
        said = self.headers.get("Sec-Fetch-Site", "same-origin")
        cross = said not in ("same-origin", "none") and self.command == "POST"
        return host in self.server.hosts and (origin is None or origin == f"http://{host}") and not cross

    def waited_for(self) -> bool:
        """Whether the browser still waits; when Stop is pressed it hangs up."""
        try:
            if not select.select([self.connection], [], [], 0)[0]:
                return True
            return bool(self.connection.recv(1, socket.MSG_PEEK))
        except (OSError, ValueError):
            return False

    def answer(self, status: int, body: bytes, media: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": media, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing that is asked is written down."""
