"""The process: python -m symjac, and the command symjac, from their first moment to their last."""

import gc
import os
import signal
import sys
from typing import Any

INTERRUPTED = 130


def leave(*_: Any) -> None:
    """Ctrl-C while nothing is at work: no word, and nothing to clear up."""
    os._exit(INTERRUPTED)


def program() -> int:
    """The command line as a process of its own. Ctrl-C, whenever it comes, ends it with status 130 and without a word."""
    asked = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # and not ignored, as with nohup
    if asked:
        signal.signal(signal.SIGINT, leave)  # before anything is imported
    gc.set_threshold(300_000, 20, 20)  # nearly all that is allocated are modules, which stay
    from symjac.cli import Stop
    from symjac.cli.process import ended, run

    try:
        return ended(run(interruptible=asked))
    except Stop:  # between the last line of the command line and this one
        return INTERRUPTED
    finally:
        if asked:
            signal.signal(signal.SIGINT, leave)


if __name__ == "__main__":
    sys.exit(program())
