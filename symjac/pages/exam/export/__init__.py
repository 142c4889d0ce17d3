"""Questions for the platforms that courses use: a file here for each. It has files(variants) → names and contents."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from symjac.errors import UnsupportedError
from symjac.pages.exam.sheet import Sheet
from symjac.pages.exam.variant import Variant, variant
from symjac.writing import atomic


@cache
def platforms() -> tuple[str, ...]:
    return tuple(m.name for m in pkgutil.iter_modules(__path__) if m.name not in ("common", "mathematics"))


def export(sheet: Sheet, platform: str, out: Path, variants: int = 1) -> list[Path]:
    """The files that were written. variants: how many of each item."""
    if platform not in platforms():
        raise UnsupportedError(f"there is no platform {platform!r}", expected=", ".join(platforms()))
    found = variants_of(sheet, variants)
    written = []
    for name, data in importlib.import_module(f"symjac.pages.exam.export.{platform}").files(found):
        atomic.write(out / name, data)
        written.append(out / name)
    return written


def variants_of(sheet: Sheet, n: int) -> list[Variant]:
    """The variant without a student, or those of students called 1 to n."""
    return [variant(sheet)] if n == 1 else [variant(sheet, str(k + 1)) for k in range(n)]
