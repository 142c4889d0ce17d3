"""Products of sums multiplied out entry by entry, where terms then cancel: σ ⊙ (1 − σ) ⊙ (y ⊘ σ − (1 − y) ⊘ (1 − σ)) is y − σ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from symjac.calculus.identities.entrywise import Arrays, entry_factors, written_entrywise
from symjac.calculus.identities.factors import Product, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr, length
from symjac.expr.make import add, is_op, number, zeros

MOST = 24  # products that are worth a look
Entrywise = tuple[Product, Arrays]  # a number in front, and what is multiplied entry by entry


@identity("hadamard", "mul", "div", "add", says="terms that cancel when sums are multiplied out entry by entry")
def cancelled(expr: Expr) -> Expr | None:
    parts = expr.args if is_op(expr, "add") else (expr,)
    if not any(map(_has_sum, parts)):
        return None
    products = list(islice((p for part in parts for p in _products(*entry_factors(part), part.is_scalar)), MOST + 1))
    terms = _alike_added(products)
    if len(products) > MOST or len(terms) == len(products):  # too many for a look, or nothing has met its like
        return None
    written = [_written(p, arrays, expr) for p, arrays in terms]
    new = add(*written) if written else number(0) if expr.is_scalar else zeros(*expr.shape)
    return new if length(new) < length(expr) else None


def _alike_added(products: Sequence[Entrywise]) -> list[Entrywise]:
    """Products of the same factors as one; what is then zero is left out."""
    found: dict[object, Entrywise] = {}
    for p, arrays in products:
        key = frozenset(p.scalars), frozenset(arrays)
        before = found[key][0].coefficient if key in found else Fraction(0)
        found[key] = Product(before + p.coefficient, p.scalars, ()), arrays
    return [(p, arrays) for p, arrays in found.values() if p.coefficient]


def _has_sum(part: Expr) -> bool:
    scalar, arrays = entry_factors(part)
    return _sum_in(scalar.scalars if part.is_scalar else arrays) is not None


def _sum_in(table: Arrays) -> Expr | None:
    """A factor that is a sum; one with quotients in it first, which may meet what they are divided by."""
    sums = [base for base, e in table if e == 1 and is_op(base, "add")]
    return next((s for s in sums if any(map(_divides, s.args))), sums[0] if sums else None)


def _divides(term: Expr) -> bool:
    scalar, arrays = entry_factors(term)
    return any(e < 0 for _, e in (scalar.scalars if term.is_scalar else arrays))


def _products(scalar: Product, arrays: Arrays, numbers: bool) -> Iterator[Entrywise]:
    """The products that a product of sums consists of."""
    table = scalar.scalars if numbers else arrays
    total = _sum_in(table)
    if total is None:
        yield scalar, arrays
        return
    rest = tuple((b, e) for b, e in table if b is not total)
    for term in total.args:
        more, inside = entry_factors(term)
        if numbers:
            yield from _products(Product(scalar.coefficient * more.coefficient, merged((*rest, *more.scalars)), ()), (), True)
        else:
            yield from _products(scalar.times(more), merged((*rest, *inside)), False)


def _written(p: Product, arrays: Arrays, expr: Expr) -> Expr:
    return rebuilt(p) if expr.is_scalar else written_entrywise(p, arrays, expr.shape)
