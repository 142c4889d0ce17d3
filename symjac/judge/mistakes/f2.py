"""(y − Φθ)ᵀΦ for 2(y − Φθ)ᵀΦ: a factor 2 or ½ missing, or one too many."""

from collections.abc import Iterator
from fractions import Fraction

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, mul, number, value_of
from symjac.expr.registry import apply
from symjac.judge.mistakes.mutant import Kind


def halved(e: Expr) -> Iterator[Expr]:
    """A summand doubled or halved; a number in a product left out."""
    if is_op(e, "add"):
        for k, term in enumerate(e.args):
            for factor in (Fraction(1, 2), Fraction(2)):
                yield apply(e.op, (*e.args[:k], mul(number(factor), term), *e.args[k + 1 :]))
    value = value_of(e)
    if value is not None and value not in (0, 1, -1):
        yield number(value / 2)
        yield number(value * 2)
        yield number(1 if value > 0 else -1)


KIND = Kind(
    code="F2",
    what="a factor 2 or 1/2 missing, or one too many",
    sentence="A factor 2 (or another number) is missing, or there is one too many: a square brings down a 2.",
    example=("norm(y - Phi*theta)^2", "theta", "y: N; Phi: N x D; theta: D", "-(y - Phi*theta)'*Phi"),
    cost=1.6,
    in_answer=halved,
)
