"""While a derivation is at work, cycles are looked for seldom: it makes many objects that live for a while, hardly a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

YOUNG = 50_000  # objects from which on there is a look at the new ones; Python's own number is 700
_changing = Lock()
_running = 0
_usual = (0, 0, 0)


@contextmanager
def cycles_seldom() -> Iterator[None]:
    """Python's collector with a higher threshold; the usual one is back when the last thread is through."""
    enter()
    try:
        yield
    finally:
        leave()


def enter() -> None:
    global _running, _usual
    with _changing:
        if not _running:
            _usual = gc.get_threshold()
            if 0 < _usual[0] < YOUNG:  # 0: somebody wants no collector
                gc.set_threshold(YOUNG, *_usual[1:])
        _running += 1


def leave() -> None:
    global _running
    with _changing:
        _running -= 1
        if not _running and gc.get_threshold()[0] == YOUNG:  # else somebody has set another meanwhile
            gc.set_threshold(*_usual)
