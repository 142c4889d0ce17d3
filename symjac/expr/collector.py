"""The cyclic garbage collector looks less often while one computation makes many expressions: they hold no circles.

Every expression counts as new work for it, and every few thousand of them it walks through all there are: a quarter of the time
of a network of a thousand layers. Its thresholds belong to the process, so they are put back when the last computation ends.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

OFTEN = 50_000  # new objects, after which it looks; the usual number is 700
_changing = Lock()
_running = 0
_before = gc.get_threshold()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it the collector looks at most once in so many new objects; one that is switched off stays so."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _running, _before
    with _changing:
        if _running == 0:
            _before = gc.get_threshold()
            if 0 < _before[0] < OFTEN:
                gc.set_threshold(OFTEN, *_before[1:])
        _running += 1


def _leave() -> None:
    global _running
    with _changing:
        _running -= 1
        if _running == 0 and gc.get_threshold()[0] == OFTEN:  # else somebody has set it in the meantime
            gc.set_threshold(*_before)
