"""1/N Σ_i f_i is a mean: the N below the stroke says how far i runs, where nothing else does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from symjac.expr.dims import dim
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.sums.bound import Bound, Indexed
from symjac.language.text.tree import Token


def settle_ends(lines: list[Line], own: Collection[str]) -> Iterator[str]:
    """The end of the one index that has none, in place; what is told of it. own: names that are declared or defined."""
    for line in lines:
        sides = [*line.links, line.body]
        tokens = [t for side in sides for t in side]
        open_ = {t.data.letter for t in tokens if isinstance(t.data, Bound) and t.data.upper is None}
        counts = {name for side in sides for name in divisors(side)} - {*own}
        elsewhere = {full_name(t) for side in sides for k, t in enumerate(side) if t.type == "WORD" and not _is_divisor(side, k)}
        ends = {str(t.data.upper) for t in tokens if isinstance(t.data, Bound) and t.data.upper is not None}
        counts -= elsewhere | ends
        if len(open_) != 1 or len(counts) != 1:
            continue
        (letter,), (name,) = open_, counts
        if name not in ("N", "M", "n", "m", letter.upper()):  # E_i/T has a temperature below the stroke
            continue
        for t in tokens:
            if isinstance(t.data, Bound) and t.data.letter == letter:
                t.data = replace(t.data, upper=dim(name))
        yield f"{letter} runs to {name}, by which the sum is divided."


def divisors(side: list[Token]) -> Iterator[str]:
    """N of 1/N, of 1/(2N) and of 1/(N σ²)."""
    yield from (full_name(t) for k, t in enumerate(side) if t.type == "WORD" and _is_divisor(side, k))


def _is_divisor(side: list[Token], k: int) -> bool:
    follows = side[k + 1].type if k + 1 < len(side) else ""
    if isinstance(side[k].data, Indexed) or not re.fullmatch("[A-Zmn]", full_name(side[k])) or follows in ("POW", "LPAR"):
        return False
    before = side[k - 1].type if k else ""
    if before == "DIVIDE":
        return True
    number = k > 1 and before in ("NUM", "_TIMES") and side[k - 2].type in ("LPAR", "NUM")
    opened = k - 2 if number and side[k - 2].type == "LPAR" else k - 3 if number else k - 1
    inside = opened > 0 and side[opened].type == "LPAR" and follows == "RPAR"
    return bool(inside) and side[opened - 1].type == "DIVIDE"
