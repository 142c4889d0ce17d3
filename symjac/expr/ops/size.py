"""A dimension name used as a number: 1/N."""

from symjac.expr.expr import Op
from symjac.expr.families import always
from symjac.expr.looks import look_of_dim
from symjac.expr.plain import Plain
from symjac.expr.registry import register

register(
    Op(
        name="size",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.number(xp.size(expr.data[0])),
        entry=lambda route, expr, i, j: route.size(expr.data[0]),
        differential=None,
        linear=None,
        look=lambda expr, args: look_of_dim(expr.data[0]),
        plain=lambda expr, args: Plain(str(expr.data[0])),
        domain=always,
        sentence="the size of a dimension, as a number",
        source="",
        example="",
        listed="",
    )
)
