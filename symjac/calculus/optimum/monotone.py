"""‖r‖ is least where ‖r‖² is, exp(h) where h is: what is increasing may stand around f or be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.identities.factors import factors
from symjac.calculus.simple import simplify
from symjac.expr.expr import Expr, contains
from symjac.expr.make import function, is_op, neg, power, value_of


def inside(f: Expr, variables: Sequence[Expr]) -> Expr | None:
    """h where f = c + s g(h) with an increasing g, and s > 0; None where f is not of this form."""
    core, s = bare(f, variables)
    if core is None or s == 0:
        return None
    if is_op(core, "norm"):
        h = power(core, 2)
    elif is_op(core, "sqrt", "exp", "log", "power") and core.is_scalar and admits(core):
        h = core.args[0]
    else:
        return None
    return h if s > 0 else simplify(neg(h))


def admits(core: Expr) -> bool:
    """Whether g is defined and increasing for every value that h takes: log wants h > 0 everywhere, a root h ≥ 0."""
    s = sign(core.args[0])
    if is_op(core, "power"):
        return value_of(core.args[1]) == Fraction(1, 2) and s in (POSITIVE, NONNEGATIVE)
    return is_op(core, "exp") or s == POSITIVE or (is_op(core, "sqrt") and s == NONNEGATIVE)


def bare(f: Expr, variables: Sequence[Expr]) -> tuple[Expr | None, int]:
    """f without constant terms and factors, and the sign of the factor (0 where it is not known)."""

    def moving(e: Expr) -> bool:
        return any(contains(e, x) for x in variables)

    while is_op(f, "add"):
        terms = [a for a in f.args if moving(a)]
        if len(terms) != 1:
            return None, 0
        f = terms[0]
    p = factors(f)
    moved = [(b, e) for b, e in p.scalars if moving(b)]
    if len(moved) != 1:
        return None, 0
    (base, exponent), s = moved[0], 1 if p.coefficient > 0 else -1
    if any(sign(b) != POSITIVE for b, _ in p.scalars if b is not base):
        return None, 0
    if exponent == 1 or (is_op(base, "norm") and exponent > 0 and exponent != 2):  # ‖r‖^k grows with ‖r‖
        return base, s
    if sign(base) == POSITIVE:  # h^k grows with h > 0 for k > 0, and falls for k < 0
        return function("exp", base), s if exponent > 0 else -s
    return (power(base, exponent), s) if exponent == Fraction(1, 2) else (None, 0)
