"""exp(a + t1) = eᵗ exp(a), and exp(a)/sum(exp(a)) = softmax(a): what is added to all entries comes out of an exponential."""

from __future__ import annotations

from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import factors, rebuilt
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import rebuild
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.make import add, div, function, is_op, mul, ones, size, value_of, zeros


def shifts_out(expr: Expr, z: Expr | None = None) -> Expr:
    """With every multiple of the ones taken out of exponentials of columns: only those that hold z, where it is given."""
    return fold(expr, lambda e, args: shifted(rebuild(e, args), z))


def shifted(e: Expr, z: Expr | None) -> Expr:
    if not is_op(e, "exp") or e.is_scalar:
        return e
    rest, shift = split(simplify(e.args[0]))
    if shift is None or (z is not None and not contains(shift, z)):
        return e
    return softmax_of(rest, shift) or mul(function("exp", shift), function("exp", rest))


def split(a: Expr) -> tuple[Expr, Expr | None]:
    """a = rest + t·1"""
    wide = simplify_terms(expanded(a) or a)
    ones_: list[Expr] = []
    others: list[Expr] = []
    for t in wide:
        p = factors(t)
        (ones_ if len(p.chain) == 1 and is_op(p.chain[0], "ones") else others).append(t)
    if not ones_:
        return a, None
    shift = add(*(rebuilt(type(p)(p.coefficient, p.scalars, ())) for p in map(factors, ones_)))
    return simplify(add(*others)) if others else zeros(*a.shape), simplify(shift)


def simplify_terms(a: Expr) -> tuple[Expr, ...]:
    return tuple(simplify(t) for t in a.args) if is_op(a, "add") else (a,)


def softmax_of(rest: Expr, shift: Expr) -> Expr | None:
    """exp(a − log(sum(exp(a))) 1) is softmax(a)."""
    total = simplify(add(shift, function("log", function("sum", function("exp", rest)))))
    softmax = softmax_in_short(rest)
    if not contains_log(total):
        return mul(function("exp", total), softmax) if not is_number_zero(total) else softmax
    return None


def softmax_in_short(a: Expr) -> Expr:
    """softmax(0) = 1/n for every entry, softmax(log q) = q/sum(q)."""
    if is_op(a, "zeros"):
        return div(ones(a.shape[0]), size(a.shape[0]))
    if is_op(a, "log"):
        return div(a.args[0], function("sum", a.args[0]))
    return function("softmax", a)


def contains_log(total: Expr) -> bool:
    return any(is_op(e, "log") and is_op(e.args[0], "sum") for e in postorder(total))


def is_number_zero(total: Expr) -> bool:
    return value_of(total) == 0
