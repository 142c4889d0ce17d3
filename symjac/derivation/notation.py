"""The signs of the subject: ∇ₓf, ∂fᵢ/∂xⱼ, f: ℝᴺ → ℝᴹ, 1 ≤ i ≤ M, ∇ₐf is M × (M × N)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from symjac.expr.dims import ONE, Dim, Shape
from symjac.expr.expr import Expr
from symjac.expr.lazy import sympy
from symjac.expr.looks import look_of_dim, look_of_shape, space_of, written
from symjac.expr.names import look_of
from symjac.verify.term import Free
from symjac.writing import dotted
from symjac.writing.block import Text
from symjac.writing.box import (
    PRODUCT,
    RELATION,
    Box,
    Dots,
    Fence,
    Infix,
    Num,
    Sym,
    commas,
    equation,
    paren,
)
from symjac.writing.dotted import Place
from symjac.writing.parts import on_line
from symjac.writing.signs import airy, listed, nabla, partial, total

MOST = 6  # names that are listed


def listed_below(variables: Sequence[Expr]) -> Box:
    """x, y; W⁽¹⁾, b⁽¹⁾, …, b⁽⁵⁰⁾ where there are many."""
    shown = [written(x) for x in variables]
    return commas(shown if len(shown) <= MOST else [*shown[:2], Dots("l"), shown[-1]])


def derivative_sign(f: Box, variables: Sequence[Expr], order: int = 1) -> Box:
    """∇ₓf; df/dt where the only variable is a number."""
    below = listed_below(variables)
    if len(variables) == 1 and variables[0].is_scalar:
        return total(f, below, order)
    return nabla(below, f, order)


def partial_sign(f: Box, x: Expr) -> Box:
    """∂f/∂x of a number, else ∇ₓf: of one variable among several."""
    return partial(f, written(x)) if x.is_scalar else nabla(written(x), f)


def lives_in(name: Box, shape: Shape) -> Box:
    """A ∈ ℝ^{M×N}"""
    return Infix((name, space_of(shape)), ("∈",), RELATION)


def ranges(free: Sequence[Free]) -> Box:
    """1 ≤ i ≤ M,  1 ≤ j ≤ N: indices of one size share a range, and there is more air between the ranges than within."""
    return airy(each_range(free))


def each_range(free: Sequence[Free]) -> list[Box]:
    """1 ≤ i, k ≤ M and 1 ≤ j ≤ N"""
    by_size: dict[Dim, list[Box]] = {}
    for index in free:
        by_size.setdefault(index.size, []).append(Sym(str(index.symbol)))
    return [Infix((Num("1"), commas(names), look_of_dim(size)), ("≤", "≤"), RELATION) for size, names in by_size.items()]


def ranges_text(free: Sequence[Free]) -> Text:
    """The same in running text, where a line may end between the ranges."""
    first, *others = each_range(free)
    return (first, *(part for each in others for part in (", ", each)))


def jacobian_shape(f: Shape, x: Shape) -> Box:
    """The shape as the notes write it: M × N, M × (M × N), (N × N) × (M × N)."""

    def side(shape: Shape) -> Box:
        if ONE in shape:
            return paren(look_of_dim(shape[0] * shape[1]), PRODUCT)
        return Fence("(", look_of_shape(shape), ")")

    return Infix((side(f), side(x)), ("×",), PRODUCT)


def sizes_text(sizes: Iterable[tuple[str, int]]) -> Text:
    """M = 3 and N = 2"""
    return listed([(equation(look_of(name), Num(str(n))),) for name, n in sizes])


SMALL = 4  # sizes up to this are written without dots


def places(dim: Dim, size: Any, *, full: bool) -> list[Place]:
    """1, (2,) …, N"""
    found = dotted.places(size if dim.number is None else dim.number, SMALL, 2 if full else 1)
    return [None if place is None else sympy.sympify(place) for place in found]


NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def article(shown: Box) -> str:
    """'an M × N matrix', 'a 3 × 2 matrix'."""
    first = next(iter(plain_letters(shown)), "")
    return "an " if first in "AEFHILMNORSX8aefhilmnorsx" else "a "


def plain_letters(box: Box) -> str:
    """The names and digits on the line of a box, in order."""
    if isinstance(box, Sym | Num):
        return box.name if isinstance(box, Sym) else box.text
    return "".join(map(plain_letters, on_line(box)))
