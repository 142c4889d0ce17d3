"""log det X + tr(X⁻¹M) is convex in X⁻¹: as f goes through X⁻¹ one to one, its one stationary point is its minimum.

Source: Boyd & Vandenberghe, Convex Optimization, 7.1.1 (the covariance of a Gaussian).
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.needs import kernel
from symjac.calculus.optimum.proofs import Task
from symjac.calculus.optimum.second import curvature, directions_of
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import div, function, is_op, neg, number, power, symbol, value_of

RANK = 2


def prove(task: Task) -> Proof | None:
    if len(task.variables) != 1 or task.constraints:
        return None
    (X,) = task.variables
    if not X.is_matrix and not X.is_scalar:
        return None
    name = next(n for n in ("Lambda", "K", "Q", "L", "P_0") if n not in task.taken)
    inverse = symbol(name if X.is_matrix else "kappa" if "kappa" not in task.taken else "kappa_0", X.shape, X.data[1])
    g = in_inverse(with_logdet(task.f, X), X, inverse)
    if g is None:
        return None
    table = directions_of((inverse,), [*task.taken, name])
    try:
        form, maps = curvature(g, table)
    except SymjacError:
        return None
    if maps is None:
        return None
    found = kernel(maps, tuple(table.values()))
    says = ("f is convex in ", inverse, " = ", power(X, -1) if X.is_matrix else div(number(1), X))
    return Proof("reciprocal", says, found.trivial, found.needs if found.trivial else (), table, form, found.trivial, about=g)


def with_logdet(f: Expr, X: Expr) -> Expr:
    """log det X in one word."""
    det = function("det", X) if X.is_matrix and X.shape[0] == X.shape[1] else None
    logs = [e for e in postorder(f) if det is not None and is_op(e, "log") and e.args[0] is det]
    return substitute(f, {e: function("logdet", X) for e in logs}) if logs else f


def follows(e: Expr, x: Expr) -> bool:
    """Whether 1/x may be put in for a number x: in products, quotients and powers of it."""
    return is_op(e, "mul", "div") or (is_op(e, "power") and e.args[0] is x and value_of(e.args[1]) is not None)


def in_inverse(f: Expr, X: Expr, inverse: Expr) -> Expr | None:
    table: dict[Expr, Expr] = {}
    for e in postorder(f):
        if X in e.args:
            if is_op(e, "inv"):
                table[e] = inverse
            elif is_op(e, "logdet") or (is_op(e, "log") and X.is_scalar):
                table[e] = neg(function(e.op.name, inverse))
            elif X.is_scalar and follows(e, X):
                continue
            else:
                return None
    if X.is_scalar:
        return substitute(f, {**table, X: div(number(1), inverse)}) if table else None
    found = substitute(f, table)
    return None if contains(found, X) else found
