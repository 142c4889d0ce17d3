"""Processes that answer requests: one that takes too long, or that nobody waits for any more, is killed and replaced."""

from __future__ import annotations

import json
import multiprocessing
import queue
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any

SECONDS = 10.0
MEMORY = 2 * 1024**3
LOOK = 0.1  # seconds between two looks at whether somebody still waits
TOO_LONG = f"stopped after {SECONDS:g} seconds: this takes too long for a page"
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Worker:
    process: SpawnProcess
    pipe: Connection

    @classmethod
    def start(cls) -> Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)

    def stop(self) -> None:
        with suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join(1)


class Workers:
    """A few workers; `ask` waits for a free one, in whatever thread it is called."""

    def __init__(self, count: int = 2, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.free: queue.Queue[Worker] = queue.Queue()
        self.alive: list[Worker] = []
        for _ in range(count):
            self.add()

    def add(self) -> None:
        worker = Worker.start()
        self.alive.append(worker)
        self.free.put(worker)

    def ask(self, request: str, waited_for: Callable[[], bool] = lambda: True) -> str:
        """The answer, or a refusal after so many seconds."""
        try:
            worker = self.free.get(timeout=self.seconds)
        except queue.Empty:
            return refusal("too much is asked at once: try again")
        answer = None
        try:
            worker.pipe.send(request)
            answer = self.wait(worker, waited_for)
        except (OSError, EOFError):
            return refusal("this takes more memory than a page may have")
        finally:
            self.back(worker, answer is not None)
        return answer if answer is not None else refusal(TOO_LONG)

    def wait(self, worker: Worker, waited_for: Callable[[], bool]) -> str | None:
        end = monotonic() + self.seconds
        while not worker.pipe.poll(LOOK):
            if monotonic() > end or not waited_for():
                return None
        found: str = worker.pipe.recv()
        return found

    def back(self, worker: Worker, well: bool) -> None:
        """A worker that has answered is free again; another takes the place of one that has not."""
        if well:
            self.free.put(worker)
            return
        self.alive.remove(worker)
        worker.stop()
        self.add()

    def close(self) -> None:
        for worker in self.alive:
            worker.stop()


def refusal(message: str) -> str:
    """An answer in the place of that of a worker."""
    told: dict[str, Any] = dict.fromkeys(("span", "found", "expected", "hint"))
    fault = {"kind": "LimitError", "message": message, "where": "request", "unfinished": False, "repairs": [], **told}
    return json.dumps({"ok": False, "fault": fault})


def work(pipe: Connection) -> None:
    """A worker's life: everything is imported before the first request comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends it
    limit_memory()
    from symjac.web.reply import reply

    reply('{"do": "derive", "f": "tanh(W x + b)", "wrt": "x"}')
    with suppress(EOFError, OSError):
        while True:
            pipe.send(reply(pipe.recv()))


def limit_memory() -> None:
    """So much address space and no more, where the system can say so."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
