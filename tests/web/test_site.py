"""What `symjac site` packs for the browser: all that symjac reads from its own files, and none of what is only sent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import symjac
from symjac.web.site import sources

ROOM = Path(symjac.__file__).parent


def test_every_file_of_the_package_is_packed() -> None:
    """A sheet in German reads its words from a .toml: no kind of file may be forgotten."""
    with zipfile.ZipFile(io.BytesIO(sources())) as archive:
        packed = {name for name in archive.namelist() if name.startswith("symjac/")}
    here = {f"symjac/{p.relative_to(ROOM).as_posix()}" for p in ROOM.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert packed == {name for name in here if not name.endswith((".pyc", ".so", ".pyd"))} and len(packed) > 500
