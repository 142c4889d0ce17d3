"""Files written whole or not at all: into a temporary neighbour, then renamed over the target.

Not by click.open_file(..., atomic=True): click 8 replaces the target after a failed write, too.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """The file with this content; parents are created; a failure (OSError) leaves what was there."""
    target = Path(os.path.realpath(path))  # through a link, so that the link stays
    if target.exists() and not target.is_file():
        write_through(target, data)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:32]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def write_through(target: Path, data: bytes) -> None:
    """What is no plain file (a pipe, /dev/stdout) cannot be replaced; a folder raises IsADirectoryError."""
    with target.open("wb") as file:
        file.write(data)


def mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
