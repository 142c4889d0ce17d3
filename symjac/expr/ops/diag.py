"""diag x: the diagonal matrix of a vector; diag X: the diagonal of a matrix, as a vector."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import function
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return function("diag", da)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    (a,) = expr.args
    return route.multiply([route.delta(i, j), route.entry(a, i, 1)]) if a.is_vector else route.entry(a, i, i)


register(
    Op(
        name="diag",
        spellings=(),
        signature=signature("(n, 1) -> (n, n) | (n, n) -> (n, 1)"),
        value=lambda xp, expr, a: xp.diag_matrix(a) if expr.args[0].shape[1].number == 1 else xp.diagonal(a),
        entry=entry,
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: function("diag", G),
            push=lambda expr, k, term: term.diagonal(),
        ),
        look=named("diag"),
        plain=plain_call,
        domain=always,
        sentence="diag is linear",
        source="Magnus & Neudecker, ch. 1",
        example="diag(x)",
        listed="function",
    )
)
