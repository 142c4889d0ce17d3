"""Σ g(e_i) for a convex function g of one number and e = Lx + b: g″ > 0, by SymPy.

Source: Boyd & Vandenberghe, Convex Optimization, 3.1.5, 3.2.2.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.expr.expr import Expr, contains
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, value_of


def bends_up(f: Expr, e: Expr) -> Expr | None:
    """Of f = Σ g(e_i) + constants: e where g″ > 0, else None."""
    for term in f.args if is_op(f, "add") else (f,):
        if contains(term, e) and not positive_sum(term, e):
            return None
    return e if contains(f, e) else None


def positive_sum(term: Expr, e: Expr) -> bool:
    p = factors(term)
    moving = [(b, k) for b, k in p.scalars if contains(b, e)]
    rest = [b for b, _ in p.scalars if not contains(b, e)]
    if p.coefficient <= 0 or p.chain or any(sign(b) != POSITIVE for b in rest):
        return False
    if len(moving) == 1 and moving[0][1] == 1 and is_op(moving[0][0], "sum", "mean"):
        return second_is_positive(moving[0][0].args[0], e)
    return e.is_scalar and second_is_positive(rebuilt(Product(Fraction(1), tuple(moving), ())), e)


@cache
def second_is_positive(inner: Expr, e: Expr) -> bool:
    import sympy

    t = sympy.Symbol("t", real=True, positive=True if "positive" in (e.data[1] if is_op(e, "symbol") else ()) else None)
    try:
        g = entry(inner, e, t, {}, sympy)
        bend = sympy.factor(sympy.simplify(sympy.diff(g, t, 2)))
    except (ValueError, TypeError, NotImplementedError):
        return False
    return bool(bend.is_positive)


def entry(a: Expr, e: Expr, t: Any, constants: dict[Expr, Any], sp: Any) -> Any:
    """The entry of a where that of e is t; ValueError for what is not taken entry by entry."""
    if a is e:
        return t
    if is_op(a, "ones"):
        return sp.Integer(1)
    value = value_of(a)
    if value is not None:
        return sp.Rational(value.numerator, value.denominator)
    if a.is_scalar and not contains(a, e):
        return constants.setdefault(
            a, sp.Symbol(f"c_{len(constants)}", real=True, positive=True if sign(a) == POSITIVE else None)
        )
    args = [entry(b, e, t, constants, sp) for b in a.args]
    if is_op(a, "add"):
        return sp.Add(*args)
    if is_op(a, "neg"):
        return -args[0]
    if is_op(a, "hadamard") or (is_op(a, "mul") and sum(not b.is_scalar for b in a.args) <= 1):
        return sp.Mul(*args)
    if is_op(a, "hdiv", "div"):
        return args[0] / args[1]
    if is_op(a, "power", "hpower"):
        return args[0] ** args[1]
    if isinstance(a.op, ScalarOp):
        return a.op.definition(sp, args[0]) if not hasattr(sp, a.op.name) else getattr(sp, a.op.name)(args[0])
    raise ValueError(a.op.name)
