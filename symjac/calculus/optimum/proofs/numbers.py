"""f''(z) > 0 at the one stationary point of a function of one number: nowhere else can it turn, so the minimum is global.

With several stationary points the values there and the limits at the ends of the domain decide.
"""

from __future__ import annotations

from typing import Any

from symjac.calculus.differential import by_scalar, substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.optimum.domain import is_convex
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.scalar import Letters
from symjac.calculus.optimum.tidy import tidy
from symjac.errors import SymjacError
from symjac.expr.expr import Expr

RANK = 4


def prove(task: Task) -> Proof | None:
    if len(task.variables) != 1 or task.constraints or not task.variables[0].is_scalar:
        return None
    (z,) = task.variables
    if not task.complete or not is_convex(task.f, task.variables):
        return None
    if not task.others:
        return only_one(task, z)
    return several(task, z)


def only_one(task: Task, z: Expr) -> Proof | None:
    bend = curvature_at(task.f, z, task.values[z])
    if bend is None or sign(bend) != POSITIVE:
        return None
    says = "f has no other stationary point, and there its second derivative is positive"
    return Proof("one", (says,), True, form=bend)


def curvature_at(f: Expr, z: Expr, at: Expr) -> Expr | None:
    try:
        return tidy(substitute(by_scalar(by_scalar(f, z), z), {z: at}))
    except SymjacError:
        return None


def several(task: Task, z: Expr) -> Proof | None:
    """The least of the values, if f does not fall below it at the ends."""
    letters = Letters((z,))
    try:
        form = letters.to(task.f)
    except ValueError:
        return None
    sp, s = letters.sp, letters.unknowns[z]
    if letters.constants:
        return None
    ends = [limit(form, s, sp.oo, "-", sp), limit(form, s, 0 if s.is_positive else -sp.oo, "+", sp)]
    values = [form.subs(s, letters.to(v[z])) for v in (task.values, *task.others)]
    least = values[0]
    if any(e is None for e in ends) or any((v - least).is_negative for v in values):
        return None
    if any((e - least).is_nonnegative is not True and e is not sp.oo for e in ends):
        return None
    unique = all((v - least).is_positive for v in values[1:])
    return Proof(
        "values",
        ("of its values at the stationary points it is the least, and f does not fall below it at the ends of its domain",),
        unique,
    )


def limit(form: Any, s: Any, end: Any, side: str, sp: Any) -> Any:
    try:
        return sp.limit(form, s, end, side)
    except (NotImplementedError, ValueError):
        return None
