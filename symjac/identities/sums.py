"""Sums: like terms merged, and a common factor taken out where that makes the formula shorter."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symjac.core.expr import Expr, size
from symjac.identities.factors import Product, factors, rebuilt, symmetric_at_sight
from symjac.identities.identity import identity
from symjac.kernel import add, eye, function, is_op, mul, neg, number, zeros


def terms(expr: Expr) -> list[Product]:
    """The summands as products; a sum inside with only a sign before it is opened."""
    found = []
    for arg in expr.args:
        p = factors(arg)
        inside = opened(p)
        found += [p] if inside is None else [t.scaled(p.coefficient) for t in terms(inside)]
    return found


def opened(p: Product) -> Expr | None:
    """The sum that a product ±(a + b) consists of, else None."""
    if abs(p.coefficient) != 1:
        return None
    alone = p.chain[0] if len(p.chain) == 1 and not p.scalars else None
    if not p.chain and len(p.scalars) == 1 and p.scalars[0][1] == 1:
        alone = p.scalars[0][0]
    return alone if alone is not None and is_op(alone, "add") else None


def summed(products: list[Product], shape: tuple) -> Expr:  # type: ignore[type-arg]
    """The sum as it is written: a positive term first if there is one, minus signs between."""
    if not products:
        return zeros(*shape)
    first = next((k for k, p in enumerate(products) if p.coefficient > 0), 0)
    products = [products[first], *products[:first], *products[first + 1 :]]
    head, *rest = products
    return add(rebuilt(head), *(neg(rebuilt(p.scaled(Fraction(-1)))) if p.coefficient < 0 else rebuilt(p) for p in rest))


@identity("add", says="like terms are collected")
def like_terms(expr: Expr) -> Expr | None:
    total: dict[object, Product] = {}
    for p in terms(expr):
        if p.key in total:
            p = total[p.key].scaled((total[p.key].coefficient + p.coefficient) / total[p.key].coefficient)
        total[p.key] = p
        if p.coefficient == 0:
            del total[p.key]
    products = [p for p in total.values() if not any(is_op(f, "zeros") for f in p.chain)]
    sizes = {abs(p.coefficient) for p in products}
    common = next(iter(sizes)) if len(sizes) == 1 and len(products) > 1 else Fraction(1)
    if common == 1:
        return summed(products, expr.shape)
    return mul(number(common), summed([p.scaled(1 / common) for p in products], expr.shape))


@identity("add", says="A + A' is written with the plain matrix first")
def symmetric_order(expr: Expr) -> Expr | None:
    """Of the two orders of a symmetric sum of two terms, the one whose first term has fewer transposes."""
    if len(expr.args) != 2 or expr.is_scalar or not symmetric_at_sight(expr):
        return None
    a, b = expr.args
    return add(b, a) if str(a).count("'") > str(b).count("'") and not is_op(b, "neg") else None


@identity("add", says="a common factor is taken out")
def common_factor(expr: Expr) -> Expr | None:
    """The pair of terms whose sum becomes shortest by sharing scalars, a first or a last factor."""
    products = [factors(arg) for arg in expr.args]
    best: tuple[int, int, int, Expr] | None = None
    if len(products) > 24:
        return None
    for i, j in combinations(range(len(products)), 2):
        new = shared(products[i], products[j])
        if new is None:
            continue
        gain = size(expr.args[i]) + size(expr.args[j]) + 1 - size(new)
        if gain > 0 and (best is None or gain > best[0]):
            best = (gain, i, j, new)
    if best is None:
        return None
    _, i, j, new = best
    rest = [arg for k, arg in enumerate(expr.args) if k not in (i, j)]
    return add(*rest[:i], new, *rest[i:])


def shared(p: Product, q: Product) -> Expr | None:
    """p + q with what they share in front and behind taken out; None if they share nothing."""
    scalars = tuple((b, e) for b, e in p.scalars if dict(q.scalars).get(b) == e)
    left = common_prefix(p.chain, q.chain)
    right = common_prefix(p.chain[left:][::-1], q.chain[left:][::-1])
    if not scalars and not left and not right:
        return both_diagonal(p, q)
    a, b = rest(p, scalars, left, right), rest(q, scalars, left, right)
    if a.chain and not b.chain:
        b = identity_like(b, a)
    elif b.chain and not a.chain:
        a = identity_like(a, b)
    factor = abs(a.coefficient) if abs(a.coefficient) == abs(b.coefficient) else Fraction(1)
    outside = Product(factor, scalars, ())
    inside = summed([a.scaled(1 / factor), b.scaled(1 / factor)], ())
    front = [] if outside == Product(Fraction(1), (), ()) else [rebuilt(outside)]
    return mul(*front, *p.chain[:left], inside, *p.chain[len(p.chain) - right :])


def rest(p: Product, scalars: tuple[tuple[Expr, Fraction], ...], left: int, right: int) -> Product:
    return Product(p.coefficient, tuple(s for s in p.scalars if s not in scalars), p.chain[left : len(p.chain) - right])


def identity_like(p: Product, other: Product) -> Product:
    """p I beside a chain: A + A B = A(I + B)."""
    return Product(p.coefficient, p.scalars, (eye(other.chain[0].shape[0]),))


def both_diagonal(p: Product, q: Product) -> Expr | None:
    """diag(u) + diag(v) = diag(u + v)."""
    if len(p.chain) != 1 or len(q.chain) != 1:
        return None
    a, b = p.chain[0], q.chain[0]
    if not (is_op(a, "diag") and is_op(b, "diag") and a.is_matrix):
        return None
    u = Product(p.coefficient, p.scalars, (a.args[0],))
    v = Product(q.coefficient, q.scalars, (b.args[0],))
    return function("diag", summed([u, v], ()))


def common_prefix(a: tuple[Expr, ...], b: tuple[Expr, ...]) -> int:
    n = 0
    while n < len(a) and n < len(b) and a[n] is b[n]:
        n += 1
    return n


RULES = (like_terms, symmetric_order, common_factor)
