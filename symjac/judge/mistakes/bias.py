"""Δ for Δ1: the gradient by the bias not summed over the batch."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, mul
from symjac.judge.mistakes.mutant import Kind, fits


def unsummed(e: Expr) -> Iterator[Expr]:
    """A product without the column of ones that adds up its columns."""
    if is_op(e, "mul"):
        for k, factor in enumerate(e.args):
            inner = factor.args[0] if is_op(factor, "transpose") else factor
            if is_op(inner, "ones"):
                yield from fits(lambda k=k: mul(*e.args[:k], *e.args[k + 1 :]))  # type: ignore[misc]
    if is_op(e, "rowsum", "colsum"):
        yield e.args[0]


KIND = Kind(
    code="BIAS",
    what="the bias gradient not summed over the batch",
    sentence="The bias enters every sample, so its derivative is the sum over the batch; here it was not summed.",
    example=("sum(tanh(W*X + b*ones(q)'))", "b", "W: m x n; X: n x q; b: m", "(ones(m,q) - tanh(W*X + b*ones(q)').^2)'"),
    cost=1.5,
    in_answer=unsummed,
)
