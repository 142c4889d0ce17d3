"""Functions with a kink, multiplied: relu · step = relu, sign · abs is the argument, and so is the root of abs²."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.entrywise import Arrays, entry_factors, written_entrywise
from symjac.calculus.identities.factors import Product, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op

ONE_LESS = Fraction(-1)


@identity("hadamard", "hdiv", "hpower", "mul", "div", "power", says="relu(z) step(z) = relu(z), sign(z) |z| = z and |z|² = z²")
def kinks_folded(expr: Expr) -> Expr | None:
    scalar, arrays = entry_factors(expr)
    table = dict(scalar.scalars if expr.is_scalar else arrays)
    for base, exponent in table.items():
        new = _folded(base, exponent, table)
        if new is not None:
            changed = merged((*table.items(), *new))
            if expr.is_scalar:
                return rebuilt(Product(scalar.coefficient, changed, ()))
            return written_entrywise(scalar, changed, expr.shape)
    return None


def _folded(base: Expr, exponent: Fraction, table: dict[Expr, Fraction]) -> Arrays | None:
    """What to multiply by so that the factor is folded."""
    if exponent <= 0 or not base.args:
        return None
    z = base.args[0]
    if is_op(base, "step") and table.get(function("relu", z), 0) >= 1:
        return ((base, -exponent),)
    if is_op(base, "sign") and table.get(function("abs", z), 0) >= 1:
        return (base, ONE_LESS), (function("abs", z), ONE_LESS), (z, -ONE_LESS)
    if is_op(base, "abs") and exponent.denominator == 1 and exponent % 2 == 0:
        return (base, -exponent), (z, exponent)
    return None


RULES = (kinks_folded,)
