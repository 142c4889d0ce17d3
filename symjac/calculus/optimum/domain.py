"""Where f has a value: whether that is a convex set, and whether a point that was found lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symjac.calculus.definite import definite, gram
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.optimum.insides import affine_nodes
from symjac.calculus.optimum.needs import Need, of_maps
from symjac.calculus.simple import simplify
from symjac.errors import DomainError
from symjac.expr.expr import Condition, Expr, postorder
from symjac.expr.make import is_op, value_of
from symjac.verify.values import numbers

SMOOTH_ENOUGH = ("norm",)  # convex where it has no derivative, too


def is_convex(f: Expr, variables: Sequence[Expr]) -> bool:
    """Whether every condition under which f has a value describes a convex set: 1/x splits the line, log(1 − x) does not."""
    affine, active = affine_nodes(f, variables)
    for e in postorder(f):
        if e not in active or is_op(e, *SMOOTH_ENOUGH):
            continue
        if not all(fits(c, affine) for c in (*e.op.domain(e), *division(e)) if c.of in active):
            return False
    return True


def division(e: Expr) -> tuple[Condition, ...]:
    return (Condition("nonzero", e.args[1]),) if is_op(e, "div", "hdiv") else ()


def fits(c: Condition, affine: set[Expr]) -> bool:
    kind = c.kind.removesuffix(" entries")
    if kind == "invertible":
        return definite(gram(c.of))
    if sign(c.of) == POSITIVE or (is_op(c.of, "sqrt") and sign(c.of.args[0]) == POSITIVE):
        return True
    return kind in ("positive", "inside") and c.of in affine


def membership(values: Mapping[Expr, Expr]) -> tuple[Need, ...] | None:
    """What a point needs to lie where its variables are declared to be; None where it certainly does not."""
    needs: list[Need] = []
    for x, v in values.items():
        words = x.data[1]
        if "posdef" in words and is_op(v, "zeros"):
            return None
        if "posdef" in words and x.is_matrix:
            needs += positive_definite(v)
        elif "positive" in words or ("posdef" in words and x.is_scalar):
            number = value_of(v)
            if (number is not None and number <= 0) or is_op(v, "zeros"):
                return None
            if sign(v) != POSITIVE:
                needs.append((v, " is positive" if v.is_scalar else " has positive entries only"))
    return tuple(needs)


def positive_definite(M: Expr) -> tuple[Need, ...]:
    """What a matrix needs to be positive definite: of X'X that the columns of X are independent."""
    maps = gram(M)
    if maps is None:
        return ((M, " is positive definite"),)
    return () if definite(maps) else of_maps(M, maps)


def has_value(e: Expr) -> bool:
    """False where a formula without letters has no value: log 0, 1/0."""
    try:
        form = simplify(e)
        if any(is_op(a, "symbol", "size") for a in postorder(form)):
            return True
        numbers(form)
    except DomainError:
        return False
    return True
