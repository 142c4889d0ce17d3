"""E(z) = A₁ z B₁ + A₂ z B₂ + … + E(0): an equation that is affine in an unknown, its terms and its rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symjac.calculus.differential import differential, direction, substitute
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt, symmetric_at_sight
from symjac.calculus.jacobian import Term, terms
from symjac.calculus.optimum.through import hidden
from symjac.calculus.optimum.tidy import sums_joined
from symjac.calculus.simple import simplify
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import add, eye, is_op, mul, neg, number, transpose, value_of, zeros

Pair = tuple[Expr, Expr]  # A and B of A z B


@dataclass(frozen=True)
class Affine:
    """Σ A z B = right, for the unknown z; one pair for each distinct B or, failing that, for each distinct A."""

    unknown: Expr
    pairs: tuple[Pair, ...]
    right: Expr


def affine(equation: Expr, z: Expr) -> Affine | None:
    """The equation E(z) = 0 in this form, or None where it is not affine in z, or z stands transposed or in a trace."""
    try:
        slope = slope_of(equation, z)
        right = simplify(neg(substitute(equation, {z: zeros(*z.shape)})))
        pairs = None if slope is None else pairs_of(terms(slope, direction(z), False), z)
    except SymjacError:
        return None
    return None if pairs is None else Affine(z, pairs, right)


def slope_of(equation: Expr, z: Expr) -> Expr | None:
    """dE, where it does not depend on z any more."""
    dE = differential(equation, z)
    if dE is None:
        return None
    found = simplify(dE)
    if contains(found, z) and (wider := expanded(found)) is not None:
        found = simplify(wider)
    return None if contains(found, z) else found


def pairs_of(found: Iterable[Term], z: Expr) -> tuple[Pair, ...] | None:
    pairs = []
    for term in found:
        turned = is_op(term.D, "transpose") and not z.is_scalar
        if term.M is not None and not z.is_scalar:
            return None
        if term.M is not None:
            return None
        if turned and z.is_vector and term.B is not None and term.B.is_vector:
            A = term.A if term.A is not None else number(1)
            pairs.append((mul(*term.factor, A, transpose(term.B)), eye(z.shape[1])))
            continue
        if turned and not symmetric_at_sight(z):
            return None
        rows, columns = z.shape[::-1] if turned else z.shape
        A, B = term.A or eye(rows), term.B or eye(columns)
        aside = (B,) if z.is_vector and B.is_scalar and value_of(B) != 1 else ()  # a number behind a column
        pairs.append((mul(*term.factor, *aside, A), eye(columns) if aside else B))
    return merged(pairs)


def merged(pairs: list[Pair]) -> tuple[Pair, ...]:
    """A₁zB + A₂zB = (A₁ + A₂)zB, and likewise from the right."""
    by_right: dict[Expr, list[Expr]] = {}
    for A, B in pairs:
        by_right.setdefault(simplify(B), []).append(A)
    left_first = [(sums_joined(simplify(add(*As))), B) for B, As in by_right.items()]
    by_left: dict[Expr, list[Expr]] = {}
    for A, B in left_first:
        by_left.setdefault(A, []).append(B)
    pairs_ = tuple((A, simplify(add(*Bs))) for A, Bs in by_left.items() if not is_op(A, "zeros"))
    return from_the_right(pairs_)


def from_the_right(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """λz + zB = z(λI + B): numbers stand on either side."""
    scales = [of_identity(A) for A, _ in pairs]
    if len(pairs) < 2 or None in scales:
        return pairs
    B = simplify(add(*(mul(c, B) for c, (_, B) in zip(scales, pairs, strict=True) if c is not None)))
    return ((eye(pairs[0][0].shape[0]), B),)


def of_identity(A: Expr) -> Expr | None:
    """1 + ν, for the matrix I + νI"""
    terms = [factors(t) for t in (A.args if is_op(A, "add") else (A,))]
    if not A.is_matrix or any(len(t.chain) != 1 or not is_op(t.chain[0], "eye") for t in terms):
        return None
    return simplify(add(*(rebuilt(Product(t.coefficient, t.scalars, ())) for t in terms)))


def symmetric_part(equation: Expr, z: Expr) -> Expr:
    """E + E': what has to vanish where only symmetric changes are possible; E itself where it is symmetric."""
    form = simplify(equation)
    return symmetric_form(form, z) or simplify(add(form, transpose(form)))


def symmetric_form(form: Expr, z: Expr) -> Expr | None:
    """The matrix, multiplied out in z if need be, where it can be seen to be symmetric."""
    if symmetric_at_sight(form):
        return form
    short, letters = hidden(form, z)
    wide = expanded(short) or short
    terms_ = [simplify(t) for t in (wide.args if is_op(wide, "add") else (wide,))]
    whole = add(*terms_)  # a common factor in front would hide the symmetry
    return simplify(substitute(whole, letters)) if symmetric_at_sight(whole) or all(map(symmetric_at_sight, terms_)) else None
