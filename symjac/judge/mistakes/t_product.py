"""(AB)ᵀ taken as AᵀBᵀ."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import is_op, mul, transpose
from symjac.judge.mistakes.mutant import Kind, fits


def unreversed(e: Expr) -> Iterator[Expr]:
    """A run of transposed factors, or a transposed product, in the order it had before."""
    if is_op(e, "transpose") and is_op(e.args[0], "mul"):
        yield from fits(lambda: mul(*(transpose(a) for a in e.args[0].args)))
    if is_op(e, "mul"):
        n = len(e.args)
        for start in range(n - 1):
            for stop in range(start + 2, n + 1):
                run = e.args[start:stop]
                if any(is_op(a, "transpose") for a in run) and not any(a.is_scalar for a in run):
                    yield from fits(lambda a=start, b=stop, run=run: mul(*e.args[:a], *run[::-1], *e.args[b:]))  # type: ignore[misc]


KIND = Kind(
    code="T_PRODUCT",
    what="(AB)' taken as A'B'",
    sentence="The transpose of a product reverses its factors, $(A B)' = B' A'$; here their order was kept.",
    example=("tr(A*X*B)", "X", "A: n x n; X: n x n; B: n x n", "B'*A'"),
    cost=1.8,
    in_answer=unreversed,
    in_function=unreversed,
)
