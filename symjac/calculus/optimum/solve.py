"""∇L = 0 and the constraints, solved; then the kind of the point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symjac.calculus.optimum import monotone, special
from symjac.calculus.optimum.best import best
from symjac.calculus.optimum.eliminate import ways
from symjac.calculus.optimum.exact import Quadratic, quadratic
from symjac.calculus.optimum.flat import nothing_to_solve
from symjac.calculus.optimum.found import Equation, Found, Proof
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.proofs.convex import prove as prove_convex
from symjac.calculus.optimum.setting import Setting, names_of_multipliers, stationarity
from symjac.calculus.optimum.stated import shown
from symjac.expr.expr import Expr
from symjac.expr.make import matrix


def find(s: Setting) -> Found:
    """The optimum, as far as it can be found and proved."""
    numbers = quadratic(s.down, s.variables, s.differences)
    if numbers is not None:
        return in_numbers(s, numbers)
    inside = None if s.constraints else monotone.inside(s.down, s.variables)
    if inside is not None:
        return replace(find(replace(s, f=inside, greatest=False)), peeled=inside)
    multipliers = names_of_multipliers(s)
    pairs = stationarity(s, multipliers)
    empty = nothing_to_solve(s, pairs, multipliers)
    if empty is not None:
        return empty
    equations = shown(s, pairs, multipliers)
    for recognise in special.WAYS:
        found = recognise(s.f, s.variables, s.differences, multipliers, pairs)
        if found is not None:
            return replace(found, equations=(*found.equations, *equations[len(s.variables) :]), multipliers=multipliers)
    found_ways = ways((*pairs, *zip(multipliers, s.differences, strict=True)))
    if not found_ways:
        return unsolved(s, equations, multipliers, pairs)
    return best(s, found_ways, equations, multipliers)


def in_numbers(s: Setting, q: Quadratic) -> Found:
    multipliers = names_of_multipliers(s)
    pairs = stationarity(s, multipliers)
    equations = shown(s, pairs, multipliers)
    values: dict[Expr, Expr] = dict(q.values(q.point)) if q.point is not None and q.why_none != "maximum" else {}
    if values:
        values.update(multipliers_of(q, multipliers, -1 if s.greatest else 1))
    fall = q.values(q.fall) if q.fall else {}
    unique = (not q.null) if q.status == "minimum" else None
    if q.status == "minimum":
        says = ("along every direction that the constraints leave, " if s.constraints else "") + "the second derivative of f is "
        how = Proof("numbers", (says + ("positive" if not q.null else "not negative"),), unique)
        return Found("minimum", unique, equations, values=values, multipliers=multipliers, proof=how, numbers=q)
    return Found(q.status, None, equations, values=values, multipliers=multipliers, numbers=q, fall=fall)


def multipliers_of(q: Quadratic, multipliers: Sequence[Expr], sign: int) -> dict[Expr, Expr]:
    """The multipliers, taken row by row from the long column; those of −f have the other sign."""
    rest, out = [sign * a for a in q.multipliers], {}
    for nu in multipliers:
        m, n = (k.number or 1 for k in nu.shape)
        out[nu] = matrix([[rest.pop(0) for _ in range(n)] for _ in range(m)])
    return out


def unsolved(
    s: Setting, equations: tuple[Equation, ...], multipliers: tuple[Expr, ...], pairs: Sequence[tuple[Expr, Expr]]
) -> Found:
    """The condition is the answer; whether its solutions are minima is still said."""
    convex = prove_convex(Task(s.down, s.variables, s.differences, (), {}, taken=s.taken))
    form = special.sylvester(pairs) if not s.constraints else ""
    says = ("the equation has no solution in closed form",)
    unique = convex.unique if convex is not None else None
    return Found(
        "unsolved",
        unique,
        equations,
        multipliers=multipliers,
        proof=convex,
        says=says,
        form=form,
        needs=convex.needs if convex else (),
    )
