"""A variable: its name, its shape, and what is assumed of it."""

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always
from symjac.expr.names import look_of, typed
from symjac.expr.plain import Plain
from symjac.expr.registry import register
from symjac.writing.box import ATOM, Box, Prefix


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
        plain=lambda expr, args: Plain(typed(expr.data[0])),
        domain=always,
        sentence="a variable",
        source="",
        example="",
        listed="",
    )
)
