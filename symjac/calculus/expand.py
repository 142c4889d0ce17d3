"""Multiplying out: sums of products of what is not a sum, A(B + C)' = AB' + AC'. Only to see whether terms then cancel."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.expr.expr import Expr, fold
from symjac.expr.make import add, div, function, hpower, is_op, mul, neg, transpose

MAX_TERMS = 48

Terms = tuple[Expr, ...]


def without_norms(expr: Expr) -> Expr | None:
    """The sum times powers of the norms that it is divided by, with u'u for ‖u‖²: it is zero if and only if the sum is.

    None where there is no such norm, or a norm itself would be left.
    """
    terms = [factors(term) for term in expr.args]
    norms = dict.fromkeys(b for t in terms for b, e in t.scalars if is_op(b, "norm") and e < 0)
    for norm in norms:
        least = min(dict(t.scalars).get(norm, Fraction(0)) for t in terms)
        u = norm.args[0]
        square = function("sum", hpower(u, 2)) if u.is_matrix else mul(transpose(u), u)
        changed = []
        for t in terms:
            half = (dict(t.scalars).get(norm, Fraction(0)) - least) / 2
            if half.denominator != 1:
                return None
            others = tuple((b, e) for b, e in t.scalars if b is not norm)
            changed.append(Product(t.coefficient, (*others, (square, half)) if half else others, t.chain))
        terms = changed
    return add(*map(rebuilt, terms)) if norms else None


class TooMany(Exception):
    """More terms than it makes sense to look at."""


def expanded(expr: Expr) -> Expr | None:
    """The expression multiplied out as far as it is linear; None where nothing changes or too many terms appear."""
    try:
        terms = fold(expr, _terms)
    except TooMany:
        return None
    return None if terms == (expr,) else add(*terms)


def _terms(e: Expr, below: tuple[Terms, ...]) -> Terms:
    """The summands of a node from those of its arguments; functions and inverses are left closed."""
    if is_op(e, "add"):
        found = tuple(t for terms in below for t in terms)
    elif is_op(e, "neg"):
        found = tuple(neg(t) for t in below[0])
    elif is_op(e, "transpose"):
        found = tuple(transpose(t) for t in below[0])
    elif is_op(e, "div"):
        found = tuple(div(t, e.args[1]) for t in below[0])
    elif is_op(e, "mul"):
        found = _products(below)
    else:
        return (e,)
    if len(found) > MAX_TERMS:
        raise TooMany
    return found


def _products(below: tuple[Terms, ...]) -> Terms:
    """Every choice of one summand from each factor."""
    found: Terms = below[0]
    for terms in below[1:]:
        if len(found) * len(terms) > MAX_TERMS:
            raise TooMany
        found = tuple(mul(a, b) for a in found for b in terms)
    return found
