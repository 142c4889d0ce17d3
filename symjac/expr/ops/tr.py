"""tr A: the trace, the sum of the diagonal; d tr A = tr dA."""

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import eye, function, mul
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return function("tr", da)


register(
    Op(
        name="tr",
        spellings=("trace", "Tr", "Trace"),
        signature=signature("(n, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.trace(a),
        entry=lambda route, expr, i, j: route.sum(expr.args[0].shape[0], lambda k: route.entry(expr.args[0], k, k)),
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: mul(G, eye(expr.args[0].shape[0])),
            push=lambda expr, k, term: term.traced(),
        ),
        look=named("tr"),
        plain=plain_call,
        domain=always,
        sentence="the trace is linear",
        source="Magnus & Neudecker, ch. 8, eq. (15)",
        example="tr(A)",
        listed="function",
    )
)
