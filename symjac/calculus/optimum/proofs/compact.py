"""x'Mx = c with a positive definite M is a closed bounded set: f has a minimum there, at the stationary point of least value.

The gradient 2Mx of the constraint is never zero on it, so every optimum is stationary (Lagrange).
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.expand import expanded
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.needs import kernel
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.second import curvature, directions_of
from symjac.calculus.optimum.tidy import tidy
from symjac.calculus.simple import simplify
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import inner, is_op, neg, sub, value_of

RANK = 3


def prove(task: Task) -> Proof | None:
    if len(task.constraints) != 1 or not task.others or not task.complete or not bounded(task):
        return None
    try:
        at = [tidy(substitute(task.f, dict(v))) for v in (task.values, *task.others)]
        apart = [sign_of(sub(v, at[0])) for v in at[1:]]
    except SymjacError:
        return None
    if any(s not in (POSITIVE, NONNEGATIVE) for s in apart):
        return None
    return Proof(
        "compact",
        ("the constraint describes a closed and bounded set, on which f has a minimum and a maximum, among these points",),
        True,
    )


def sign_of(difference: Expr) -> str:
    """As it is, or with the squared norms multiplied out: |a − b|² = a'a − 2a'b + b'b."""
    plain = tidy(one_way(difference))
    if sign(plain):
        return sign(plain)
    norms = [e for e in postorder(difference) if is_op(e, "power") and is_op(e.args[0], "norm") and value_of(e.args[1]) == 2]
    open_ = substitute(difference, {e: inner(e.args[0].args[0], e.args[0].args[0]) for e in norms})
    return sign(tidy(expanded(open_) or open_))


def one_way(e: Expr) -> Expr:
    """a − b wherever b − a stands."""
    sums = [a for a in dict.fromkeys(postorder(e)) if is_op(a, "add") and not a.is_scalar]
    table: dict[Expr, Expr] = {}
    for a in sums:
        other = simplify(neg(a))
        if is_op(other, "add") and str(other) < str(a):
            table[a] = neg(other)
    return substitute(e, table) if table else e


def bounded(task: Task) -> bool:
    """Whether the constraint is a definite quadratic form, with a constant."""
    table = directions_of(task.variables, task.taken)
    try:
        _, maps = curvature(task.constraints[0], table)
    except SymjacError:
        return False
    if maps is None:
        return False
    found = kernel(maps, tuple(table.values()))
    return found.trivial and not found.needs
