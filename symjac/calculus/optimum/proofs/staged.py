"""min over x and y of f is min over y of min over x: one variable after the other, each with a proof of its own.

Source: Boyd & Vandenberghe, Convex Optimization, 4.1.3 (optimising over some variables).
"""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.proofs import Task, proof
from symjac.calculus.optimum.tidy import tidy
from symjac.errors import SymjacError
from symjac.expr.expr import contains

RANK = 6


def prove(task: Task) -> Proof | None:
    if len(task.variables) < 2 or task.constraints or task.others or not task.steps:
        return None
    first = task.steps[0]
    z, rest = first.unknown, tuple(x for x in task.variables if x is not task.steps[0].unknown)
    stage = proof(replace(task, variables=(z,), steps=(first,), values={z: first.value}))
    if stage is None or any(contains(task.values[x], z) for x in rest):
        return None
    try:
        g = tidy(substitute(task.f, {z: first.value}))
    except SymjacError:
        return None
    later = proof(replace(task, f=g, variables=rest, steps=task.steps[1:], values={x: task.values[x] for x in rest}))
    if later is None:
        return None
    needs = tuple(dict.fromkeys((*stage.needs, *later.needs)))
    unique = True if stage.unique and later.unique else None
    stages = (
        replace(stage, about=task.f if stage.about is None else stage.about),
        replace(later, about=g if later.about is None else later.about),
    )
    return Proof(
        "staged",
        ("it is the minimum in ", z, " for all values of the others, and what is left has its minimum there"),
        unique,
        needs,
        stages=stages,
    )
