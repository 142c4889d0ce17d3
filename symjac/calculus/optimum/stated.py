"""Mx = r for Mx − r = 0: the equations as they are stated."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.calculus.identities.factors import factors
from symjac.calculus.numeric import constant_grid
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.found import Equation
from symjac.calculus.optimum.linear import solved
from symjac.calculus.optimum.setting import Setting
from symjac.calculus.optimum.through import without_denominators
from symjac.calculus.simple import simplify
from symjac.expr.expr import Expr, contains
from symjac.expr.make import add, is_op, matrix, mul, number, zeros


def shown(s: Setting, pairs: Sequence[tuple[Expr, Expr]], multipliers: Sequence[Expr]) -> tuple[Equation, ...]:
    """The conditions as they are stated: Mx = r of a single variable, E = 0 else; then the constraints."""
    alone = len(pairs) == 1 and not multipliers
    stated = [Equation(x, *(two_sides(E, x) if alone else (E, zeros(*E.shape)))) for x, E in pairs]
    fixed = [Equation(nu, c.left, c.right) for nu, c in zip(multipliers, s.constraints, strict=True)]
    return (*stated, *fixed)


def two_sides(E: Expr, x: Expr) -> tuple[Expr, Expr]:
    """Mx = r for M x − r = 0; E = 0 where it is not affine."""
    for form in (E, without_denominators(E, x)):
        equation = affine(form, x) if form is not None else None
        done = solved(equation) if equation is not None else None
        if done is not None:
            return done.left, in_digits(done.right)
        if equation is not None and equation.pairs:
            c = factors(equation.pairs[0][0]).coefficient or Fraction(1)
            scale = number(1 / c)
            left = simplify(mul(scale, add(*(mul(A, x, B) for A, B in equation.pairs))))
            return left, simplify(mul(scale, equation.right))
    cleared = without_denominators(E, x)
    shown_ = cleared if cleared is not None and contains(cleared, x) else E
    return shown_, zeros(*shown_.shape)


def in_digits(e: Expr) -> Expr:
    """½[2; 4] as [1; 2]"""
    grid = None if is_op(e, "zeros", "literal") else constant_grid(e)
    return e if grid is None else matrix(grid)
