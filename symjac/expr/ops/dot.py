"""⟨x, y⟩: the inner product; d⟨x, y⟩ = ⟨dx, y⟩ + ⟨x, dy⟩."""

from typing import Any

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import always, plain_call
from symjac.expr.make import add, inner
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import RELATION, Box, Fence, Infix


def differential(expr: Expr, d: Differentials) -> Expr:
    (x, y), (dx, dy) = expr.args, d
    return add(*([] if dx is None else [inner(dx, y)]), *([] if dy is None else [inner(x, dy)]))


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    return route.scalar(inner(*expr.args))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Fence("⟨", Infix(args, (",",), RELATION), "⟩")


register(
    Op(
        name="dot",
        spellings=(),
        signature=signature("(m, n) (m, n) -> (1, 1)"),
        value=lambda xp, expr, a, b: xp.sum(a * b),
        entry=entry,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=always,
        sentence="the inner product is linear in each argument",
        source="Magnus & Neudecker, ch. 8",
        example="dot(x, y)",
        listed="function",
    )
)
