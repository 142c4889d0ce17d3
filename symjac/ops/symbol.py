"""A variable: its name, its shape, and what is assumed of it."""

from symjac.core.box import ATOM, Box, Prefix
from symjac.core.expr import Expr
from symjac.core.names import look_of
from symjac.core.op import Op, register
from symjac.core.plain import Plain
from symjac.families import always


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """The name; the direction of a differential is d and the name of its variable."""
    name, assumptions = expr.data
    return Prefix("d", look_of(name[1:]), ATOM) if "differential" in assumptions else look_of(name)


register(
    Op(
        name="symbol",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.variable(expr),
        entry=lambda route, expr, i, j: route.variable(expr, i, j),
        differential=None,
        linear=None,
        look=look,
        plain=lambda expr, args: Plain(expr.data[0]),
        domain=always,
        sentence="a variable",
        source="",
        example="",
        listed="",
    )
)
