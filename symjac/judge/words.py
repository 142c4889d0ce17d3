"""'Symmetry was used: $A$ and $A'$ are different': sentences with formulas in dollars, as running text and as plain text."""

from __future__ import annotations

from functools import lru_cache

from symjac.expr.looks import written
from symjac.language import parse
from symjac.writing.box import RELATION, Box, Infix
from symjac.writing.formats.text.page import box as drawn


def running(text: str) -> tuple[str | Box, ...]:
    """The words, and the formulas as they are written."""
    return tuple(formula(part) if k % 2 else part for k, part in enumerate(text.split("$")) if part)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The same in letters: A and Aᵀ."""
    return "".join(part if isinstance(part, str) else drawn(part) for part in running(text))


@lru_cache(maxsize=1024)
def formula(text: str) -> Box:
    """An expression, or an equation of expressions."""
    sides = [written(parse(side)) for side in text.split("=")]
    return sides[0] if len(sides) == 1 else Infix(tuple(sides), ("=",) * (len(sides) - 1), RELATION)
