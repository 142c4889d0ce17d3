"""A variable: its name, its shape, and what is assumed of it."""

from symjac.core.names import look_of
from symjac.core.op import Op, register
from symjac.core.plain import Plain
from symjac.families import always

register(
    Op(
        name="symbol",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.variable(expr),
        entry=lambda route, expr, i, j: route.variable(expr, i, j),
        differential=None,
        linear=None,
        look=lambda expr, args: look_of(expr.data[0]),
        plain=lambda expr, args: Plain(expr.data[0]),
        domain=always,
        sentence="a variable",
        source="",
        example="",
        listed="",
    )
)
