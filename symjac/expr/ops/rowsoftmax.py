"""rowsoftmax X = exp X ⊘ (exp X · 11'), the softmax of every row; with P = rowsoftmax X, dP = P ⊙ (dX − (P ⊙ dX) 11')."""

from typing import Any

from symjac.expr.expr import Array, Differentials, Expr, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import function, hadamard, hdiv, mul, ones, sub
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (dX,) = d
    assert dX is not None
    return hadamard(expr, sub(dX, in_rows(hadamard(expr, dX))))


def in_rows(A: Expr) -> Expr:
    """A 11': in every place the sum of its row."""
    n = A.shape[1]
    return mul(A, ones(n, n))


def value(xp: Any, expr: Expr, X: Array) -> Array:
    weights, n = xp.each(lambda f, t: f.exp(t), X), xp.size(expr.shape[1])
    return weights / (weights @ xp.ones(n, n))


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    weights = function("exp", expr.args[0])
    return route.entry(hdiv(weights, in_rows(weights)), i, j)


register(
    Op(
        name="rowsoftmax",
        spellings=(),
        signature=signature("(m, n) -> (m, n)"),
        value=value,
        entry=entry,
        differential=differential,
        linear=None,
        look=named("rowsoftmax"),
        plain=plain_call,
        domain=always,
        sentence="the softmax P of every row, dP = P ⊙ (dX − (P ⊙ dX) 11')",
        source="Vaswani et al. (2017), eq. (1)",
        example="rowsoftmax(X)",
        listed="function",
    )
)
