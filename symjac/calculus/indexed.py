"""∂f/∂x_k of a member with a free index: the sum over i keeps of x_i the term i = k, Σ_i g_i ∂x_i/∂x_k = g_k."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.differential import Simplify, adjoints, differential, direction
from symjac.expr.binding import at_index, families
from symjac.expr.expr import Expr
from symjac.expr.make import add, delta, index, is_op, member, mul, number, zeros


def members_of(f: Expr, family: Expr) -> list[Expr]:
    """The members of a family that occur in f: x_i, x_j, x_1."""
    return families(f).get(family, [])


def member_at(one: Expr, names: Sequence[str]) -> Expr:
    """x_k of the family of x_i, its indices called as is wanted."""
    return member(one.args[0], [index(n, size) for n, size in zip(names, one.data, strict=True)], one.data, one.shape)


def by_member(f: Expr, x: Expr, simplify: Simplify) -> Expr:
    """G of the shape of the member x = x_k, with df = <G, dx_k> where x_k alone moves; f is a scalar."""
    family, *at = x.args
    df = differential(f, family)
    if df is None:
        return zeros(*x.shape) if not x.is_scalar else number(0)
    moved = direction(family)
    leaves = members_of(df, moved)
    found = adjoints(df, (*leaves, moved), number(1), simplify)
    parts = [at_place(found[leaf], leaf, at, f) for leaf in leaves if leaf in found]
    if moved in found:
        parts.append(member(found[moved], at, x.data, x.shape))
    return simplify(add(*parts)) if parts else simplify(mul(number(0), zeros(*x.shape)))


def at_place(G: Expr, leaf: Expr, at: Sequence[Expr], f: Expr) -> Expr:
    """Σ_i δ_ik G_i: the term i = k of a sum over i; an index that nothing sums keeps its delta."""
    table: dict[Expr, Expr] = {}
    deltas = []
    for i, k in zip(leaf.args[1:], at, strict=True):
        if is_op(i, "index") and i not in f.free and i not in table:
            table[i] = k
        else:
            deltas.append(delta(table.get(i, i), k))
    new = at_index(G, table)
    return mul(*deltas, new) if deltas else new
