"""Document to PDF: by the typst wheel (no TeX needed) or by the pdflatex on the PATH. Same input, same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from symjac.errors import UnsupportedError
from symjac.writing.block import Document
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.typst import page as typst

SUFFIXES = (".pdf",)
BINARY = True
STAMP = 946684800  # the date written into every file: 1 January 2000
SECONDS = 60
RUNS = 4  # the first writes the contents, the second reads them, which may move the rest once more


def document(doc: Document, *, engine: Literal["typst", "latex"] = "typst") -> bytes:
    """The document as a PDF file."""
    return by_latex(latex.document(doc)) if engine == "latex" else by_typst(typst.document(doc))


def by_typst(source: str | dict[str, bytes], *, tags: bool = True) -> bytes:
    """One source, or several with main.typ among them. tags: for screen readers; without them the file is a third of the size."""
    try:
        import typst  # noqa: F401
    except ImportError as missing:
        raise UnsupportedError("PDF needs the typst package", hint='pip install "symjac[pdf]"') from missing
    given = source.encode() if isinstance(source, str) else source
    made = _compiler().compile(input=given, format="pdf", timestamp=STAMP, pdf_tags=tags)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> Any:
    """One for all documents: it has read the fonts."""
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def by_latex(source: str, *, once: bool = False) -> bytes:
    """once: nothing in it refers to another page, so that one run is enough."""
    command = _command(once)
    with TemporaryDirectory(prefix="symjac-") as folder:
        (Path(folder) / "page.tex").write_text(source, encoding="ascii")
        refers = not once and (r"\hyperref" in source or r"\tableofcontents" in source)
        log = _settled(command, folder) if refers else _run(command, folder)
        made = Path(folder) / "page.pdf"
        if not made.exists():
            raise UnsupportedError("LaTeX could not compile the document", found=_complaint(log))
        return made.read_bytes()


def _command(once: bool) -> list[str]:
    """No shell escape, no questions, the first error stops; latexmk alone knows how often to run."""
    options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    if shutil.which("pdflatex") is None:
        raise UnsupportedError(
            "no pdflatex on the PATH", hint='install TeX Live, or use the engine "typst": pip install "symjac[pdf]"'
        )
    if not once and shutil.which("latexmk") is not None:
        return ["latexmk", "-norc", "-pdf", *options, "page.tex"]
    return ["pdflatex", *options, "page.tex"]


def _settled(command: list[str], folder: str) -> str:
    """The log of the run after which references no longer change; latexmk sees to that itself."""
    notes = Path(folder) / "page.aux"
    log, before = "", b""
    for _ in range(RUNS):
        log = _run(command, folder)
        after = notes.read_bytes() if notes.exists() else b""
        if command[0] == "latexmk" or after == before:
            break
        before = after
    return log


def _run(command: list[str], folder: str) -> str:
    stamp = {"SOURCE_DATE_EPOCH": str(STAMP), "FORCE_SOURCE_DATE": "1", "openin_any": "p", "openout_any": "p"}
    try:
        done = subprocess.run(command, cwd=folder, env={**os.environ, **stamp}, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as late:
        raise UnsupportedError(f"LaTeX did not finish within {SECONDS} seconds") from late
    return done.stdout.decode("utf-8", "replace")


def _complaint(log: str) -> str:
    """TeX's own error line and the place it names."""
    lines = log.splitlines()
    start = next((k for k, line in enumerate(lines) if line.startswith("!")), None)
    if start is None:
        return "\n".join(lines[-3:])
    place = next((line for line in lines[start:] if re.match(r"l\.\d+", line)), "")
    return f"{lines[start]} {place}".strip()
