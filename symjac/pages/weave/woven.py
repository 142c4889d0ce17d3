"""A document with its commands filled: what has not changed stays as it is, and where anything is wrong nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from symjac.errors import LimitError, ParseError, SymjacError
from symjac.lazy import regex
from symjac.pages.weave import markdown, tex
from symjac.pages.weave.command import Command
from symjac.pages.weave.fill import Author, content
from symjac.pages.weave.spelling import transpose_of
from symjac.writing import atomic

SUFFIXES = {".tex": "tex", ".ltx": "tex", ".md": "markdown", ".markdown": "markdown", ".qmd": "markdown"}
LONGEST = 5_000_000  # characters of a document
STYLE = "symjac.sty"
_NEEDS_STYLE = regex(r"\\usepackage\s*(?:\[[^\]]*\])?\s*\{[^}]*\bsymjac\b")


@dataclass(frozen=True)
class Fault:
    """A mistake at a place of the document, from 1; claim: an equation that does not hold."""

    line: int
    column: int
    error: SymjacError
    claim: bool

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.error}"


@dataclass(frozen=True)
class Woven:
    """The new text, or what is wrong; derived: how many commands were filled anew, kept: how many were as they should be."""

    text: str
    derived: int
    kept: int
    faults: tuple[Fault, ...]


def weave(path: Path, out: Path | None = None, *, write: bool = True) -> Woven:
    """Fill the commands of a file, in place or into another one; the file is written whole, and only if all is well."""
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise ParseError(f"the suffix of {path.name!r} names no document", expected=", ".join(SUFFIXES))
    raw = path.read_bytes()
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(f"{path.name} is not UTF-8", found=f"byte {error.start}") from error
    found = woven(source, kind, beside(path, source) if kind == "tex" else "")
    target = out or path
    if not write:
        return found
    if not found.faults and (found.text != source or target != path):
        atomic.write(target, found.text.encode())
    if not found.faults and kind == "tex" and _NEEDS_STYLE.search(source) and not (target.parent / STYLE).exists():
        atomic.write(target.parent / STYLE, style())
    return found


def style() -> bytes:
    r"""symjac.sty, with which the source is LaTeX before and after."""
    return files("symjac.pages.weave").joinpath(STYLE).read_bytes()


def beside(path: Path, source: str) -> str:
    """What the files next to it say that the preamble brings along: the author's macros may be in them."""
    files = (path.parent / name for name in tex.brought(source))
    return "\n".join(f.read_text("utf-8", "replace") for f in files if f.is_file() and f.stat().st_size <= LONGEST)


def woven(source: str, kind: str, brought: str = "") -> Woven:
    """A text with its commands filled. kind: tex or markdown; brought: further text that defines macros."""
    if len(source) > LONGEST:
        raise LimitError(f"a document has at most {LONGEST} characters")
    lines = "\r\n" if "\r\n" in source else "\n"
    source = source.replace("\r\n", "\n")
    language = tex if kind == "tex" else markdown
    known = tex.macros(brought) | tex.macros(source) if kind == "tex" else {}
    author = Author(known, transpose_of(source, known)) if kind == "tex" else None
    pieces, at, derived, kept = [], 0, 0, 0
    faults: list[Fault] = []
    for command in found_in(language.commands, source, faults):
        used = tex.used(command.formula, known) if known else ""
        digest = command.digest(used)
        if command.hash == digest:
            kept += 1
            continue
        try:
            filled = language.filling(command, content(command, author, used), digest)
        except SymjacError as error:
            faults.append(fault(source, command, error, used))
            continue
        pieces += [source[at : command.start], filled]
        at, derived = command.end, derived + 1
    text = "".join([*pieces, source[at:]])
    return Woven(text.replace("\n", lines), derived, kept, tuple(faults))


def found_in(commands: Callable[[str], Iterator[Command | ParseError]], source: str, faults: list[Fault]) -> Iterator[Command]:
    """The commands; what is none is told among the faults."""
    for found in commands(source):
        if isinstance(found, Command):
            yield found
        else:
            faults.append(Fault(*line_and_column(source, found.span[0] if found.span else 0), alone(found), False))


def fault(source: str, command: Command, error: SymjacError, used: str) -> Fault:
    """The mistake, at its place in the document."""
    inside = 0
    if error.span is not None and error.source is not None and error.source.endswith(command.formula):
        inside = max(0, error.span[0] - (len(error.source) - len(command.formula)))
    claim = command.name == "checked" and error.message.startswith("this is not so")
    return Fault(*line_and_column(source, command.at + inside), shortened(error, used), claim)


def shortened(error: SymjacError, used: str) -> SymjacError:
    """Without the author's macros in front of the formula that is shown."""
    if not used or error.source is None or not error.source.startswith(used) or error.span is None:
        return error
    start, end = (max(0, k - len(used)) for k in error.span)
    more = {"found": error.found, "expected": error.expected, "hint": error.hint}
    return type(error)(error.message, source=error.source[len(used) :], span=(start, end), **more)


def alone(error: SymjacError) -> SymjacError:
    """Without the caret, which would show the document."""
    return type(error)(error.message, found=error.found, expected=error.expected, hint=error.hint)


def line_and_column(source: str, at: int) -> tuple[int, int]:
    return source.count("\n", 0, at) + 1, at - (source.rfind("\n", 0, at) + 1) + 1
