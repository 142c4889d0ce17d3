"""eᵀ/‖e‖ for 2eᵀ: the derivative of the norm and of its square confused."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, power, value_of
from symjac.judge.mistakes.mutant import Kind


def squared(e: Expr) -> Iterator[Expr]:
    if is_op(e, "power") and is_op(e.args[0], "norm") and value_of(e.args[1]) == 2:
        yield e.args[0]
    elif is_op(e, "norm"):
        yield power(e, 2)


KIND = Kind(
    code="NORM1",
    what="the derivative of the norm and of its square confused",
    sentence="The norm and its square were confused: $norm(e)^2$ has the derivative $2 e'$, $norm(e)$ has $e'/norm(e)$.",
    example=("norm(X)^2", "X", "X: m x n", "X/norm(X)"),
    cost=1.4,
    in_function=squared,
)
