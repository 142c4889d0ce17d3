"""Shape rules as text: "(m, k) (k, n) -> (m, n) | (1, 1) (m, n) -> (m, n)" is the product, with its two cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from symjac.expr.dims import ONE, Dim, Shape, dim
from symjac.lazy import regex

Pattern = tuple[str, str]  # rows and columns, each a letter, a number or a product of letters 'm*p'


@dataclass(frozen=True, slots=True)
class Case:
    """One alternative: a pattern for each argument and one for the result. `repeat`: the last one may recur."""

    args: tuple[Pattern, ...]
    result: Pattern
    repeat: bool = False

    def expand(self, count: int) -> tuple[Pattern, ...] | None:
        """The patterns for `count` arguments, or None if that many do not fit."""
        if self.repeat and count >= len(self.args):
            return self.args + (self.args[-1],) * (count - len(self.args))
        return self.args if count == len(self.args) else None


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """The alternatives of a shape rule, tried in order; one object for each text."""

    cases: tuple[Case, ...]
    text: str

    def result(self, shapes: Sequence[Shape]) -> Shape | None:
        """The shape of the result, or None if no case fits."""
        return result(self, tuple(shapes))


@lru_cache(maxsize=8192)
def result(rule: Signature, shapes: tuple[Shape, ...]) -> Shape | None:
    for case in rule.cases:
        bound = match(case, shapes)
        if bound is not None:
            return size(case.result[0], bound), size(case.result[1], bound)
    return None


def match(case: Case, shapes: Sequence[Shape]) -> dict[str, Dim] | None:
    """What the letters of a case stand for on these argument shapes, or None."""
    patterns = case.expand(len(shapes))
    if patterns is None:
        return None
    bound: dict[str, Dim] = {}
    for pattern, shape in zip(patterns, shapes, strict=True):
        for letter, actual in zip(pattern, shape, strict=True):
            wanted = dim(int(letter)) if letter.isdigit() else bound.setdefault(letter, actual)
            if wanted != actual:
                return None
    return bound


def size(pattern: str, bound: dict[str, Dim]) -> Dim:
    if pattern in bound:
        return bound[pattern]
    total = ONE
    for letter in pattern.split("*"):
        total = total * (dim(int(letter)) if letter.isdigit() else bound[letter])
    return total


_PAIR = regex(r"\(\s*([\w*]+)\s*,\s*([\w*]+)\s*\)")


@cache
def signature(text: str) -> Signature:
    """Read "(m, n)... -> (m, n)"; alternatives are separated by '|', '...' repeats the last argument."""
    cases = []
    for part in text.split("|"):
        left, right = part.split("->")
        args = tuple((a, b) for a, b in _PAIR.findall(left))
        ((rows, columns),) = _PAIR.findall(right)
        cases.append(Case(args, (rows, columns), "..." in left))
    return Signature(tuple(cases), text)
