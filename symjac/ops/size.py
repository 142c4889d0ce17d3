"""A dimension name used as a number: 1/N."""

from symjac.core.expr import Expr
from symjac.core.looks import look_of_dim
from symjac.core.op import Op, register
from symjac.core.plain import PRODUCT, SUM, Plain
from symjac.families import always


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    terms = expr.data[0].terms
    level = SUM if len(terms) > 1 else PRODUCT
    return Plain(str(expr.data[0]), level if len(terms) > 1 or terms[0][1] != 1 or len(terms[0][0]) > 1 else 5, "*")


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
        plain=plain,
        domain=always,
        sentence="the size of a dimension, as a number",
        source="",
        example="",
        listed="",
    )
)
