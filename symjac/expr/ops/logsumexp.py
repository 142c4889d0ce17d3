"""logsumexp z = log sum exp z; d = softmax(z)'dz."""

from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import function, mul, transpose
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (z,), (dz,) = expr.args, d
    assert dz is not None
    return mul(transpose(function("softmax", z)), dz)


def value(xp: Any, expr: Expr, z: Array) -> Array:
    peak = xp.peak(z)
    total = xp.sum(xp.each(lambda f, t: f.exp(t), z - peak))
    return peak + xp.each(lambda f, t: f.log(t), total)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    return route.scalar(function("log", function("sum", function("exp", expr.args[0]))))


register(
    Op(
        name="logsumexp",
        spellings=("LogSumExp",),
        signature=signature("(n, 1) -> (1, 1)"),
        value=value,
        entry=entry,
        differential=differential,
        linear=None,
        look=named("logsumexp"),
        plain=plain_call,
        domain=always,
        sentence="the gradient of logsumexp is softmax",
        source="Boyd & Vandenberghe, section 3.1.5",
        example="logsumexp(z)",
        listed="function",
    )
)
