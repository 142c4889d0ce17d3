"""BA for AB: factors that do not commute exchanged, in a product or a Kronecker product."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op, mul
from symjac.judge.mistakes.mutant import Kind, fits


def exchanged(e: Expr) -> Iterator[Expr]:
    """One factor moved to another place."""
    if is_op(e, "kron"):
        yield function("kron", e.args[1], e.args[0])
    if is_op(e, "mul"):
        for k, factor in enumerate(e.args):
            rest = [*e.args[:k], *e.args[k + 1 :]]
            if not factor.is_scalar:
                for at in range(len(rest) + 1):
                    if at != k:
                        yield from fits(lambda at=at, rest=rest, f=factor: mul(*rest[:at], f, *rest[at:]))  # type: ignore[misc]


KIND = Kind(
    code="ORDER",
    what="factors that do not commute exchanged, in a product or a Kronecker product",
    sentence="Factors were exchanged, but matrices do not commute: keep every factor where the rule puts it.",
    example=("inv(A + t*B)*c", "t", "A: n x n; B: n x n; t: scalar; c: n", "-inv(A + t*B)^2*B*c"),
    cost=1.9,
    in_answer=exchanged,
)
