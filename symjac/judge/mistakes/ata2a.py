"""2AᵀdA for dAᵀA + AᵀdA: AᵀA differentiated as if it were the square of a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symjac.calculus.differential import differential, direction
from symjac.calculus.jacobian import jacobian
from symjac.errors import SymjacError
from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op, mul, number, transpose
from symjac.judge.mistakes.mutant import Kind, fits

if TYPE_CHECKING:
    from symjac.judge.asked import Asked


def is_gram(e: Expr) -> bool:
    """UᵀU or UUᵀ."""
    return (
        is_op(e, "mul") and len(e.args) == 2 and any(is_op(a, "transpose") and a.args[0] is b for a, b in (e.args, e.args[::-1]))
    )


def as_square(asked: Asked) -> Iterator[tuple[Expr, Expr | None]]:
    """2A as it is; and one of the two terms of the product rule taken twice."""
    f = asked.f
    if not asked.question.single or not is_gram(f) or not f.is_matrix or asked.point:
        return
    inner = f.args[0].args[0] if is_op(f.args[0], "transpose") else f.args[0]
    for u in (inner, transpose(inner)):
        yield mul(number(2), u), f
        for n in (*u.shape, *u.shape):
            from symjac.expr.make import eye

            yield from ((e, f) for a in (u, transpose(u)) for e in (mul(number(2), function("kron", a, eye(n))),))
            yield from ((e, f) for a in (u, transpose(u)) for e in (mul(number(2), function("kron", eye(n), a)),))
    change = differential(inner, asked.x)
    if change is not None:
        for half in (mul(f.args[0], d) if is_op(f.args[0], "transpose") else mul(d, f.args[1]) for d in (change,)):
            try:
                order_of = asked.question.order_of
                J = jacobian(half, direction(asked.x), rows=order_of != "columns", value_rows=order_of == "rows")
                yield mul(number(2), J), f
            except SymjacError:
                return


def twice_one(e: Expr) -> Iterator[Expr]:
    """tr(AᵀA …) with AᵀA as A²."""
    if is_gram(e) and e.is_matrix:
        u = e.args[0].args[0] if is_op(e.args[0], "transpose") else e.args[0]
        yield from fits(lambda: mul(u, u))


KIND = Kind(
    code="ATA2A",
    what="A'A differentiated as if it were the square of a number",
    sentence="$A' A$ is not the square of a number: the product rule gives two terms, one for each factor, which are not equal.",
    example=("A'*A", "A", "A: M x N", "2*A"),
    cost=1.5,
    in_function=twice_one,
    whole=as_square,
)
