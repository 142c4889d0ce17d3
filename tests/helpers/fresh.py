"""Eight threads at once: fresh formulas, whose derivatives one thread finds alike."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

T, R = TypeVar("T"), TypeVar("R")
THREADS = 8
FORMULAS = (
    ("sum({x}.*{x})", "{x}"), ("{x}'*{A}*{x}", "{x}"), ("norm({y} - {A}*{x})^2", "{x}"), ("tr({A}*{B}*{A}')", "{B}"),
    ("{A}*{x} + {y}", "{x}"), ("logsumexp({A}*{x})", "{x}"), ("log(1 + exp({y}'*{x}))", "{x}"), ("inv({A} + {B})", "{A}"),
)  # fmt: skip


def formula(k: int) -> tuple[str, str]:
    """The k-th formula, in letters that were not used before."""
    f, x = FORMULAS[k % len(FORMULAS)]
    letters = {letter: f"{letter}_{k}" for letter in "xyAB"}
    return f.format(**letters), x.format(**letters)


@contextmanager
def switching(interval: float) -> Iterator[None]:
    """Threads that give way after so many seconds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(interval)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def at_once(work: Callable[[T], R], given: Sequence[T]) -> list[list[R]]:
    """What each of the threads makes of all that is given, side by side."""
    start = Barrier(THREADS)

    def run(_: int) -> list[R]:
        start.wait()
        return [work(each) for each in given]

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))
