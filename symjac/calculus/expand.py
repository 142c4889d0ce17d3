"""Multiplying out: sums of products of what is not a sum, A(B + C)' = AB' + AC'. Only to see whether terms then cancel."""

from __future__ import annotations

from symjac.expr.expr import Expr, fold
from symjac.expr.make import add, div, is_op, mul, neg, transpose

MAX_TERMS = 48

Terms = tuple[Expr, ...]


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
