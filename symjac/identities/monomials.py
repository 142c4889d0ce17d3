"""Products of sums multiplied out entry by entry, where terms then cancel: σ ⊙ (1 − σ) ⊙ (y ⊘ σ − (1 − y) ⊘ (1 − σ)) is y − σ."""

from __future__ import annotations

from fractions import Fraction

from symjac.core.expr import Expr, length
from symjac.identities.entrywise import Arrays, entry_factors, written_entrywise
from symjac.identities.factors import Product, merged, rebuilt
from symjac.identities.identity import identity
from symjac.kernel import add, is_op, number, zeros

MOST = 24

Key = tuple[frozenset[tuple[Expr, Fraction]], frozenset[tuple[Expr, Fraction]]]
Found = dict[Key, tuple[Product, Arrays]]


class TooMany(Exception):
    """More products than are worth a look."""


@identity("hadamard", "mul", "div", "add", says="terms that cancel when sums are multiplied out entry by entry")
def cancelled(expr: Expr) -> Expr | None:
    parts = expr.args if is_op(expr, "add") else (expr,)
    if not any(map(_has_sum, parts)):
        return None
    found: Found = {}
    try:
        for part in parts:
            _collect(*entry_factors(part), part.is_scalar, found)
    except TooMany:
        return None
    terms = [_written(p, arrays, expr) for p, arrays in found.values() if p.coefficient]
    new = add(*terms) if terms else number(0) if expr.is_scalar else zeros(*expr.shape)
    return new if length(new) < length(expr) else None


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


def _collect(scalar: Product, arrays: Arrays, numbers: bool, found: Found) -> None:
    """The products that a product of sums consists of, equal ones added up."""
    table = scalar.scalars if numbers else arrays
    total = _sum_in(table)
    if total is None:
        key = frozenset(scalar.scalars), frozenset(arrays)
        before = found[key][0].coefficient if key in found else Fraction(0)
        found[key] = Product(before + scalar.coefficient, scalar.scalars, ()), arrays
        if len(found) > MOST:
            raise TooMany
        return
    rest = tuple((b, e) for b, e in table if b is not total)
    for term in total.args:
        more, inside = entry_factors(term)
        if numbers:
            whole = Product(scalar.coefficient * more.coefficient, merged((*rest, *more.scalars)), ())
            _collect(whole, (), True, found)
        else:
            _collect(scalar.times(more), merged((*rest, *inside)), False, found)


def _written(p: Product, arrays: Arrays, expr: Expr) -> Expr:
    return rebuilt(p) if expr.is_scalar else written_entrywise(p, arrays, expr.shape)
