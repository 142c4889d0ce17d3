"""p(z) = 0 for a number z: the roots, by SymPy; what does not contain z is a letter for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.identities.factors import factors
from symjac.calculus.simple import simplify
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, neg

MOST_ROOTS = 6


class Letters:
    """SymPy's symbols for what is constant, and for the unknowns."""

    def __init__(self, unknowns: tuple[Expr, ...]) -> None:
        import sympy

        self.sp = sympy
        self.unknowns = {
            z: sympy.Symbol(f"z_{k}", positive=True if "positive" in z.data[1] else None, real=True)
            for k, z in enumerate(unknowns)
        }
        self.constants: dict[Expr, Any] = {}

    def to(self, e: Expr) -> Any:
        """As SymPy's expression; ValueError where an unknown stands in something that has no counterpart."""
        if e in self.unknowns:
            return self.unknowns[e]
        if is_op(e, "number"):
            return self.sp.Rational(e.data[0].numerator, e.data[0].denominator)
        if not any(contains(e, z) for z in self.unknowns):
            return self.constant(e)
        if is_op(e, "add"):
            return self.sp.Add(*map(self.to, e.args))
        if is_op(e, "mul", "div", "neg", "power"):
            return self.product(e)
        if isinstance(e.op, ScalarOp) and e.op.name in ("exp", "log", "sqrt", "sin", "cos", "sinh", "cosh", "tanh"):
            return getattr(self.sp, e.op.name)(self.to(e.args[0]))
        raise ValueError(e.op.name)

    def product(self, e: Expr) -> Any:
        p = factors(e)
        if p.chain or p.scalars == ((e, Fraction(1)),):
            raise ValueError(str(e))
        found = self.sp.Rational(p.coefficient.numerator, p.coefficient.denominator)
        for base, exponent in p.scalars:
            found *= self.to(base) ** self.sp.Rational(exponent.numerator, exponent.denominator)
        return found

    def constant(self, e: Expr) -> Any:
        p = factors(e)
        if p.coefficient < 0 or (not p.scalars and not p.chain):
            return (
                -self.constant(simplify_neg(e))
                if p.scalars
                else self.sp.Rational(p.coefficient.numerator, p.coefficient.denominator)
            )
        if e not in self.constants:
            known = {POSITIVE: {"positive": True}, NONNEGATIVE: {"nonnegative": True}}.get(sign(e), {"real": True})
            self.constants[e] = self.sp.Symbol(f"c_{len(self.constants)}", **known)
        return self.constants[e]

    def back(self, e: Any) -> Expr:
        from symjac.interop.sympy import to_expr

        table = {str(s): a for a, s in (*self.constants.items(), *self.unknowns.items())}
        return simplify(to_expr(e, table))


def simplify_neg(e: Expr) -> Expr:
    return simplify(neg(e))


def roots(equation: Expr, z: Expr) -> tuple[list[Expr], bool] | None:
    """Real roots in closed form, and whether these are all; None where SymPy finds none, or ones that cannot be written."""
    letters = Letters((z,))
    try:
        form = letters.to(simplify(equation))
    except ValueError:
        return None
    s = letters.unknowns[z]
    top = letters.sp.numer(letters.sp.together(form))
    try:
        found, complete = polynomial_roots(top, s, letters.sp) or (letters.sp.solve(top, s), False)
        written = in_letters(found, letters)
        return None if written is None else (written, complete)
    except (NotImplementedError, SymjacError, TypeError, ValueError):
        return None


def polynomial_roots(top: Any, s: Any, sp: Any) -> tuple[list[Any], bool] | None:
    """Of a polynomial: with each root once; None where it is none, or not all are found."""
    if not top.is_polynomial(s):
        return None
    p = sp.Poly(top, s)
    plain = sp.Dummy("z", real=True)
    table = sp.roots(sp.Poly(top.subs(s, plain), plain))
    if sum(table.values()) != p.degree():
        return None
    real = [r for r in table if r.is_real is not False and not (s.is_positive and r.is_positive is False)]
    sure = [r for r in real if r.is_real]
    return sure or real, len(sure) == len(real)


def in_letters(found: list[Any], letters: Letters) -> list[Expr] | None:
    if not found or len(found) > MOST_ROOTS or any(isinstance(r, dict | tuple) for r in found):
        return None
    if any(r.has(letters.sp.I) or r.has(letters.sp.Piecewise) for r in found):
        return None
    return [letters.back(r) for r in found]
