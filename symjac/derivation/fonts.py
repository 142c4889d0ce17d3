r"""The fonts of a paste come back: \mathbf{x} stays bold, \top stays \top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symjac.language import Problem
from symjac.lazy import regex
from symjac.writing.box import Box, Sym
from symjac.writing.fonts import Hand
from symjac.writing.greek import GREEK_LETTERS

if TYPE_CHECKING:
    from symjac.derivation.result import Derived

BOLD = ("auto", "on", "off")
_FONT = regex(
    r"\\(?:mathbf|boldsymbol|bm|pmb|symbf|mathbfit|bs|vb|vec)\s*(?:\{(?P<group>[^{}]*)\}|(?P<one>\\?[A-Za-z]+))(?P<sub>\s*_)?"
)
_OLD = regex(r"\{\s*\\(?:bf|boldmath)\b(?P<group>[^{}]*)\}(?P<sub>\s*_)?")
_LETTER = regex(r"\\([A-Za-z]+)|([A-Za-z])")
_TRANSPOSES = regex(
    r"\^\s*\{?\s*-?\s*(?P<sign>\\top|\\intercal|\\mathsf|\\mathrm|\\prime|T(?![A-Za-z]))|(?P<prime>(?<=[A-Za-z)}\]])['’])"
)
_SIGNS: dict[str, Box] = {"\\top": Sym("⊤"), "\\intercal": Sym("⊺"), "T": Sym("T"), "\\prime": Sym("′"), "'": Sym("′")}


def hand_of(d: Derived, bold: str) -> Hand:
    """The hand in which the answer is written: auto as it was typed, on with all arrays in bold, off in italics."""
    source = d.problem.source
    if bold == "off":
        return Hand()
    sign = typed_sign(source) if "\\" in source else None
    if bold == "on":
        every = frozenset(_bases(d.problem))
        return Hand(every, every, sign)
    return Hand(*typed_bold(source), sign) if "\\" in source or not source.isascii() else Hand()


def _bases(problem: Problem) -> Iterator[str]:
    for name, e in problem.symbols.items():
        if not e.is_scalar:
            yield re.split(r"[_\[]", name)[0]


def typed_bold(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The letters that are bold in it, and those that are so before a subscript."""
    alone, indexed = set(), set()
    for found in (*_FONT.finditer(source), *_OLD.finditer(source)):
        letters = set(_letters(found["group"] or found.groupdict().get("one") or ""))
        alone |= letters
        indexed |= letters if found["sub"] else set()
    for char in source:
        if 0x1D400 <= ord(char) <= 0x1D433:  # 𝐱
            code = ord(char) - 0x1D400
            alone.add(chr(code + 65) if code < 26 else chr(code + 71))
    return frozenset(alone), frozenset(indexed)


def _letters(group: str) -> Iterator[str]:
    for command, letter in _LETTER.findall(group):
        if letter or command in GREEK_LETTERS:
            yield letter or command


def typed_sign(source: str) -> Box | None:
    """The sign of the transpose, where it is another than the usual one."""
    found = _TRANSPOSES.search(source)
    return _SIGNS.get(found["sign"] or "'") if found else None
