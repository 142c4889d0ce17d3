"""2(b − Ax)ᵀA for −2(b − Ax)ᵀA: a sign lost, such as the inner one of b − Ax."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, neg
from symjac.expr.registry import apply
from symjac.judge.mistakes.mutant import Kind


def turned(e: Expr) -> Iterator[Expr]:
    if is_op(e, "neg"):
        yield e.args[0]
    if is_op(e, "add") or is_op(e, "literal"):
        for k, term in enumerate(e.args):
            other = term.args[0] if is_op(term, "neg") else neg(term)
            args = (*e.args[:k], other, *e.args[k + 1 :])
            yield apply(e.op, args, e.data, e.shape if e.op.signature is None else None)


KIND = Kind(
    code="SIGN",
    what="a sign lost, such as the inner one of b - Ax",
    sentence="A sign was lost on the way: mind the minus of the inner function, or of the rule.",
    example=("norm(b - A*x)^2", "x", "A: m x n; x: n; b: m", "2*(b - A*x)'*A"),
    cost=1.7,
    in_answer=turned,
    in_function=turned,
)
