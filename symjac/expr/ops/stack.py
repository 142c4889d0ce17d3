"""The members f_1, …, f_N of a family one below the other: a column of numbers, a column of columns."""

from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Op
from symjac.expr.families import always, plain_over
from symjac.expr.make import stack
from symjac.expr.registry import register
from symjac.writing.box import Box, Fence, Script


def differential(expr: Expr, d: Differentials) -> Expr:
    (df,) = d
    assert df is not None
    return stack(expr.data[0], df)


def value(xp: Any, expr: Expr, *members: Array) -> Array:
    return xp.block([[a] for a in members])


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """(f_i)_i"""
    return Script(Fence("(", args[0], ")"), sub=expr.data[0].op.look(expr.data[0], ()))


register(
    Op(
        name="stack",
        spellings=(),
        signature=None,
        value=value,
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_over("stack"),
        domain=always,
        sentence="the members of a family, one below the other",
        source="",
        example="",
        listed="",
        binds=True,
    )
)
