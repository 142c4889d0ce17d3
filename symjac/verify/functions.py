"""Scalar functions f(z): exact or to 100 digits; inside a dual number f'(z) ≈ (f(z + h) − f(z − h))/2h.

No derivative of any function is written down here: the central difference shares nothing with the rules it checks.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from threading import local
from typing import Any

from symjac.expr.families import scalar
from symjac.expr.registry import find
from symjac.verify.scalars import (
    DIGITS,
    LARGEST,
    Dual,
    Irrational,
    Outside,
    Scalar,
    Surd,
    divide,
    exact_root,
    integer_power,
    primal,
    tidy,
)

STEP = DIGITS // 4  # h = 10^-25: the error is about 10^-50 for the first derivative and for the second
KINKS = ("abs", "sign")
ROUGH = (*KINKS, "sqrt")  # not differentiable at 0
POSITIVE = ("log", "lgamma", "digamma", "trigamma")  # what has a value, or is read, for positive numbers only
SCALED = (*POSITIVE, "sqrt", "abs")  # they vary on the scale of z itself: beside z = e^1000 a fixed step would be nothing
RATIONAL = {"exp": (0, 1), "cos": (0, 1), "cosh": (0, 1), "log": (1, 0)} | dict.fromkeys(("sin", "tan", "sinh", "tanh"), (0, 0))
LONGEST_POWER = 20_000  # bits of a power that is still computed exactly


class Exact:
    """Rational numbers, and square roots of them."""

    exact, digits = True, 0
    kinked = False  # whether a function with a kink has been asked for
    zero: Scalar = 0
    one: Scalar = 1
    h: Scalar = Fraction(1, 10**STEP)

    def number(self, q: Fraction | int) -> Scalar:
        return tidy(q)

    def wide(self, z: Scalar) -> Scalar:
        """z such that / in a formula is exact."""
        return Fraction(z) if type(z) is int else z

    def call(self, name: str, z: Scalar) -> Scalar:
        self.kinked |= name in KINKS
        if name == "abs":
            return abs(z)
        if name == "sign":
            return sign(z)
        if name == "sqrt":
            return root(z)
        known = RATIONAL.get(name)  # at all other rational numbers the value is irrational (Lindemann)
        if known is not None and type(z) in (int, Fraction) and z == known[0]:
            return Fraction(known[1])  # such that / stays exact
        raise Irrational

    def small(self, z: Scalar) -> bool:
        return type(z) in (int, Fraction) and z == 0


class Decimals:
    """Decimal numbers of 100 digits, or more. The only int among them is 0."""

    exact = False
    kinked = False
    zero: Scalar = 0
    one: Scalar = Decimal(1)

    def __init__(self, digits: int = DIGITS) -> None:
        self.mp = context(digits + 5)
        self.digits, self.h = digits, Decimal(10) ** (-digits // 4)  # the error is about h² for first and second derivatives
        self.known: dict[tuple[str, Scalar], Scalar] = {}

    def number(self, q: Fraction | int) -> Scalar:
        return Decimal(q.numerator) / q.denominator if q else 0

    def wide(self, z: Scalar) -> Scalar:
        return Decimal(z) if type(z) is int else z

    def call(self, name: str, z: Scalar) -> Scalar:
        self.kinked |= name in KINKS
        if name == "abs":
            return abs(z)
        if name == "sign":
            return Decimal(int(sign(z)))
        found = self.known.get((name, z))
        if found is None:
            found = self.known[name, z] = self.compute(name, z)
        return found

    def compute(self, name: str, z: Scalar) -> Scalar:
        if (name == "sqrt" and z < 0) or (name in POSITIVE and z <= 0):
            raise Outside(f"{name} of {float(z):.3g}")
        if name == "sqrt":
            return Decimal(z).sqrt()
        if name in ("exp", "sinh", "cosh") and abs(z) > LARGEST:
            raise Outside(f"{name} of {float(z):.3g}")
        own = (lambda x: self.mp.psi(1, x)) if name == "trigamma" else getattr(self.mp, scalar(name).elsewhere)
        value = own(self.mp.mpf(str(z)))
        if not isinstance(value, self.mp.mpf) or not self.mp.isfinite(value):
            raise Outside(f"{name} of {float(z):.3g}")
        return Decimal(self.mp.nstr(value, self.digits))

    def small(self, z: Scalar) -> bool:
        """Zero, as far as the arithmetic can tell."""
        return bool(z == 0) or Decimal(z).adjusted() < -self.digits // 2


Numbers = Exact | Decimals


class Contexts(local):
    """mpmath with so many digits, one for each thread: the global precision is not touched, and making one takes a while."""

    def __init__(self) -> None:
        self.made: dict[int, Any] = {}

    def __call__(self, digits: int) -> Any:
        if digits not in self.made:
            from mpmath.ctx_mp import MPContext

            self.made[digits] = MPContext()
        self.made[digits].dps = digits
        return self.made[digits]


context = Contexts()


def sign(z: Scalar) -> Fraction:
    """A fraction, so that (1 + sign z)/2 stays exact."""
    if z == 0:
        raise Outside("the sign of zero")
    return Fraction(1 if z > 0 else -1)


def root(z: Scalar) -> Scalar:
    """√z: a rational number, or √q as it is."""
    if type(z) is Surd:
        raise Irrational
    q = Fraction(z)
    if q < 0:
        raise Outside("the root of a negative number")
    exact = exact_root(q)
    return Surd(1, tidy(q)) if exact is None else tidy(exact)


class Functions:
    """f.exp(z), f.sigmoid(z), ...: the formula of the operation, or what mpmath has where it is made of no others."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers

    def __getattr__(self, name: str) -> Callable[[Scalar], Scalar]:
        if name.startswith("_"):
            raise AttributeError(name)
        op: Any = find(name)
        made = op is not None and not op.elsewhere  # of other functions
        bound: Callable[[Scalar], Scalar] = (lambda z: op.formula(self, z)) if made else self._lift(op.name if op else name)
        self.__dict__[name] = bound
        return bound

    def _lift(self, name: str) -> Callable[[Scalar], Scalar]:
        numbers = self.numbers

        def apply(z: Scalar) -> Scalar:
            if type(z) is not Dual:
                return numbers.call(name, z)
            if name in ROUGH and numbers.small(primal(z)):
                raise Outside(f"{name} is not differentiable at 0")
            if name == "sqrt" and numbers.exact:
                return root_of_dual(z)
            h = numbers.h * abs(primal(z)) if name in SCALED else numbers.h
            return z.chain(apply(z.a), tidy((apply(z.a + h) - apply(z.a - h)) * divide(1, 2 * h)))

        return apply

    def number(self, q: Fraction | int) -> Scalar:
        """A number of a formula, such that / is exact."""
        return self.numbers.wide(self.numbers.number(q))

    def power(self, a: Scalar, k: Scalar) -> Scalar:
        """a^k: by squaring for a whole k, by roots for a half, else exp(k log a)."""
        exponent = rational(k)
        if exponent is not None and exponent.denominator == 1:
            return self.whole_power(a, exponent.numerator)
        if exponent is not None and exponent.denominator == 2:
            return integer_power(self.sqrt(a), exponent.numerator)
        return self.exp(k * self.log(a))

    def whole_power(self, a: Scalar, n: int) -> Scalar:
        if self.numbers.exact and bits(primal(a)) * abs(n) > LONGEST_POWER:
            raise Irrational
        value = integer_power(a, n)
        return self.numbers.one if n == 0 else tidy(value)


def bits(q: Fraction | int) -> int:
    """How long a rational number is."""
    return max(q.numerator.bit_length(), q.denominator.bit_length())


def root_of_dual(z: Dual) -> Surd:
    """√z left as it is: its square is z again, and anything else asks for decimals."""
    if primal(z) < 0:
        raise Outside("the root of a negative number")
    return Surd(1, z)


def rational(k: Scalar) -> Fraction | None:
    """k as a fraction, if it is one with a denominator of 1 or 2."""
    if type(k) is Decimal:
        twice = 2 * k
        return Fraction(int(twice), 2) if twice == twice.to_integral_value() and abs(k) < 1000 else None
    return Fraction(k) if type(k) in (int, Fraction) else None
