"""outer(x, y) = x y': the outer product of two columns."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import add, mul, transpose
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (x, y), (dx, dy) = expr.args, d
    terms = [] if dx is None else [mul(dx, transpose(y))]
    return add(*terms, *([] if dy is None else [mul(x, transpose(dy))]))


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    x, y = expr.args
    return route.multiply([route.entry(x, i, 1), route.entry(y, j, 1)])


register(
    Op(
        name="outer",
        spellings=(),
        signature=signature("(m, 1) (n, 1) -> (m, n)"),
        value=lambda xp, expr, a, b: a @ b.T,
        entry=entry,
        differential=differential,
        linear=None,
        look=named("outer"),
        plain=plain_call,
        domain=always,
        sentence="the outer product is linear in each argument",
        source="Magnus & Neudecker, ch. 8",
        example="outer(x, y)",
        listed="function",
    )
)
