"""W for diag(1 − tanh²(Wx + b)) W: a factor of the chain rule missing, the inner Jacobian or the derivative of the outer map."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import hadamard, is_op, mul, value_of
from symjac.judge.mistakes.mutant import Kind, fits


def left_out(e: Expr) -> Iterator[Expr]:
    """A product without one of its factors, or without a run at either end."""
    if is_op(e, "mul", "hadamard"):
        make = mul if is_op(e, "mul") else hadamard
        for k, factor in enumerate(e.args):
            if value_of(factor) is None and not is_op(factor, "ones"):
                yield from fits(lambda k=k: make(*e.args[:k], *e.args[k + 1 :]))  # type: ignore[misc]
        for k in range(2, len(e.args) - 1):
            yield from fits(lambda k=k: make(*e.args[k:]))  # type: ignore[misc]
            yield from fits(lambda k=k: make(*e.args[:-k]))  # type: ignore[misc]
    if is_op(e, "div", "hdiv") and value_of(e.args[1]) is None:
        yield e.args[0]


KIND = Kind(
    code="CHAIN",
    what="a factor of the chain rule missing: the inner Jacobian, or the outer or activation derivative",
    sentence="A factor of the chain rule is missing: it is the derivative of the outer function times that of the inner one.",
    example=("tanh(W*x + b)", "x", "W: m x n; x: n; b: m", "W"),
    in_answer=left_out,
)
