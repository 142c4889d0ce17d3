"""(AB)⁻¹ taken as A⁻¹B⁻¹; a matrix moved past an inverse as if it were a number."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op, mul
from symjac.judge.mistakes.mutant import Kind, fits


def divided(e: Expr) -> Iterator[Expr]:
    if is_op(e, "inv"):
        inner = e.args[0]
        if is_op(inner, "mul"):
            yield from fits(lambda: mul(*(a if a.is_scalar else function("inv", a) for a in inner.args)))
        yield inner
    if is_op(e, "mul"):  # inv(X)² taken as one: "a/x" differentiated as −1/x
        for k in range(len(e.args)):
            if is_op(e.args[k], "inv") and sum(a is e.args[k] for a in e.args) > 1:
                yield from fits(lambda k=k: mul(*e.args[:k], *e.args[k + 1 :]))  # type: ignore[misc]


KIND = Kind(
    code="DIV",
    what='"division" by a matrix, or (AB)^-1 taken as A^-1 B^-1',
    sentence="An inverse was treated like a fraction: $inv(A B) = inv(B) inv(A)$, and an inverse stays where it stands.",
    example=("x'*inv(A*B)*x", "x", "A: n x n invertible; B: n x n invertible; x: n", "x'*(inv(A)*inv(B) + inv(B)'*inv(A)')"),
    cost=1.9,
    in_answer=divided,
    in_function=divided,
)
