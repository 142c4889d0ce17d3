"""A ⊗ B + A ⊗ C = A ⊗ (B + C): a sum of Kronecker products that is one."""

from __future__ import annotations

from dataclasses import dataclass

from symjac.calculus.identities.factors import Product
from symjac.calculus.simplify import simplify
from symjac.calculus.structured.structure import KRONECKER, Parts, Structure, made
from symjac.calculus.structured.terms import same, tidy, weight
from symjac.expr.dims import ONE, Dim, divide
from symjac.expr.expr import Expr
from symjac.expr.make import add, eye, function, is_op, mul, number, value_of


@dataclass(frozen=True)
class Pair:
    """s A ⊗ B"""

    s: Expr
    A: Expr
    B: Expr


def kronecker(M: Expr, terms: list[Product]) -> Structure | None:
    """c (A ⊗ B), c left out where it is 1."""
    pair = one_product(terms)
    if pair is None or ONE in (pair.A.shape[0] * pair.A.shape[1], pair.B.shape[0] * pair.B.shape[1]):
        return None
    front = {} if value_of(pair.s) == 1 else {"c": pair.s}
    return made(KRONECKER, {**front, "A": pair.A, "B": pair.B}, put_together)


def put_together(p: Parts) -> Expr:
    return tidy(*([p["c"]] if "c" in p else []), function("kron", p["A"], p["B"]))


def one_product(terms: list[Product]) -> Pair | None:
    """All terms as one product: they share the left factor, or the right one."""
    shapes = [pair.A.shape + pair.B.shape for p in terms if (pair := split(p)) is not None]
    found = [split(p) or identity(p, shapes) for p in terms]
    pairs = [pair for pair in found if pair is not None]
    if not pairs or len(pairs) < len(terms):
        return None
    first = pairs[0]
    if len(pairs) == 1:
        return first
    if all(same(pair.A, first.A) for pair in pairs):
        return Pair(number(1), first.A, total([(pair.s, pair.B) for pair in pairs]))
    if all(same(pair.B, first.B) for pair in pairs):
        return Pair(number(1), total([(pair.s, pair.A) for pair in pairs]), first.B)
    return None


def total(terms: list[tuple[Expr, Expr]]) -> Expr:
    return simplify(add(*(mul(s, a) for s, a in terms)))


def split(p: Product) -> Pair | None:
    """A term that is a Kronecker product as it stands."""
    if len(p.chain) != 1 or not is_op(p.chain[0], "kron"):
        return None
    A, B = p.chain[0].args
    return Pair(weight(p), A, B)


def identity(p: Product, shapes: list[tuple[Dim, Dim, Dim, Dim]]) -> Pair | None:
    """I as I ⊗ I, of the sizes of the other terms."""
    if len(p.chain) != 1 or not is_op(p.chain[0], "eye") or not shapes:
        return None
    m, _, n, _ = shapes[0]
    fits = divide(p.chain[0].shape[0], m) == n and shapes[0] == (m, m, n, n)
    return Pair(weight(p), eye(m), eye(n)) if fits else None
