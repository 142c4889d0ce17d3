"""Π_i f_i: the product over an index; dΠ = Σ_i (df_i/f_i) Π, where no factor is zero."""

from functools import reduce
from operator import mul as times
from typing import Any

from symjac.expr.expr import Array, Condition, Differentials, Expr, Op
from symjac.expr.families import limits, plain_over
from symjac.expr.make import bigsum, div, mul
from symjac.expr.registry import register
from symjac.writing.box import SUM, BigOp, Box, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (df,) = d
    assert df is not None
    return mul(expr, bigsum(expr.data[0], div(df, expr.args[0])))


def value(xp: Any, expr: Expr, *factors: Array) -> Array:
    return reduce(times, factors)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return BigOp("∏", *limits(expr), paren(args[0], SUM + 1))


register(
    Op(
        name="bigprod",
        spellings=(),
        signature=None,
        value=value,
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_over("prod"),
        domain=lambda expr: (Condition("nonzero", expr.args[0]),),
        sentence="the derivative of a product: each factor's own, divided by the factor, summed, times the product",
        source="",
        example="",
        listed="",
        binds=True,
    )
)
