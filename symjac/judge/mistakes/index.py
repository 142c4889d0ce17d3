"""An index reused or confused: entries in the wrong order, off-diagonal ones missing, a δ_ij forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from symjac.errors import SymjacError
from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op, number, transpose
from symjac.judge.mistakes.mutant import Kind

if TYPE_CHECKING:
    from symjac.judge.asked import Asked


def stacked(asked: Asked) -> Iterator[tuple[Expr, Expr | None]]:
    """Flattened in another order; the derivative by a matrix as one long row; only its diagonal."""
    q = asked.question
    if q.single and not asked.point:
        for order_of in ("notes", "rows", "columns"):
            if order_of != q.order_of:
                try:
                    yield replace(q, order_of=order_of, memo={}).result, None
                except SymjacError:
                    continue
    if asked.result.is_matrix and asked.f.is_scalar and asked.x.is_matrix and asked.question.order == 1:
        for g in (asked.result, transpose(asked.result)):
            yield function("vec", g), None
            yield transpose(function("vec", g)), None
    if asked.result.is_matrix and asked.result.shape[0] == asked.result.shape[1]:
        yield function("diag", function("diag", asked.result)), None


def confused(e: Expr) -> Iterator[Expr]:
    """The diagonal of a matrix for the whole; 1 for δ_ij."""
    if is_op(e, "delta"):
        yield number(1)
    if e.is_matrix and e.shape[0] == e.shape[1] and is_op(e, "mul"):
        yield function("diag", function("diag", e))


KIND = Kind(
    code="INDEX",
    what="an index reused or confused: entries in the wrong order, off-diagonal ones missing",
    sentence="The entries are the right ones in the wrong places, or some are missing: an index was confused.",
    example=("A*x", "A", "A: M x N; x: N", "kron(x', eye(M))"),
    cost=1.8,
    in_answer=confused,
    whole=stacked,
)
