"""f' = (az − r)/g with g > 0 and a > 0: f falls before r/a and rises behind it, whether it is convex or not."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.differential import by_scalar, substitute
from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.domain import is_convex
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.needs import Need
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.through import multiplier_of, without_denominators
from symjac.calculus.optimum.tidy import tidy
from symjac.calculus.simple import simplify
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import is_op, mul

RANK = 5


def prove(task: Task) -> Proof | None:
    if len(task.variables) != 1 or task.constraints or task.others or not task.variables[0].is_scalar:
        return None
    (z,) = task.variables
    if not is_convex(task.f, task.variables):
        return None
    try:
        slope = simplify(by_scalar(task.f, z))
        cleared = without_denominators(slope, z)
        factor = multiplier_of(slope, z)
    except SymjacError:
        return None
    equation = affine(cleared, z) if cleared is not None else None
    if equation is None or len(equation.pairs) != 1 or not all(positive(b, k, task.f) for b, k in factor.items()):
        return None
    ((A, B),) = equation.pairs
    if sign(simplify(mul(A, B))) != POSITIVE:
        return None
    says = ("its derivative is a positive function times one that grows, so f falls before this point and rises behind it",)
    return Proof("unimodal", says, True, inside_logarithms(task, z), about=cleared)


def positive(base: Expr, k: Fraction, f: Expr) -> bool:
    """Whether base^k is positive where f has a value: as an even power, by its form, or because f has its logarithm."""
    return k % 2 == 0 or sign(base) == POSITIVE or any(is_op(e, "log") and e.args[0] is base for e in postorder(f))


def inside_logarithms(task: Task, z: Expr) -> tuple[Need, ...]:
    """The point has to lie where f has a value."""
    needs: list[Need] = []
    for e in postorder(task.f):
        if is_op(e, "log") and contains(e, z):
            at = tidy(substitute(e.args[0], {z: task.values[z]}))
            if sign(at) not in (POSITIVE, NONNEGATIVE):
                needs.append((at, " is positive"))
    return tuple(needs)
