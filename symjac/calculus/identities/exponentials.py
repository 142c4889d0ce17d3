"""exp(z)/sum(exp(z)) is softmax(z), wherever the exponentials and their sum stand in a product; n mean(z) is sum(z)."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.entrywise import entry_factors
from symjac.calculus.identities.factors import Product, factors, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr
from symjac.expr.make import add, function, hadamard, hdiv, is_op, size
from symjac.expr.registry import apply

WHOLE = Fraction(1)
LINEAR = ("transpose", "diag", "sum", "neg", "mul", "dot", "hadamard")


@identity("mul", "div", "neg", says="exp(z)/sum(exp(z)) is softmax(z)")
def softmax_recognised(expr: Expr) -> Expr | None:
    p = factors(expr)
    for total, exponent in p.scalars:
        weights = weights_of(total) if exponent <= -1 else None
        if weights is None:
            continue
        s = function("softmax", weights.args[0])
        for k, factor in enumerate(p.chain):
            if (new := put(factor, weights, s)) is not None:
                scalars = merged((*p.scalars, (total, WHOLE)))
                return rebuilt(Product(p.coefficient, scalars, (*p.chain[:k], new, *p.chain[k + 1 :])))
        for base, power in p.scalars:
            if power >= 1 and (new := put(base, weights, s)) is not None:
                scalars = merged((*p.scalars, (total, WHOLE), (base, -WHOLE), (new, WHOLE)))
                return rebuilt(Product(p.coefficient, scalars, p.chain))
    return None


@identity("hadamard", says="the factor takes away what its cofactor is divided by: s ⊙ (a − b ⊘ s) = s ⊙ a − b")
def quotient_taken_away(expr: Expr) -> Expr | None:
    """Where not more terms are left with the factor than lose it."""
    for k, s in enumerate(expr.args):
        for j, total in enumerate(expr.args):
            if j == k or not is_op(total, "add") or not is_op(s, "softmax", "rowsoftmax"):
                continue
            below = sum(dict(entry_factors(term)[1]).get(s, Fraction(0)) <= -1 for term in total.args)
            if 2 * below >= len(total.args):
                others = [a for i, a in enumerate(expr.args) if i != j]
                return add(*(hadamard(*others, term) for term in total.args))
    return None


@identity("mul", "div", says="n times the mean is the sum")
def sum_from_mean(expr: Expr) -> Expr | None:
    p = factors(expr)
    powers = dict(p.scalars)
    for base, exponent in p.scalars:
        if not is_op(base, "mean") or not base.args[0].is_vector:
            continue
        n = size(base.args[0].shape[0])
        sign = WHOLE if exponent > 0 else -WHOLE
        if sign * powers.get(n, Fraction(0)) >= 1 <= sign * exponent:
            scalars = merged((*p.scalars, (n, -sign), (base, -sign), (function("sum", base.args[0]), sign)))
            return rebuilt(Product(p.coefficient, scalars, p.chain))
    return None


def weights_of(total: Expr) -> Expr | None:
    """exp(z) of sum(exp(z)), for a column z."""
    inside = total.args[0] if is_op(total, "sum") else None
    return inside if inside is not None and is_op(inside, "exp") and inside.is_vector else None


def put(e: Expr, weights: Expr, s: Expr) -> Expr | None:
    """e/sum(exp(z)), if exp(z) is a factor of e, or of every term of it."""
    if e is weights:
        return s
    if is_op(e, "add"):
        terms = [put(a, weights, s) for a in e.args]
        return add(*(t for t in terms if t is not None)) if None not in terms else None
    if is_op(e, "hdiv"):
        top = put(e.args[0], weights, s)
        return None if top is None else hdiv(top, e.args[1])
    if is_op(e, *LINEAR):
        for k, a in enumerate(e.args):
            if (new := put(a, weights, s)) is not None:
                return apply(e.op, (*e.args[:k], new, *e.args[k + 1 :]), e.data)
    return None


RULES = (softmax_recognised, quotient_taken_away, sum_from_mean)
