"""softmax z = exp z / sum exp z; with s = softmax z, ds = s ⊙ dz − s (s'dz)."""

from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import function, hadamard, mul, sub, transpose
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (dz,) = d
    assert dz is not None
    return sub(hadamard(expr, dz), mul(expr, mul(transpose(expr), dz)))


def value(xp: Any, expr: Expr, z: Array) -> Array:
    weights = xp.each(lambda f, t: f.exp(t), z - xp.peak(z))
    return weights / xp.sum(weights)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    weights = function("exp", expr.args[0])
    return route.over(route.entry(weights, i, j), route.scalar(function("sum", weights)))


register(
    Op(
        name="softmax",
        spellings=(),
        signature=signature("(n, 1) -> (n, 1)"),
        value=value,
        entry=entry,
        differential=differential,
        linear=None,
        look=named("softmax"),
        plain=plain_call,
        domain=always,
        sentence="with s = softmax(z), the Jacobian is diag(s) − s s'",
        source="Bishop, PRML, eq. (4.106)",
        example="softmax(z)",
        listed="function",
    )
)
