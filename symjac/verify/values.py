"""Values and derivatives at a point of one's own or at a random one, as exact numbers or decimals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any

import symjac.verify.layout as layout
from symjac.errors import DomainError
from symjac.expr.expr import Expr
from symjac.verify.evaluate import Point
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals, Exact
from symjac.verify.points import Draw, dims_of, draw_sizes
from symjac.verify.scalars import CONTEXT, Irrational, Outside, Scalar
from symjac.verify.term import Derivative

Rows = Sequence[Sequence[Fraction | int]]


def point(
    symbols: Iterable[Expr],
    values: Mapping[str, Rows] | None = None,
    *,
    exact: bool = True,
    sizes: Mapping[str, int] | None = None,
    seed: int = 0,
    turn: int = 0,
    definitions: Mapping[Expr, Expr] | None = None,
) -> Point:
    """The given values (rows of integers or fractions), the rest random. Irrational values want exact=False."""
    known = tuple(symbols)
    given = dict(sizes or {})
    for s in known:
        rows = (values or {}).get(str(s.data[0]))
        if rows is not None:
            actual = (len(rows), len(rows[0]))
            given.update({name: n for d, n in zip(s.shape, actual, strict=True) for name in d.names if str(d) == name})
    numbers = Exact() if exact else Decimals()
    with localcontext(CONTEXT):
        draw = Draw(numbers, f"{seed}/{turn}", 0, halves=turn > 0)
        found = Point(numbers, draw_sizes(dims_of(known), given, turn), draw, known, definitions)
        found.fix(values or {})
    return found


def value(expr: Expr, at: Point) -> Mat:
    """The value; scalars.Irrational where it has no exact one, scalars.Outside off the domain."""
    with localcontext(CONTEXT):
        return at.view.value(expr)


def tensor(f: Expr, x: Expr, at: Point) -> list[list[list[list[Scalar]]]]:
    """D[i][j][k][l] = dF_ij/dX_kl."""
    with localcontext(CONTEXT):
        return layout.tensor(at.view, f, x)


def laid_out(meaning: Derivative, at: Point) -> Mat:
    """The derivative in its layout."""
    with localcontext(CONTEXT):
        return layout.derivative(at.view, meaning)


def numbers(expr: Expr) -> list[list[Any]]:
    """The entries of a constant expression: exact if all are rational, else decimals of a hundred digits."""
    return [list(row) for row in _numbers(expr)]


@lru_cache(maxsize=256)
def _numbers(expr: Expr) -> list[list[Any]]:
    """A page of numbers asks for the same ones a dozen times: whether they end, how many places they need, their digits."""
    try:
        try:
            exact = value(expr, point(())).rows
            if all(isinstance(z, int | Fraction) for line in exact for z in line):
                return exact
        except Irrational:
            pass
        return value(expr, point((), exact=False)).rows
    except ArithmeticError as failure:
        raise DomainError("there is no value at this point", found=reason(failure)) from failure


def reason(failure: ArithmeticError) -> str:
    """Why there is none."""
    if isinstance(failure, Outside):
        return str(failure)
    return "division by zero" if isinstance(failure, ZeroDivisionError) else "a number that is too large"
