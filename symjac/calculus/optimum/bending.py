"""Convex, concave, affine, or neither: by squares where the form shows them, by two directions of opposite signs else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symjac.calculus.optimum.domain import is_convex
from symjac.calculus.optimum.needs import Need, kernel, moves_in
from symjac.calculus.optimum.second import curvature, directions_of, second_differential
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import is_op, neg
from symjac.verify.scalars import Irrational
from symjac.verify.values import point, value

TRIES = 40  # points and directions at which the sign is looked at


@dataclass(frozen=True)
class Bending:
    """status as of the contract; form: q(v) along the directions of the table."""

    status: str
    says: tuple[str | Expr, ...]
    table: Mapping[Expr, Expr]
    form: Expr
    needs: tuple[Need, ...] = ()
    counterexample: Mapping[str, Any] | None = None
    strict: bool = field(default=False)


def bending(f: Expr, variables: tuple[Expr, ...], taken: tuple[str, ...]) -> Bending:
    table = directions_of(variables, taken)
    q = second_differential(f, table)
    if is_zero(q):
        return Bending("affine", ("the second derivative is zero in every direction",), table, q)
    if not is_convex(f, variables):
        return Bending("unknown", ("the set on which f has a value is not known to be convex",), table, q)
    for sign, name in ((1, "convex"), (-1, "concave")):
        form, maps = curvature(f if sign == 1 else simplify(neg(f)), table)
        if maps is None:
            continue
        found = kernel(maps, tuple(table.values()))
        form = form if sign == 1 else simplify(neg(form))
        strict = found.trivial and not found.needs
        own, other = ("positive", "negative") if sign == 1 else ("negative", "positive")
        says = (
            f"the second derivative is {own} in every direction"
            if strict
            else f"the second derivative is {other} in no direction"
        )
        open_ = any(moves_in(n, variables) for n in found.needs)
        needs = found.needs if found.trivial and not open_ else ()
        return Bending(("strictly " if strict else "") + name, (says,), table, form, needs, None, strict)
    seen = both_signs(q, table)
    if seen is not None:
        return Bending("neither", ("the second derivative takes both signs",), table, q, (), seen)
    return Bending(
        "unknown", ("the second derivative is neither a sum of squares by its form, nor were two signs found",), table, q
    )


def both_signs(q: Expr, table: Mapping[Expr, Expr]) -> Mapping[str, Any] | None:
    """Two random points, or directions, at which the form has opposite signs, exactly; None where none were found."""
    symbols = [e for e in postorder(q) if is_op(e, "symbol")]
    seen: dict[int, Mapping[str, Any]] = {}
    for turn in range(TRIES):
        found = at_random(q, symbols, turn)
        if found is None:
            continue
        amount, values = found
        sign = (amount > 0) - (amount < 0)
        if sign:
            seen.setdefault(sign, {"values": values, "second": amount})
        if len(seen) == 2:
            return {"positive": seen[1], "negative": seen[-1]}
    return None


def at_random(q: Expr, symbols: list[Expr], turn: int) -> tuple[Any, Mapping[str, Any]] | None:
    """The form at a random point, exactly where it is rational."""
    for exact in (True, False):
        try:
            at = point(symbols, exact=exact, seed=turn, turn=turn % 2)
            amount = value(q, at).item
            if exact and not isinstance(amount, int | Fraction):
                continue
            return amount, {name: [list(row) for row in m.rows] for name, m in at.values.items()}
        except (ArithmeticError, Irrational, SymjacError):
            continue
    return None
