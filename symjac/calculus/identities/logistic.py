"""The logistic function in any of its spellings: 1/(1 + e^(−z)) = σ(z), and its slope is σ(z)(1 − σ(z))."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from symjac.calculus.identities.entrywise import Arrays, entry_factors, written_entrywise
from symjac.calculus.identities.factors import Product, factors, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr
from symjac.expr.make import add, function, is_op, neg, ones, sub

ONE = Fraction(1)


def table_of(expr: Expr) -> tuple[Product, Arrays]:
    scalar, arrays = entry_factors(expr)
    return scalar, scalar.scalars if expr.is_scalar else arrays


def written(scalar: Product, table: Iterable[tuple[Expr, Fraction]], like: Expr) -> Expr:
    if like.is_scalar:
        return rebuilt(Product(scalar.coefficient, merged(table), ()))
    return written_entrywise(scalar, merged(table), like.shape)


@identity("hadamard", "hdiv", "hpower", "mul", "div", "power", says="1/(1 + e⁻ᶻ) is the sigmoid σ(z)")
def logistic_recognised(expr: Expr) -> Expr | None:
    scalar, table = table_of(expr)
    for base, exponent in table:
        z = _exponent(base) if exponent < 0 else None
        if z is not None:
            below = function("sigmoid", neg(z) if not is_op(z, "neg") else z.args[0])
            return written(scalar, (*((b, e) for b, e in table if b is not base), (below, -exponent)), expr)
    return None


def _exponent(base: Expr) -> Expr | None:
    """z of 1 + e^z."""
    if not is_op(base, "add") or len(base.args) != 2:
        return None
    powers = [a for a in base.args if is_op(a, "exp")]
    return powers[0].args[0] if len(powers) == 1 and ones(*base.shape) in base.args else None


@identity("hadamard", "hdiv", "mul", "div", says="eᶻ σ(−z) = eᶻ (1 − σ(z)) = σ(z)")
def logistic_of_exp(expr: Expr) -> Expr | None:
    scalar, table = table_of(expr)
    for base, exponent in table:
        if not is_op(base, "exp") or exponent < 1:
            continue
        s, z = function("sigmoid", base.args[0]), base.args[0]
        minus = function("sigmoid", z.args[0] if is_op(z, "neg") else neg(z))
        rest = (minus, sub(ones(*base.shape), s))
        for other, e in table:
            if e >= 1 and other in rest:
                return written(scalar, (*table, (base, -ONE), (other, -ONE), (s, ONE)), expr)
    return None


@identity("hadamard", "mul", "div", says="σ(−z) = 1 − σ(z)")
def logistic_slope(expr: Expr) -> Expr | None:
    """σ(z) σ(−z) is written σ(z)(1 − σ(z))."""
    scalar, table = table_of(expr)
    for base, exponent in table:
        z = base.args[0] if is_op(base, "sigmoid") and exponent > 0 else None
        other = function("sigmoid", neg(z)) if z is not None and factors(z).coefficient > 0 else None
        found = [(b, e) for b, e in table if other is not None and e > 0 and b is other]
        if found:
            (_, e) = found[0]
            rest = [(b, k) for b, k in table if b is not other]
            return written(scalar, (*rest, (sub(ones(*base.shape), base), e)), expr)
    return None


@identity("add", says="σ(z) − σ(z)² = σ(z)(1 − σ(z))")
def logistic_difference(expr: Expr) -> Expr | None:
    parts = [table_of(arg) for arg in expr.args]
    if not any(is_op(base, "sigmoid") for _, table in parts for base, _ in table):
        return None
    for i, j in combinations(range(len(parts)), 2):
        for one, two in ((i, j), (j, i)):
            new = _joined(parts[one], parts[two], expr)
            if new is not None:
                rest = [arg for k, arg in enumerate(expr.args) if k not in (i, j)]
                return add(*rest[: min(i, j)], new, *rest[min(i, j) :])
    return None


def _joined(one: tuple[Product, Arrays], two: tuple[Product, Arrays], like: Expr) -> Expr | None:
    """c σ u − c σ² u as c σ (1 − σ) u."""
    (p, mine), (q, theirs) = one, two
    same = like.is_scalar or frozenset(p.scalars) == frozenset(q.scalars)
    if p.coefficient != -q.coefficient or not same:
        return None
    for base, exponent in mine:
        if is_op(base, "sigmoid") and exponent >= 1 and frozenset(merged((*mine, (base, ONE)))) == frozenset(theirs):
            return written(p, (*mine, (sub(ones(*base.shape), base), ONE)), like)
    return None


RULES = (logistic_recognised, logistic_of_exp, logistic_slope, logistic_difference)
