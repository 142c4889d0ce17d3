"""Work is counted in calls: a bound on them holds on every machine, on a busy day too, where a bound on seconds does not.

A hang within one call (a regular expression, a power of whole numbers) is left to the limit that pytest sets on every test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from cProfile import Profile


class Work:
    """calls: how many functions were called, of Python and built in, in this thread."""

    calls = 0


@contextmanager
def work() -> Iterator[Work]:
    """with work() as done: …; assert done.calls < 1_000_000"""
    done, profile = Work(), Profile(builtins=True)
    profile.enable()
    try:
        yield done
    finally:
        profile.disable()
        done.calls = sum(each.callcount for each in profile.getstats())  # type: ignore[attr-defined]
