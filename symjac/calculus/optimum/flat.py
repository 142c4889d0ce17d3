"""A gradient that is the same everywhere: a linear function has no least value."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.identities.factors import factors
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.found import Equation, Found, Words
from symjac.calculus.optimum.needs import Need
from symjac.calculus.optimum.setting import Setting
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import is_op, neg, value_of, zeros


def nothing_to_solve(s: Setting, pairs: Sequence[tuple[Expr, Expr]], multipliers: Sequence[Expr]) -> Found | None:
    """A gradient that does not depend on any variable: f is linear in that variable, and has no least value."""
    for x, E in pairs:
        if any(contains(E, y) for y in s.variables):
            if not s.constraints and POSITIVE in (sign(E), sign(simplify(neg(E)))):
                return Found("none", None, (Equation(x, E, zeros(*E.shape)),), says=("the gradient by ", x, " is never zero"))
            continue
        if is_zero(E):
            raise UnsupportedError(f"the function does not depend on {x}", found=str(s.f))
        if not s.constraints:
            way = "f grows without end along it" if s.greatest else "f falls without end along its negative"
            if {"positive", "posdef"} & x.data[1]:
                way = "never zero"
            says: Words = ("the gradient by ", x, f" is constant, and {way}")
            slope: tuple[Need, ...] = () if certainly_nonzero(E) else ((E if not is_op(E, "neg") else E.args[0], " is not zero"),)
            return Found(
                "none",
                None,
                (Equation(x, E, zeros(*E.shape)),),
                says=says,
                needs=slope,
                fall={x: E if s.greatest else simplify(neg(E))},
            )
        if all(not contains(c, y) or linear(c, y) for c in s.differences for y in s.variables):
            if any(constant_along(E, nu) for _, nu in zip(s.constraints, multipliers, strict=True)):
                raise UnsupportedError("the function is constant where the constraints hold", found=str(s.f))
            says = ("f and the constraints are linear, so f has no least value unless it is constant where they hold",)
            need = (E, " is not zero for every choice of the multipliers")
            return Found("none", None, (Equation(x, E, zeros(*E.shape)),), says=says, needs=(need,))
    return None


def constant_along(E: Expr, nu: Expr) -> bool:
    """Whether a multiplier makes the gradient zero, as −1 does in 1 + ν1."""
    equation = affine(E, nu)
    if equation is None or len(equation.pairs) != 1:
        return False
    ((A, B),) = equation.pairs
    chain = factors(A).chain
    return value_of(B) == 1 and bool(chain) and factors(equation.right).chain == chain


def linear(c: Expr, y: Expr) -> bool:
    return affine(c, y) is not None or not c.is_scalar


def certainly_nonzero(E: Expr) -> bool:
    return bool(value_of(E)) or is_op(E, "ones", "eye") or (is_op(E, "literal") and any(value_of(a) for a in E.args))
