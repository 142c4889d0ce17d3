"""Sums: like terms merged, and a common factor taken out where that makes the formula shorter."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from symjac.calculus.identities.entrywise import entry_factors, written_entrywise
from symjac.calculus.identities.factors import WHOLE, Product, factors, flip_term, merged, rebuilt, symmetric_at_sight
from symjac.calculus.identities.identity import identity
from symjac.expr.dims import SCALAR, Shape
from symjac.expr.expr import Expr, length
from symjac.expr.make import add, eye, function, is_op, matrix, mul, neg, number, transpose, value_of, zeros


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
    if p.coefficient not in (1, -1):
        return None
    alone = p.chain[0] if len(p.chain) == 1 and not p.scalars else None
    if not p.chain and len(p.scalars) == 1 and p.scalars[0][1] == 1:
        alone = p.scalars[0][0]
    return alone if alone is not None and is_op(alone, "add") else None


def summed(products: list[Product], shape: Shape) -> Expr:
    """The sum as it is written: a positive term first if there is one, minus signs between."""
    if not products:
        return zeros(*shape)
    first = next((k for k, p in enumerate(products) if p.coefficient > 0), 0)
    products = [products[first], *products[:first], *products[first + 1 :]]
    head, *rest = products
    return add(rebuilt(head), *(neg(rebuilt(p.scaled(Fraction(-1)))) if p.coefficient < 0 else rebuilt(p) for p in rest))


@identity("add", says="like terms are collected")
def like_terms(expr: Expr) -> Expr | None:
    """Terms equal up to a number; a multiple of a sum is opened where its terms then meet their like."""
    found = terms(expr)
    new = collected(expr.shape, found)
    wider = [t for p in found for t in multiplied_out(p)]
    other = collected(expr.shape, wider) if len(wider) > len(expr.args) else new
    return other if length(other) < length(new) else new


def multiplied_out(p: Product) -> list[Product]:
    """c(a + b) as c a + c b, for a number c."""
    inside = opened(Product(WHOLE, p.scalars, p.chain))
    return [p] if inside is None else [t.scaled(p.coefficient) for t in terms(inside)]


def collected(shape: Shape, found: list[Product]) -> Expr:
    total: dict[object, Product] = {}
    for p in found:
        key = p.key
        if key in total:
            p = total[key].scaled((total[key].coefficient + p.coefficient) / total[key].coefficient)
        total[key] = p
        if not p.coefficient:
            del total[key]
    products = [p for p in total.values() if not any(is_op(f, "zeros") for f in p.chain)]
    common = shared_number(products)
    if common == 1:
        return summed(products, shape)
    return mul(number(common), summed([p.scaled(1 / common) for p in products], shape))


def shared_number(products: list[Product]) -> Fraction:
    """The number c of a sum ±c a ± c b, negative where all its terms are; 1 if they share none."""
    if len(products) < 2:
        return WHOLE
    sign = -1 if all(p.coefficient < 0 for p in products) else 1
    size = abs(products[0].coefficient)
    return sign * size if all(abs(p.coefficient) == size for p in products) else sign * WHOLE


@identity("add", says="matrices of numbers are added")
def literals_added(expr: Expr) -> Expr | None:
    """[1, 2] + 2 [3, 4] = [7, 10]."""
    found = [(k, p) for k, p in enumerate(map(factors, expr.args)) if is_numeric(p)]
    if len(found) < 2:
        return None
    first, rows = found[0][0], found[0][1].chain[0].data[0]
    cells = [sum(column, Fraction(0)) for column in zip(*(numbers(p) for _, p in found), strict=True)]
    width = len(cells) // rows
    total = matrix([cells[r * width : (r + 1) * width] for r in range(rows)])
    gone = {k for k, _ in found}
    rest = [arg for k, arg in enumerate(expr.args) if k not in gone]
    return add(*rest[:first], total, *rest[first:])


def is_numeric(p: Product) -> bool:
    """A number times a matrix of numbers."""
    alone = len(p.chain) == 1 and not p.scalars and is_op(p.chain[0], "literal")
    return alone and all(value_of(a) is not None for a in p.chain[0].args)


def numbers(p: Product) -> list[Fraction]:
    """Its entries, row by row."""
    return [p.coefficient * (value_of(a) or 0) for a in p.chain[0].args]


def turned(expr: Expr) -> Expr:
    """−(a − b) as b − a."""
    inside = expr.args[0] if is_op(expr, "neg") else expr
    if inside is expr or not is_op(inside, "add"):
        return expr
    found = [factors(arg) for arg in inside.args]
    return summed([p.scaled(Fraction(-1)) for p in found], expr.shape) if any(p.coefficient < 0 for p in found) else expr


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
    return best_pair(expr, leave_identity=False)


@identity("add", says="a common factor is taken out, leaving the identity")
def common_factor_identity(expr: Expr) -> Expr | None:
    """A + A B = A(I + B): done last, for (I − S)P hides that P − SP is symmetric."""
    return best_pair(expr, leave_identity=True)


def best_pair(expr: Expr, leave_identity: bool) -> Expr | None:
    best: tuple[int, int, int, Expr] | None = None
    if len(expr.args) > 24:
        return None
    for i, j in combinations(range(len(expr.args)), 2):
        new = joined(expr.args[i], expr.args[j], leave_identity)
        if new is None:
            continue
        gain = length(expr.args[i]) + length(expr.args[j]) + 1 - length(new)
        if gain > 0 and (best is None or gain > best[0]):
            best = (gain, i, j, new)
    if best is None:
        return None
    _, i, j, new = best
    rest = [arg for k, arg in enumerate(expr.args) if k not in (i, j)]
    return add(*rest[:i], new, *rest[i:])


@lru_cache(maxsize=4096)  # once a pair is put together, all the other pairs are tried again
def joined(a: Expr, b: Expr, leave_identity: bool) -> Expr | None:
    """a + b as one term, if they share something."""
    return shared(factors(a), factors(b), leave_identity)


def shared(p: Product, q: Product, leave_identity: bool) -> Expr | None:
    """p + q with what they share in front and behind taken out; None if they share nothing."""
    q = aligned(q, p)
    scalars = tuple((b, e) for b, e in p.scalars if dict(q.scalars).get(b) == e)
    left = common_prefix(p.chain, q.chain)
    right = common_prefix(p.chain[left:][::-1], q.chain[left:][::-1])
    if not scalars and not left and not right:
        return both_diagonal(p, q) or shared_entries(p, q)
    a, b = rest(p, scalars, left, right), rest(q, scalars, left, right)
    if bool(a.chain) != bool(b.chain):
        if not leave_identity:
            return None
        a, b = (a, identity_like(b, a)) if a.chain else (identity_like(a, b), b)
    factor, inside = paired(a, b)
    if inside.is_scalar:
        return rebuilt(Product(factor, (*scalars, (inside, Fraction(1))), p.chain))
    return rebuilt(Product(factor, scalars, (*p.chain[:left], inside, *p.chain[len(p.chain) - right :])))


def paired(a: Product, b: Product) -> tuple[Fraction, Expr]:
    """a + b as a number times a sum; of 1 and 2c + 1 the numbers are added."""
    factor = shared_number([a, b])
    inside = summed([a.scaled(1 / factor), b.scaled(1 / factor)], SCALAR)
    return factor, (like_terms.rewrite(inside) or inside) if is_op(inside, "add") and inside.is_scalar else inside


def entrywise(p: Product) -> bool:
    """Whether the chain is a single array that can be an elementwise product with another."""
    return len(p.chain) == 1 and not is_op(p.chain[0], "transpose", "diag")


def shared_entries(p: Product, q: Product) -> Expr | None:
    """u ⊙ v + u ⊙ w = u ⊙ (v + w)."""
    if not (entrywise(p) and entrywise(q)):
        return None
    a, b = rebuilt(p), rebuilt(q)
    (s, arrays), (t, others) = entry_factors(a), entry_factors(b)
    table = dict(others)
    both = tuple((x, e if abs(e) <= abs(table[x]) else table[x]) for x, e in arrays if x in table and e * table[x] > 0)
    if not both:
        return None
    less = tuple((x, -e) for x, e in both)
    v = written_entrywise(s, merged((*arrays, *less)), a.shape)
    w = written_entrywise(t, merged((*others, *less)), a.shape)
    factor, inside = paired(factors(v), factors(w))
    return written_entrywise(Product(factor, (), ()), merged((*both, (inside, Fraction(1)))), a.shape)


def aligned(q: Product, p: Product) -> Product:
    """q with b − a written as −(a − b) where p has a − b."""
    sums = {terms_of(f): f for f in p.chain if inner_sum(f) is not None}
    coefficient, chain = q.coefficient, []
    for factor in q.chain:
        other = sums.get(terms_of(factor, -1)) if sums and inner_sum(factor) is not None else None
        coefficient = coefficient if other is None else -coefficient
        chain.append(factor if other is None else other)
    return Product(coefficient, q.scalars, tuple(chain))


def inner_sum(factor: Expr) -> Expr | None:
    """The sum that a factor is, or is the transpose of."""
    inside = factor.args[0] if is_op(factor, "transpose") else factor
    return inside if is_op(inside, "add") else None


def terms_of(factor: Expr, sign: int = 1) -> tuple[bool, frozenset[tuple[object, Fraction]]]:
    """Whether it is transposed, and the terms with their numbers times the sign."""
    inside = inner_sum(factor)
    assert inside is not None
    return is_op(factor, "transpose"), frozenset((t.key, sign * t.coefficient) for t in map(factors, inside.args))


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
    return function("diag", summed([u, v], SCALAR))


def common_prefix(a: tuple[Expr, ...], b: tuple[Expr, ...]) -> int:
    n = 0
    while n < len(a) and n < len(b) and a[n] is b[n]:
        n += 1
    return n


@identity("add", says="a sum of transposes is the transpose of the sum")
def transposed_sum(expr: Expr) -> Expr | None:
    """Where that saves at least two transposes: X'B' + B'X' = (BX + XB)'."""
    if expr.is_scalar or expr.is_vector or expr.is_row:
        return None
    other = transpose(add(*map(flip_term, expr.args)))
    return other if length(other) + 1 < length(expr) else None


RULES = (literals_added, like_terms, symmetric_order, common_factor)
LAST = (common_factor_identity, transposed_sum)
