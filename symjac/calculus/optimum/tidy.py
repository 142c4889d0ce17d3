"""g'M⁻¹MM⁻¹g = g'M⁻¹g: the finished form, inside of numbers that are products of matrices, too."""

from __future__ import annotations

from symjac.calculus.simplify import rebuild, simplify
from symjac.expr.expr import Expr, fold
from symjac.expr.make import function, is_op, mul, ones, transpose


def tidy(expr: Expr) -> Expr:
    """Simplified, until nothing changes any more."""
    for _ in range(4):
        new = simplify(fold(simplify(expr), lambda e, args: inner(rebuild(e, args))))
        if new is expr:
            break
        expr = new
    return expr


def inner(e: Expr) -> Expr:
    """u'(A⁻¹Av) with what follows the row simplified by itself."""
    if not is_op(e, "mul") or not e.is_scalar or len(e.args) < 3 or not e.args[0].is_row:
        return e
    rest = simplify(mul(*e.args[1:]))
    if e.args[0] is transpose(ones(rest.shape[0])):
        return function("sum", rest)
    return mul(e.args[0], rest)


def with_ones(expr: Expr) -> Expr:
    """1'Σ⁻¹1 for the sum of the entries of Σ⁻¹1, as it is written in books."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        e = rebuild(e, args)
        inside = e.args[0] if is_op(e, "sum") and e.args[0].is_vector and is_op(e.args[0], "mul") else None
        return e if inside is None else mul(transpose(ones(inside.shape[0])), *inside.args)

    return fold(expr, visit)
