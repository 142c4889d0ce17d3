"""‖X‖₁: the sum of absolute values; d‖X‖₁ = ⟨sign X, dX⟩ away from zero entries."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import plain_call, where_entries
from symjac.expr.make import function, inner
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.expr.structure import diagonal, entries
from symjac.writing.box import Box, Fence, Num, Script


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    return inner(function("sign", entries(x)), function("diag", dx) if diagonal(x) else dx)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    return route.scalar(function("sum", function("abs", expr.args[0])))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Script(Fence("‖", args[0], "‖"), sub=Num("1"))


register(
    Op(
        name="norm1",
        spellings=(),
        signature=signature("(m, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.sum(xp.each(lambda f, z: f.abs(z), a)),
        entry=entry,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=where_entries("nonzero entries"),
        sentence="|t| has the derivative sign t",
        source="calculus of one variable",
        example="norm1(x)",
        listed="function",
    )
)
