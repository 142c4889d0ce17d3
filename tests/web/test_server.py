"""symjac serve: loopback, its own page, JSON, so many bytes, ten seconds; a worker that runs away is killed."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from symjac.web.reply import LONGEST
from symjac.web.server import Server
from symjac.web.workers import Workers

DERIVE = json.dumps({"do": "derive", "f": "x'A x", "wrt": "x"})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server(0, Workers(1, seconds=20))
    threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def ask(server: Server, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response.status, response.read(), dict(response.getheaders())


def test_it_listens_to_this_machine_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_the_page_comes_with_a_derivation_and_a_policy(server: Server) -> None:
    status, body, headers = ask(server, "GET", "/")
    assert status == 200 and b"lines checked" in body and b"{engine}" not in body
    assert "default-src 'none'" in headers["Content-Security-Policy"] and "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert all(f"http{s}://" not in body.decode() for s in ("", "s"))


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/page/../reply.py", "/%2e%2e/x", "//etc/passwd", "/reply", "/nothing"])
def test_only_the_files_of_the_page_are_there(server: Server, path: str) -> None:
    assert ask(server, "GET", path)[0] == 404


def test_a_formula_is_derived(server: Server) -> None:
    status, body, _ = ask(server, "POST", "/reply", DERIVE, Content_Type="application/json; charset=utf-8")
    assert status == 200 and json.loads(body)["result"]["plain"] == "x'*(A + A')"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"Host": "evil.example", **JSON}),
        (403, {"Origin": "http://evil.example", **JSON}),
        (403, {"Origin": "null", **JSON}),
        (403, {"Sec-Fetch-Site": "cross-site", **JSON}),
        (415, {"Content-Type": "text/plain"}),
        (415, {"Content-Type": "application/x-www-form-urlencoded"}),
        (415, {}),
    ],
)
def test_nobody_else_asks(server: Server, status: int, headers: dict[str, str]) -> None:
    assert ask(server, "POST", "/reply", DERIVE, **headers)[0] == status


def test_a_request_is_bounded(server: Server) -> None:
    assert ask(server, "POST", "/reply", " " * (LONGEST + 1), **JSON)[0] == 413
    with socket.create_connection(server.server_address, timeout=5) as raw:
        host = f"127.0.0.1:{server.server_address[1]}"
        raw.sendall(f"POST /reply HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\r\n".encode())
        assert b" 411 " in raw.recv(100)


def slow(workers: Workers, waited: list[bool]) -> tuple[str, float]:
    """What is answered where a worker is held up, and after how long."""
    import os
    import signal

    os.kill(workers.alive[0].process.pid or 0, signal.SIGSTOP)
    start = time.monotonic()
    found = workers.ask(DERIVE, lambda: not waited or waited.pop())
    return found, time.monotonic() - start


@pytest.mark.skipif(not hasattr(__import__("signal"), "SIGSTOP"), reason="no SIGSTOP on this system")
def test_a_worker_that_runs_away_is_killed_and_replaced() -> None:
    workers = Workers(1, seconds=20)
    try:
        assert json.loads(workers.ask(DERIVE))["ok"]
        first = workers.alive[0].process.pid
        workers.seconds = 0.5
        found, seconds = slow(workers, [])
        assert "stopped after" in json.loads(found)["fault"]["message"] and seconds > 0.4
        workers.seconds = 20
        assert workers.alive[0].process.pid != first
        assert json.loads(workers.ask(DERIVE))["ok"]
        found, seconds = slow(workers, [True, False])
        assert not json.loads(found)["ok"] and seconds < 15  # the limit is 20
    finally:
        workers.close()
