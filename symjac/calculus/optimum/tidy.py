"""g'M⁻¹MM⁻¹g = g'M⁻¹g: the finished form, inside of numbers that are products of matrices, too."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import rebuild
from symjac.expr.expr import Expr, fold, length
from symjac.expr.make import add, bigsum, function, is_op, mul, neg, number, ones, transpose, value_of


def tidy(expr: Expr) -> Expr:
    """Simplified, until nothing changes any more."""
    for _ in range(4):
        new = simplify(fold(simplify(expr), lambda e, args: inner(rebuild(e, args))))
        if new is expr:
            break
        expr = new
    return expr


def inner(e: Expr) -> Expr:
    """u'(A⁻¹Av) with what follows the row simplified by itself; c'c/‖c‖ is ‖c‖."""
    if is_op(e, "div", "neg", "mul") and e.is_scalar and any(is_op(b, "norm") for b, _ in factors(e).scalars):
        return with_norms(e)
    if is_op(e, "norm") and is_op(e.args[0], "zeros"):
        return number(0)
    if is_op(e, "sqrt"):
        return root(e)
    if not is_op(e, "mul") or not e.is_scalar or len(e.args) < 3 or not e.args[0].is_row:
        return e
    rest = simplify(mul(*e.args[1:]))
    if e.args[0] is transpose(ones(rest.shape[0])):
        return function("sum", rest)
    return mul(e.args[0], rest)


def root(e: Expr) -> Expr:
    """r for √r², where r > 0"""
    square = e.args[0]
    even = is_op(square, "power") and value_of(square.args[1]) == 2 and sign(square.args[0]) == POSITIVE
    return square.args[0] if even else e


def with_norms(e: Expr) -> Expr:
    """u'u as ‖u‖² beside a power of ‖u‖."""
    p = factors(e)
    norms = {b.args[0]: b for b, _ in p.scalars if is_op(b, "norm")}
    table: dict[Expr, Fraction] = {}
    for base, k in p.scalars:
        u = base.args[-1] if is_op(base, "mul") and len(base.args) == 2 else None
        if u is not None and u in norms and base.args[0] is transpose(u):
            base, k = norms[u], 2 * k
        table[base] = table.get(base, Fraction(0)) + k
    return rebuilt(Product(p.coefficient, tuple((b, k) for b, k in table.items() if k), p.chain))


def sums_joined(e: Expr) -> Expr:
    """Σ_i x_i + Σ_i (1 − x_i) = N: sums over one index as one, where that is shorter."""
    if is_op(e, "neg"):
        return simplify(neg(sums_joined(e.args[0])))
    if not is_op(e, "add"):
        return e
    by_index: dict[Expr, list[Expr]] = {}
    rest: list[Expr] = []
    for term in e.args:
        sign, body = (-1, term.args[0]) if is_op(term, "neg") else (1, term)
        if is_op(body, "bigsum"):
            by_index.setdefault(body.data[0], []).append(body.args[0] if sign == 1 else neg(body.args[0]))
        else:
            rest.append(term)
    joined = simplify(add(*rest, *(bigsum(i, simplify(add(*bodies))) for i, bodies in by_index.items())))
    return joined if length(joined) < length(e) else e


def with_ones(expr: Expr) -> Expr:
    """1'Σ⁻¹1 for the sum of the entries of Σ⁻¹1, as it is written in books."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        e = rebuild(e, args)
        inside = e.args[0] if is_op(e, "sum") and e.args[0].is_vector and is_op(e.args[0], "mul") else None
        return e if inside is None else mul(transpose(ones(inside.shape[0])), *inside.args)

    return fold(expr, visit)
