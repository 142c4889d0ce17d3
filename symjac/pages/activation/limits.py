"""lim s(t) as t → ±∞, and the line that s approaches: found by SymPy, confirmed by the checker far out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symjac.calculus.differential import substitute
from symjac.errors import CheckError, SymjacError
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, function, mul, neg, number, value_of
from symjac.pages.activation.functions import Activation
from symjac.pages.activation.proofs import in_sympy, short
from symjac.verify import Claim, verify
from symjac.verify.term import Term, Value, value_term
from symjac.writing.box import RELATION, BigOp, Box, Infix, Prefix, Sym

FAR = ((10**6, 4), (10**8, 6))  # where the limit is confirmed, and to how many decimals
LARGE = 1000  # what a function that grows without bound has passed there


@dataclass(frozen=True)
class End:
    """What becomes of s(t) as t → +∞ (side 1) or −∞ (side −1).

    line: slope and intercept of the asymptote; where there is none, s grows (1) or falls (−1) without bound
    """

    side: int
    line: tuple[Expr, Expr] | None
    grows: int = 1

    @property
    def limit(self) -> Expr | str:
        """A number, or '∞' or '−∞'."""
        rising = Fraction(self.grows) if self.line is None else (value_of(self.line[0]) or Fraction(0)) * self.side
        if self.line is not None and rising == 0:
            return self.line[1]
        return "∞" if rising > 0 else "−∞"


def ends(s: Activation) -> list[End]:
    """The limits that exist and are confirmed."""
    if s.body is None or not short(s.body):
        return []
    found = [end(s, side) for side in (1, -1)]
    return [each for each in found if each is not None and confirmed(claims(s, each))]


def end(s: Activation, side: int) -> End | None:
    import sympy

    assert s.body is not None
    place = sympy.oo * side
    try:
        formula, t = in_sympy(s.body, s.argument, real=True)
        limit = sympy.limit(formula, t, place)
        if limit.is_finite and limit.is_Rational:
            return End(side, (number(0), rational(limit)))
        if limit not in (sympy.oo, -sympy.oo):
            return None
        return End(side, slanted(formula, t, place), 1 if limit == sympy.oo else -1)
    except (NotImplementedError, ValueError, TypeError, AttributeError, SymjacError):
        return None  # SymPy has no answer


def slanted(formula: Any, t: Any, place: Any) -> tuple[Expr, Expr] | None:
    """The line k t + c with s(t) − k t → c."""
    import sympy

    k = sympy.limit(formula / t, t, place)
    c = sympy.limit(formula - k * t, t, place) if k.is_Rational else None
    return (rational(k), rational(c)) if c is not None and c.is_Rational else None


def rational(q: Any) -> Expr:
    return number(Fraction(int(q.p), int(q.q)))


def claims(s: Activation, end: End) -> list[Claim]:
    """Far out the function is near its limit or its line, or large."""
    one, found = value_term(number(1)), []
    for far, digits in FAR:
        t = number(end.side * far)
        value = substitute(s.body, {s.argument: t}) if s.body is not None else t
        if end.line is not None:
            off = add(value, neg(add(mul(end.line[0], t), end.line[1])))
            test = add(number(Fraction(1, 10**digits)), neg(function("abs", off)))
        else:
            test = add(value if end.grows > 0 else neg(value), number(-LARGE))
        found.append(Claim(Term(sign(s, end), Value(function("step", test))), one, (), f"the limit of {s.name}"))
    return found


def confirmed(found: list[Claim]) -> bool:
    try:
        verify(found, ())
    except (CheckError, ArithmeticError):
        return False
    return True


def sign(s: Activation, end: End) -> Box:
    """lim_{t → ∞} s(t)"""
    t = written(s.argument)
    return BigOp("lim", Infix((t, infinity(end.side)), ("→",), RELATION), None, s.look(t))


def infinity(side: int) -> Box:
    return Sym("∞") if side > 0 else Prefix("−", Sym("∞"))


def limit_box(end: End) -> Box:
    if isinstance(end.limit, str):
        return infinity(-1 if end.limit.startswith("−") else 1)
    return written(end.limit)
