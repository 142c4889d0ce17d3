"""Σ_i f_i: the sum over an index; d Σ_i f_i = Σ_i d f_i."""

from functools import reduce
from operator import add
from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Linear, Op
from symjac.expr.families import always, limits, plain_over
from symjac.expr.make import bigsum
from symjac.expr.registry import register
from symjac.writing.box import PREFIX, SUM, BigOp, Box, Prefix, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (df,) = d
    assert df is not None
    return bigsum(expr.data[0], df)


def value(xp: Any, expr: Expr, *terms: Array) -> Array:
    return reduce(add, terms)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """Sums and signs inside are bracketed: Σ_i (a_i + b_i)."""
    (body,) = args
    return BigOp("∑", *limits(expr), paren(body, PREFIX + 1 if isinstance(body, Prefix) else SUM + 1))


register(
    Op(
        name="bigsum",
        spellings=(),
        signature=None,
        value=value,
        entry=None,
        differential=differential,
        linear=Linear(pullback=lambda expr, k, G: G, push=lambda expr, k, term: term.over_index(expr.data[0])),
        look=look,
        plain=plain_over("sum"),
        domain=always,
        sentence="the derivative of a sum is the sum of the derivatives",
        source="Deisenroth, Faisal & Ong, Mathematics for Machine Learning, eq. (5.30)",
        example="",
        listed="",
        binds=True,
    )
)
