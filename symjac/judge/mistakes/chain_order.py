"""∇g · ∇f for ∇f · ∇g: the factors of the chain rule multiplied in the wrong order."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op
from symjac.judge.mistakes.mutant import Kind
from symjac.judge.mistakes.order import exchanged


def inner_first(e: Expr) -> Iterator[Expr]:
    """Products in which a factor is the Jacobian of a function taken entry by entry."""
    if is_op(e, "mul") and any(is_op(a, "diag", "jacobian") for a in e.args):
        yield from exchanged(e)


KIND = Kind(
    code="CHAIN_ORDER",
    what="the factors of the chain rule multiplied in the wrong order",
    sentence="The factors of the chain rule stand in the wrong order: the Jacobian of the outer function comes first.",
    example=("tanh(W*x)", "x", "W: n x n; x: n", "W*diag(ones(n) - tanh(W*x).^2)"),
    cost=1.5,
    in_answer=inner_first,
)
