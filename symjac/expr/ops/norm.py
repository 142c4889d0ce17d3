"""‖X‖: the 2-norm of a vector, the Frobenius norm of a matrix; d‖X‖ = ⟨X, dX⟩/‖X‖."""

from typing import Any

from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.families import plain_call
from symjac.expr.make import div, inner
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, Fence


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    return div(inner(x, dx), expr)


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    x = expr.args[0]
    two = route.number(2)
    return route.sqrt(route.sum(x.shape[0], lambda k: route.sum(x.shape[1], lambda l: route.power(route.entry(x, k, l), two))))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Fence("‖", args[0], "‖")


register(
    Op(
        name="norm",
        spellings=("norm2",),
        signature=signature("(m, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.each(lambda f, z: f.sqrt(z), xp.sum(a * a)),
        entry=entry,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=lambda expr: (Condition("nonzero", expr.args[0], through=expr),),
        sentence="the norm is the root of the sum of squares",
        source="Matrix Cookbook, eq. (129) and (131)",
        example="norm(x)",
        listed="function",
    )
)
