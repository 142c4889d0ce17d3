"""sum X: the sum of all entries; d sum X = sum dX."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Linear, Op, postorder
from symjac.expr.families import always, plain_call
from symjac.expr.make import function, mul, ones
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import SCRIPTED, BigOp, Box, Fence, Infix, Script, Sym


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return function("sum", da)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    a = expr.args[0]
    return route.sum(a.shape[0], lambda k: route.sum(a.shape[1], lambda l: route.entry(a, k, l)))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """Σ_i (x)_i, or Σ_{i,j} (X)_{ij} of a matrix; in other letters where i or j is a name there."""
    names = {str(e.data[0]) for e in postorder(expr.args[0]) if e.op.name == "symbol"}
    i, j = (Sym(letter) for letter in [c for c in "ijklmnpq" if c not in names][:2])
    below: Box = Infix((i, j), (",",), 0) if expr.args[0].is_matrix else i
    index: Box = Infix((i, j), ("",), SCRIPTED) if expr.args[0].is_matrix else i
    body = args[0] if isinstance(args[0], Sym) else Fence("(", args[0], ")")
    return BigOp("∑", below, None, Script(body, sub=index))


register(
    Op(
        name="sum",
        spellings=(),
        signature=signature("(m, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.sum(a),
        entry=entry,
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: mul(G, ones(*expr.args[0].shape)),
            push=lambda expr, k, term: term.summed(),
        ),
        look=look,
        plain=plain_call,
        domain=always,
        sentence="the sum of all entries is linear",
        source="sum X = 1'X1",
        example="sum(x)",
        listed="function",
    )
)
