"""A page of several measurements: each program writes its own section, from its heading to the next, and no other."""

from __future__ import annotations

import re
from pathlib import Path


def put(path: Path, heading: str, section: str) -> None:
    """The section that begins with this heading in place of the one that is there, or at the end."""
    page = path.read_text("utf-8") if path.exists() else "# Performance\n"
    before, found, rest = page.partition(f"{heading}\n")
    after = re.search(r"^## ", rest, re.M) if found else None
    parts = [before.rstrip(), section.strip(), rest[after.start() :].rstrip() if after else ""]
    path.write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8")
