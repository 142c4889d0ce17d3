"""x², xᵀx and xxᵀ confused: a vector treated as a number."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import eye, hpower, is_op, mul, power, transpose
from symjac.judge.mistakes.mutant import Kind, fits


def as_number(e: Expr) -> Iterator[Expr]:
    """Neighbours uᵀu exchanged for uuᵀ and the other way round; entry by entry."""
    if is_op(e, "mul"):
        for k in range(len(e.args) - 1):
            a, b = e.args[k], e.args[k + 1]
            if transpose(a) is b or (is_op(a, "transpose") and a.args[0] is b):
                u = b if is_op(a, "transpose") else a
                if u.is_vector or u.is_row:
                    for new in (mul(b, a), hpower(u, 2), u, *spread(u)):
                        yield from fits(lambda k=k, new=new: mul(*e.args[:k], new, *e.args[k + 2 :]))  # type: ignore[misc]
    if is_op(e, "hpower") and e.args[0].is_vector:
        a = e.args[0]
        yield mul(transpose(a), a)
        yield mul(a, transpose(a))
    if is_op(e, "matrix_power"):
        yield from fits(lambda: mul(transpose(e.args[0]), power(e.args[0], 1)))


def spread(u: Expr) -> Iterator[Expr]:
    """xᵀx I, which has the shape of x xᵀ."""
    if u.is_vector:
        yield mul(mul(transpose(u), u), eye(u.shape[0]))


KIND = Kind(
    code="SCALAR_VEC",
    what="a vector treated as a number: x^2, x'x and xx' confused",
    sentence="A vector was treated like a number: $x' x$ is a number, $x x'$ a matrix, and $x.*x$ a vector.",
    example=("(x'*x)*x", "x", "x: n", "3*(x'*x)*eye(n)"),
    cost=2.2,
    in_answer=as_number,
    in_function=as_number,
)
