"""Functions that are only named: `f: R^n -> R^m`, also `g: ℝ³ → ℝ` and `h: \\mathbb{R}^D \\to \\mathbb{R}^N`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from symjac.errors import ParseError, ShapeError
from symjac.expr.dims import ONE, Dim
from symjac.language.declare import ARROW, Declaration, Item, items, text_of
from symjac.language.text.spelled import one_name
from symjac.lazy import regex

_COLON = regex(r":|\\colon\b")
_SPACE = regex(r"\s*(?:ℝ|\\mathbb\s*(?:\{\s*R\s*\}|R\b)|\\R\b|R(?![A-Za-z]))\s*(?P<raised>.*?)\s*", re.S)
_BRACED = regex(r"\^\s*(?:\{(.*)\}|\((.*)\)|(.*))", re.S)
EXPECTED = "a map such as f: R^n -> R^m or g: R^3 -> R"


@dataclass(frozen=True)
class Map:
    """f: ℝⁿ → ℝᵐ, a map of columns that has a name and no formula."""

    name: str
    inputs: Dim
    outputs: Dim

    @property
    def text(self) -> str:
        return f"{self.name}: {space(self.inputs)} -> {space(self.outputs)}"


def space(n: Dim) -> str:
    """R, R^n, R^(n + 1)"""
    return "R" if n == ONE else f"R^{n}" if " " not in str(n) and "*" not in str(n) else f"R^({n})"


def maps(where: str | Mapping[str, str] | None, declared: Mapping[str, Declaration]) -> dict[str, Map]:
    """Every map that is declared, by canonical name."""
    text = text_of(where)
    found: dict[str, Map] = {}
    for start, end in items(text):
        if ARROW.search(text, start, end):
            for item in _read(text, start, end):
                if item.name in declared or found.get(item.name, item) != item:
                    raise ShapeError(f"`{item.name}` is declared twice, and differently", source=text, span=(start, end))
                found[item.name] = item
    _check_sizes(text, found, declared)
    return found


def _check_sizes(text: str, found: Mapping[str, Map], declared: Mapping[str, Declaration]) -> None:
    sizes = {n for item in found.values() for size in (item.inputs, item.outputs) for n in size.names}
    sizes |= {n for d in declared.values() for size in (d.rows, d.columns) if size for n in size.names}
    for name in sorted(sizes & (set(found) | set(declared))):
        raise ParseError(
            f"`{name}` is declared, and is also the name of a size", source=text, span=(0, len(text)), hint="rename one of them"
        )


def _read(text: str, start: int, end: int) -> list[Map]:
    """The maps of one declaration: `f, g: R^n -> R^m` are two."""
    colon, arrow = _COLON.search(text, start, end), ARROW.search(text, start, end)
    assert arrow is not None
    if colon is None or colon.start() > arrow.start():
        raise ParseError("a map needs a name and a colon", source=text, span=(start, end), expected=EXPECTED)
    inputs = _size(text, colon.end(), arrow.start())
    outputs = _size(text, arrow.end(), end)
    names = text[start : colon.start()].split(",")
    return [Map(one_name(name, "a declaration", text, start), inputs, outputs) for name in names]


def _size(text: str, start: int, end: int) -> Dim:
    """The n of ℝⁿ; 1 of ℝ."""
    found = _SPACE.fullmatch(text, start, end)
    if found is None:
        shown = text[start:end].strip()
        message = f"`{shown[:40]}` is not a space of columns" if shown else "a space is missing"
        raise ParseError(message, source=text, span=_tight(text, start, end), expected=EXPECTED)
    raised, at = found["raised"], found.start("raised")
    if not raised:
        return ONE
    braced = _BRACED.fullmatch(raised)
    if braced is not None:
        k = next(k for k in (1, 2, 3) if braced[k] is not None)
        raised, at = braced[k], at + braced.start(k)
    elif raised.isascii():
        raise ParseError(f"`{raised[:40]}` does not belong to a map", source=text, span=_tight(text, at, end), expected=EXPECTED)
    item = Item(text, start, end)
    item.scan(unicodedata.normalize("NFKC", raised), at)
    size = item.size()
    if size is None:
        hint = "a map takes and gives columns" if re.search("x|×|times", raised) else None
        raise ParseError(f"`{raised[:40]}` is not a size", source=text, span=(at, end), expected=EXPECTED, hint=hint)
    return size


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without the spaces around it; at least one character."""
    inner = text[start:end]
    first = start + len(inner) - len(inner.lstrip())
    return (first, first + len(inner.strip())) if inner.strip() else (max(end - 1, 0), end)
