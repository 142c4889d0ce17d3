"""d²f/dt² = |L₁v|² + … ≥ 0 in every direction: f is convex, and each stationary point is a minimum (Boyd & Vandenberghe, 3.1.3).

With linear constraints the tangent plane at such a point lies below f on the whole of the feasible set.
"""

from __future__ import annotations

from symjac.calculus.optimum.domain import is_convex
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.needs import kernel, moves_in
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.second import curvature, directions_of, second_along
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import SymjacError

RANK = 1


def prove(task: Task) -> Proof | None:
    table = directions_of(task.variables, task.taken)
    try:
        tangents = [second_along(c, table) for c in task.constraints]
        if any(not flat for flat, _ in tangents):
            return None
        form, maps = curvature(task.f, table)
    except SymjacError:
        return None
    if maps is None or not is_convex(task.f, task.variables):
        return None
    found = kernel([*maps, *(t for _, t in tangents)], tuple(table.values()))
    if found.trivial and any(moves_in(n, task.variables) for n in found.needs):
        return Proof("convex", ("f is convex",), None, (), table, form)  # where it is strictly so is left open
    words = "f is convex" if not is_zero(simplify(form)) else "f is linear"
    alone = kernel(maps, tuple(table.values()))
    needs, everywhere = found.needs if found.trivial else (), alone.trivial and not alone.needs
    return Proof("convex", (words,), found.trivial, needs, table, form, found.trivial, everywhere)
