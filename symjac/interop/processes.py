"""Processes started afresh: a copy of a process that has threads, the PDF engine's for example, may wait for ever."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def processes(jobs: int) -> ProcessPoolExecutor:
    """A pool of so many; what is sent to it is pickled, and a script that uses it has `if __name__ == "__main__":`."""
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
