"""mean X: the mean of all entries, sum(X)/(mn)."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import div, function, mul, ones, size
from symjac.expr.registry import register
from symjac.expr.signature import signature


def count(expr: Expr) -> Expr:
    m, n = expr.args[0].shape
    return size(m * n)


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return div(function("sum", da), count(expr))


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    return route.over(route.scalar(function("sum", expr.args[0])), route.scalar(count(expr)))


register(
    Op(
        name="mean",
        spellings=(),
        signature=signature("(m, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.sum(a) / xp.number(xp.size(expr.args[0].shape[0] * expr.args[0].shape[1])),
        entry=entry,
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: div(mul(G, ones(*expr.args[0].shape)), count(expr)),
            push=lambda expr, k, term: term.summed().over(count(expr)),
        ),
        look=named("mean"),
        plain=plain_call,
        domain=always,
        sentence="the mean is linear",
        source="mean X = 1'X1/(mn)",
        example="mean(x)",
        listed="function",
    )
)
