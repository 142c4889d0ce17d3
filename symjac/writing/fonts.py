"""A document in another hand: letters in bold, and another sign of the transpose."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from symjac.writing.box import TRANSPOSE, Accent, Box, Script, Sym

T = TypeVar("T")


@dataclass(frozen=True)
class Hand:
    """How somebody writes. bold: letters in bold; indexed: those that are so with a subscript, too; sign: of the transpose."""

    bold: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()
    sign: Box | None = None

    def __bool__(self) -> bool:
        return bool(self.bold or self.indexed or self.sign is not None)


def rewritten(part: T, hand: Hand) -> T:
    """The document, block or box in that hand."""
    return _changed(part, hand) if hand else part


def _changed(part: Any, hand: Hand) -> Any:
    if part == TRANSPOSE and hand.sign is not None:
        return hand.sign
    if isinstance(part, Sym):
        return replace(part, font="bold") if part.font == "italic" and part.name in hand.bold else part
    if isinstance(part, Script) and part.sub is not None and isinstance(part.base, Sym | Accent):
        base = _changed(part.base, Hand(hand.indexed))  # A_ij is a number
        return replace(part, base=base, sub=_changed(part.sub, hand), sup=_changed(part.sup, hand))
    if isinstance(part, tuple):
        return tuple(_changed(each, hand) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    new = {f.name: _changed(getattr(part, f.name), hand) for f in fields(part)}
    return replace(part, **new) if any(new[name] is not getattr(part, name) for name in new) else part
