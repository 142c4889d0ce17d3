"""1.702, not 851/500: where decimals were typed, numbers that end are written as decimals; a typed 1/2 stays what it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar

from symjac.derivation.decimals import ending
from symjac.lazy import regex
from symjac.writing.box import Frac, Num, decimal_box
from symjac.writing.parts import mapped

Node = TypeVar("Node")
MOST = 30  # places behind the point
DECIMAL = regex(r"(?<![\w.])\d*\.\d+(?:[eE][+-]?\d+)?")
QUOTIENT = regex(r"(?<![\w.])(\d+)\s*/\s*([1-9]\d*)(?![\w.])")


def as_typed(node: Node, source: str) -> Node:
    """A document, its numbers written as in the text that it answers."""
    decimals = {Fraction(text) for text in DECIMAL.findall(source)}
    if not decimals:
        return node
    kept = {Fraction(int(a), int(b)) for a, b in QUOTIENT.findall(source)} | {Fraction(1, 2)}
    written: Node = _written(node, frozenset(kept - decimals))
    return written


def no_longer(q: Fraction, a: str, b: str) -> str | None:
    """0.7978845608 for 997355701/1250000000: an exact decimal with no more digits than the fraction."""
    text = ending(q, MOST)
    return text if text is not None and len(text) <= len(a) + len(b) else None


def _written(node: Any, kept: frozenset[Fraction]) -> Any:
    match node:
        case Frac(Num(a), Num(b)) if a.isdecimal() and b.isdecimal():
            q = Fraction(int(a), int(b))
            text = None if q in kept else ending(q) or no_longer(q, a, b)
            return node if text is None else decimal_box(text)
    return mapped(node, lambda inner: _written(inner, kept))
