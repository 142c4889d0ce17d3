"""i: the index of a sum, a whole number from 1 to N."""

from symjac.expr.expr import Op
from symjac.expr.families import always
from symjac.expr.names import look_of
from symjac.expr.plain import Plain
from symjac.expr.registry import register

register(
    Op(
        name="index",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.number(xp.index(expr)),
        entry=None,
        differential=None,
        linear=None,
        look=lambda expr, args: look_of(expr.data[0]),
        plain=lambda expr, args: Plain(expr.data[0]),
        domain=always,
        sentence="an index runs over whole numbers",
        source="",
        example="",
        listed="",
    )
)
