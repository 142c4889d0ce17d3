"""A + I for A: a constant term differentiated, or one that belongs to the answer dropped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symjac.calculus.differential import derivative
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, is_op
from symjac.expr.registry import apply
from symjac.judge.mistakes.mutant import Kind

if TYPE_CHECKING:
    from symjac.judge.asked import Asked


def dropped(e: Expr) -> Iterator[Expr]:
    """A sum without one of its terms, or a term alone."""
    if is_op(e, "add"):
        for k in range(len(e.args)):
            yield apply(e.op, (*e.args[:k], *e.args[k + 1 :])) if len(e.args) > 2 else e.args[1 - k]
        if len(e.args) > 2:
            yield from e.args


def also_constants(asked: Asked) -> Iterator[tuple[Expr, Expr | None]]:
    """The derivative by x, and that by a constant of its shape besides."""
    if not asked.question.single or asked.point or asked.question.order != 1:
        return
    for c in postorder(asked.f):
        if is_op(c, "symbol") and c not in asked.variables and c.shape == asked.x.shape:
            try:
                other = derivative(asked.f, c, layout=asked.layout, order_of=asked.question.order_of)
                yield add(asked.result, other), c
            except SymjacError:
                continue


KIND = Kind(
    code="CONST",
    what="a constant term differentiated, or one that belongs to the answer dropped",
    sentence="A constant was differentiated as if it were the variable, or a term that belongs to the answer was dropped.",
    example=("A*x + b", "x", "A: n x n; x: n; b: n", "A + eye(n)"),
    in_answer=dropped,
    whole=also_constants,
)
