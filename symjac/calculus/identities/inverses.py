"""Inverses: (A⁻¹)⁻¹ = A, (A')⁻¹ = (A⁻¹)', (cA)⁻¹ = A⁻¹/c."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr
from symjac.expr.make import div, function, is_op, mul, number, power, transpose, value_of


@identity("inv", "det", "adj", "logdet", "matrix_power", says="of a number, the inverse is 1/x and the determinant is x itself")
def matrix_of_size_one(expr: Expr) -> Expr | None:
    a = expr.args[0]
    if not a.is_scalar:
        return None
    match expr.op.name:
        case "inv":
            return div(number(1), a)
        case "adj":
            return number(1)
        case "logdet":
            return function("log", function("abs", a))
        case "matrix_power":
            return power(*expr.args)
    return a


@identity("inv", says="the inverse of an inverse is the matrix itself")
def inv_inv(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return a.args[0] if is_op(a, "inv") else None


@identity("inv", says="the inverse of a transpose is the transpose of the inverse")
def inv_transpose(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return transpose(power(a.args[0], -1)) if is_op(a, "transpose") else None


@identity("inv", says="the inverse of cA is A⁻¹/c")
def inv_scaled(expr: Expr) -> Expr | None:
    p = factors(expr.args[0])
    if p.coefficient in (0, 1) and not p.scalars:
        return None
    outside = rebuilt(Product(p.coefficient, p.scalars, ()).inverse())
    return mul(outside, power(mul(*p.chain), -1))


@identity("inv", says="the identity is its own inverse, and Q⁻¹ = Q' for an orthogonal Q")
def inv_known(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "eye"):
        return a
    orthogonal = is_op(a, "symbol") and "orthogonal" in a.data[1]
    return transpose(a) if orthogonal else None


@identity("inv", "matrix_power", says="powers of one matrix multiply")
def power_power(expr: Expr) -> Expr | None:
    a = expr.args[0]
    k = value_of(expr.args[1]) if len(expr.args) > 1 else Fraction(-1)
    if is_op(a, "eye"):
        return a
    if is_op(a, "transpose") and len(expr.args) > 1:
        return transpose(power(a.args[0], expr.args[1]))
    if k is None:
        return None
    if is_op(a, "matrix_power") and (n := value_of(a.args[1])) is not None:
        return power(a.args[0], n * k)
    if is_op(a, "inv"):
        return power(a.args[0], -k)
    return a if k == 1 else None


@identity("det", "logdet", says="det I = 1")
def det_known(expr: Expr) -> Expr | None:
    return number(1 if is_op(expr, "det") else 0) if is_op(expr.args[0], "eye") else None


RULES = (matrix_of_size_one, det_known, inv_inv, inv_transpose, inv_scaled, inv_known, power_power)
