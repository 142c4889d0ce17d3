"""A(Ax − b) for Aᵀ(Ax − b): one transpose dropped."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, transpose
from symjac.judge.mistakes.mutant import Kind


def dropped(e: Expr) -> Iterator[Expr]:
    """Without it; or one too many at a square matrix."""
    if is_op(e, "transpose"):
        yield e.args[0]
    elif e.is_matrix and e.shape[0] == e.shape[1] and not is_op(e, "eye", "diag"):
        yield transpose(e)


KIND = Kind(
    code="T_MISSING",
    what="one transpose dropped, or one too many",
    sentence="A transpose was lost (or one put where none belongs).",
    example=("norm(A*x - b)^2", "x", "A: n x n; x: n; b: n", "2*(A*x - b)'*A'"),
    in_answer=dropped,
    in_function=dropped,
)
