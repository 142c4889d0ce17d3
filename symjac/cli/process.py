"""What a process has and a function call has not: standard streams that may be closed, signals, an end that must be quick."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Any, NoReturn

from symjac.cli import BAD_INPUT, INTERRUPTED, Stop, main

STREAMS = ("stdin", "stdout", "stderr")


def run(*, interruptible: bool) -> int:
    """main: `symjac functions | head` ends without a complaint."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    reopen()
    sys.unraisablehook = unraisable
    if interruptible:
        signal.signal(signal.SIGINT, stop)  # so that what is being written is cleared away
    return flushed(main())


def stop(*_: Any) -> NoReturn:
    raise Stop


def reopen() -> None:
    """Closed standard streams as ones that fail when they are used; else the next file to be opened would take their place."""
    for number, name in enumerate(STREAMS):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDONLY if number else os.O_WRONLY)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def unraisable(what: Any) -> None:
    """Ctrl-C in a callback of the interpreter, which would swallow it."""
    if what.exc_type is not None and issubclass(what.exc_type, Stop):
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(what)


def flushed(status: int) -> int:
    """The status, when all is written; what cannot be written is not tried again by the interpreter at its end."""
    for number, name in enumerate(STREAMS[1:], 1):
        try:
            getattr(sys, name).flush()
        except OSError:
            status = status or BAD_INPUT
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return status


def ended(status: int) -> int:
    """The end of the process, at once: the system takes the memory back sooner than the interpreter takes SymPy apart.

    Not where others wait for an end in good order: threads, other processes, a tracer or profiler.
    """
    watched = sys.gettrace() is not None or sys.getprofile() is not None
    if threading.active_count() == 1 and "multiprocessing" not in sys.modules and not watched:
        atexit._run_exitfuncs()
        os._exit(flushed(status))
    return status
