"""f(x̂) = f(0) + g'x̂/2 for a quadratic f with the slope g at 0: the value at the optimum, where it is short."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.calculus.differential import gradient, substitute
from symjac.calculus.numeric import constant_grid
from symjac.calculus.optimum.found import Found
from symjac.calculus.optimum.tidy import tidy
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, length
from symjac.expr.make import add, inner, mul, number, zeros

SHORT = 30  # names, numbers and operators


def value_at(f: Expr, variables: Sequence[Expr], found: Found) -> Expr | None:
    """The value, exact where it is a number, else in the shorter of two forms, if that is short."""
    values = {x: found.values[x] for x in variables}
    options = []
    for make in (put_in, by_half):
        try:
            options.append(make(f, values, found))
        except SymjacError:
            continue
    known = [v for v in options if v is not None]
    if not known:
        return None
    best = min(known, key=length)
    grid = constant_grid(best)
    if grid is not None:
        return number(grid[0][0])
    return best if length(best) <= max(SHORT, length(f) + 6) else None


def put_in(f: Expr, values: dict[Expr, Expr], found: Found) -> Expr | None:
    return tidy(substitute(f, values))


def by_half(f: Expr, values: dict[Expr, Expr], found: Found) -> Expr | None:
    """Of a quadratic function without constraints."""
    if found.multipliers or found.peeled is not None or found.proof is None or found.proof.name != "convex":
        return None
    if found.proof.form is None or any(contains(found.proof.form, x) for x in values):
        return None  # not quadratic
    origin = {x: zeros(*x.shape) for x in values}
    halves = []
    for x, v in values.items():
        G = gradient(f, x)
        halves.append(mul(number(Fraction(1, 2)), inner(tidy(substitute(G, origin)), v)))
    return tidy(add(tidy(substitute(f, origin)), *halves))
