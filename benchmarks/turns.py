"""Methods that take turns: the time of computing of each, round by round, every formula new to it, and patience."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from benchmarks.corpus import forget


class Impatient(BaseException):
    """A call takes longer than it may; no exception of the library that is called, for it could catch it."""


@dataclass(frozen=True)
class Method:
    """What is timed, on what was made before; whether what comes out is an answer."""

    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None
    answers: Callable[[Any], bool] = lambda found: True


@dataclass(frozen=True)
class Times:
    """The seconds of a method in each round, or why there are none."""

    rounds: tuple[float, ...] = ()
    failure: str = ""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """So many seconds by the wall clock: with a timer of computing, Linux tells the time of computing to a few ms only."""

    def stop(signum: int, frame: object) -> None:
        raise Impatient

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def once(method: Method, limit: AbstractContextManager[None]) -> tuple[float, Any]:
    """The time of one call, caches and what earlier calls left behind cleared away before; and what it gives."""
    given = method.prepare()
    forget()
    gc.collect()
    with limit:
        start = time.process_time()
        found = method.run(given)
        return time.process_time() - start, found


def first(method: Method, seconds: float) -> Times:
    try:
        spent, found = once(method, patience(seconds))
        return Times((spent,)) if method.answers(found) else Times(failure="no answer")
    except Impatient:
        return Times(failure=f"> {seconds:.0f} s")
    except Exception as failure:  # those of other libraries are of any kind
        return Times(failure=type(failure).__name__)


def in_turn(methods: dict[str, Method], rounds: int, seconds: float, long: float = 5) -> dict[str, Times]:
    """Of every method, after a round that does not count; a call that takes long is made once."""
    found = {name: first(method, seconds) for name, method in methods.items()}
    again = {name: list[float]() for name, times in found.items() if times.rounds and times.rounds[0] < long}
    for _ in range(rounds):
        for name, times in again.items():
            times.append(once(methods[name], nullcontext())[0])
    return {name: Times(tuple(again[name])) if name in again else times for name, times in found.items()}
