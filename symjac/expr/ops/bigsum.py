"""Σ_i f_i: the sum over an index; d Σ_i f_i = Σ_i d f_i."""

from functools import reduce
from operator import add
from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import bigsum
from symjac.expr.plain import Plain, call
from symjac.expr.registry import register
from symjac.writing.box import PREFIX, RELATION, SUM, BigOp, Box, Infix, Num, Prefix, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (df,) = d
    assert df is not None
    return bigsum(expr.data[0], df)


def value(xp: Any, expr: Expr, *terms: Array) -> Array:
    return reduce(add, terms)


def limits(expr: Expr) -> tuple[Box, Box]:
    """i = 1 below, N above."""
    from symjac.expr.looks import look_of_dim, written

    i = expr.data[0]
    return Infix((written(i), Num("1")), ("=",), RELATION), look_of_dim(i.data[1])


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """Sums and signs inside are bracketed: Σ_i (a_i + b_i)."""
    (body,) = args
    return BigOp("∑", *limits(expr), paren(body, PREFIX + 1 if isinstance(body, Prefix) else SUM + 1))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    i = expr.data[0]
    return call("sum", (f"{i.data[0]}=1..{i.data[1]}", args[0]))


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
        plain=plain,
        domain=always,
        sentence="the derivative of a sum is the sum of the derivatives",
        source="Deisenroth, Faisal & Ong, Mathematics for Machine Learning, eq. (5.30)",
        example="",
        listed="",
        binds=True,
    )
)
