"""s(−t) = ±s(t), s′ > 0, a kink at 0: what is said of an activation in words, proved by its structure or by SymPy."""

from __future__ import annotations

from typing import Any

from symjac.calculus.differential import by_scalar
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, fold, length
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, value_of
from symjac.pages.activation.functions import Activation
from symjac.pages.activation.pieces import agree_at_zero, at_zero, equal, on_side

LONGEST = 40  # names, numbers and operators of a formula that SymPy is asked about
DEEPEST = 3  # functions within functions: of four and more SymPy may take minutes
HIGHEST = 20  # an exponent that is multiplied out
FAILED = (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError, SymjacError)  # SymPy has no answer
ODD, EVEN = ("sin", "tan", "sinh", "tanh", "sign"), ("cos", "cosh", "abs")


def short(body: Expr) -> bool:
    """Whether SymPy answers soon."""
    nested: int = fold(body, lambda e, below: max(below, default=0) + isinstance(e.op, ScalarOp))
    return length(body) <= LONGEST and nested <= DEEPEST


def in_sympy(body: Expr, t: Expr, **assumed: bool) -> tuple[Any, Any]:
    """The formula in SymPy, and its variable."""
    import sympy

    from symjac.interop.sympy import to_sympy

    name = str(t.data[0])
    x = sympy.Symbol(name, **assumed)
    return to_sympy(body).subs(sympy.Symbol(name), x), x


def parity(body: Expr, t: Expr) -> str:
    """'odd', 'even', or '' where neither is proved."""
    found: str = fold(body, lambda e, below: "odd" if e is t else of_operation(e, below, t))
    return found or by_simplifying(body, t)


def of_operation(e: Expr, below: tuple[str, ...], t: Expr) -> str:
    """Of an operation on arguments that are odd, even or neither: sums of odd are odd, products of two odd are even, …"""
    if not below:
        return "even"
    if is_op(e, "add", "neg"):
        return below[0] if len(set(below)) == 1 else ""
    if is_op(e, "power"):
        k = value_of(e.args[1])
        if below[0] == "even" or k is None or k.denominator != 1:
            return "even" if below[0] == "even" else ""
        return "even" if below[0] and k.numerator % 2 == 0 else below[0]
    if is_op(e, "mul", "div"):
        return "" if "" in below else "odd" if below.count("odd") % 2 else "even"
    if below[0] == "even":
        return "even"
    return "odd" if below[0] and e.op.name in ODD else "even" if below[0] and e.op.name in EVEN else ""


def by_simplifying(body: Expr, t: Expr) -> str:
    """Whether SymPy makes s(−t) ∓ s(t) zero."""
    if not short(body):
        return ""
    try:
        s, x = in_sympy(body, t, real=True)
        return next((word for word, sign in (("odd", 1), ("even", -1)) if vanishes(s.subs(x, -x), sign * s, x)), "")
    except FAILED:
        return ""


def vanishes(a: Any, b: Any, x: Any) -> bool:
    """Whether a + b is zero: not at any of some points, to thirty digits of a, and then in exponentials over one denominator."""
    import sympy

    at = [
        (a.subs(x, q).evalf(40), b.subs(x, q).evalf(40)) for q in (sympy.Rational(1, 3), sympy.Rational(7, 5), sympy.Integer(3))
    ]
    if any(abs(p + q) > sympy.Float("1e-30") * abs(p) for p, q in at):
        return False
    parts = numerator(a + b)
    return parts is not None and parts[0] == 0


def numerator(f: Any) -> tuple[Any, Any] | None:
    """Numerator, multiplied out, and denominator of what f is in exponentials; None where that is long."""
    import sympy

    if any(abs(power.exp) > HIGHEST for power in f.atoms(sympy.Pow) if power.exp.is_Integer):
        return None
    above, below = sympy.fraction(sympy.together(f.rewrite(sympy.exp)))
    return sympy.expand(above), below


def rises(s: Activation) -> bool:
    """s′ > 0 everywhere; where there is a kink at 0, on either side of it, and s has no jump there."""
    body, t = s.body, s.argument
    if body is None or not short(body):
        return False
    if not s.has_kinks:
        return positive(by_scalar(body, t), t, real=True)
    above, below = on_side(body, t, 1), on_side(body, t, -1)
    if above is None or below is None or not agree_at_zero(above, below, body, t=t):
        return False
    return positive(by_scalar(above, t), t, positive=True) and positive(by_scalar(below, t), t, negative=True)


def positive(slope: Expr, t: Expr, **assumed: bool) -> bool:
    """Whether SymPy sees that it is greater than zero."""
    try:
        f, _ = in_sympy(slope, t, **assumed)
        parts = None if f.is_positive else numerator(f)
        return bool(f.is_positive or (parts is not None and all(part.is_positive for part in parts)))
    except FAILED:
        return False


def kinked(s: Activation, above: Expr, below: Expr) -> bool:
    """Whether there is no derivative at 0: no value, a jump, or slopes on either side that differ or grow without bound."""
    body, t = s.body, s.argument
    assert body is not None
    here = at_zero(body, t)
    if here is None:
        return True
    for pair in ((on_side(body, t, 1), on_side(body, t, -1)), (above, below)):
        ends = [at_zero(e, t) for e in pair if e is not None]
        if len(ends) == 2 and None not in ends and not equal(*ends):
            return True
    return any(unbounded(slope, t, side) for slope, side in ((above, "+"), (below, "-")) if at_zero(slope, t) is None)


def unbounded(slope: Expr, t: Expr, side: str) -> bool:
    import sympy

    try:
        f, x = in_sympy(slope, t, real=True)
        return short(slope) and sympy.limit(f, x, 0, side) in (sympy.oo, -sympy.oo)
    except FAILED:
        return False
