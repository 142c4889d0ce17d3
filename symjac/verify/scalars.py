"""Scalars of the checker: integers, fractions, c√q (exact), decimals of 100 digits, dual numbers a + Σ d_k ε_k.

Nothing here knows a differentiation rule beyond those of + − * /.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, Context, Decimal
from fractions import Fraction
from math import isqrt
from typing import Any

Scalar = Any  # int | Fraction | Surd | Decimal | Dual
DIGITS = 100
LARGEST = min(10**17, MAX_EMAX)  # an exponent: e^x beyond has no place among the decimals; 32 bits hold less
CONTEXT = Context(prec=DIGITS, Emax=LARGEST, Emin=-LARGEST)


class Outside(ArithmeticError):
    """The point is outside the domain of a formula, or on a kink: draw another."""


class Outgrown(Exception):
    """A matrix has more entries, or they more infinitesimal parts, than can be computed."""


class NeedsDirection(Exception):
    """A differential d(A) still to be worked out was met where no direction is set."""


class Irrational(Exception):
    """No exact value: the whole point is evaluated again in decimals."""


def divide(a: Scalar, b: Scalar) -> Scalar:
    """a / b; integers give an integer or a fraction, never a float."""
    if type(b) is int:
        if b == 0:
            raise Outside("division by zero")
        if type(a) is int:
            whole, rest = divmod(a, b)
            return Fraction(a, b) if rest else whole
    return a / b


def tidy(a: Scalar) -> Scalar:
    """A whole fraction as an int, which is faster."""
    return a.numerator if type(a) is Fraction and a.denominator == 1 else a


def primal(a: Scalar) -> Scalar:
    """The value itself, without any infinitesimal part."""
    while type(a) is Dual:
        a = a.a
    return primal(a.c) if type(a) is Surd else a


def integer_power(a: Scalar, n: int) -> Scalar:
    """aⁿ by squaring."""
    if n < 0:
        return divide(1, integer_power(a, -n))
    if type(a) in (int, Fraction, Decimal):
        return a**n if n else 1
    total, square = 1, a
    while n:
        if n & 1:
            total = total * square
        n >>= 1
        square = square * square if n else square
    return total


class Dual:
    """a + Σ d_k ε_k with ε_k ε_l = 0. Of two levels, the lower one is constant for the higher (second derivatives)."""

    __slots__ = ("a", "d", "level")

    def __init__(self, a: Scalar, d: dict[int, Scalar], level: int = 1) -> None:
        self.a, self.d, self.level = a, d, level

    def chain(self, value: Scalar, slope: Scalar) -> Dual:
        """The number with this value whose ε-parts are slope times mine."""
        return Dual(value, {k: slope * v for k, v in self.d.items()}, self.level)

    def __add__(self, b: Scalar) -> Scalar:
        if type(b) is Dual:
            if b.level == self.level:
                return Dual(self.a + b.a, _sum(self.d, b.d), self.level)
            if b.level > self.level:
                return Dual(self + b.a, b.d, b.level)
        elif type(b) is Surd:
            return NotImplemented
        return Dual(self.a + b, self.d, self.level)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.a, {k: -v for k, v in self.d.items()}, self.level)

    def __pos__(self) -> Dual:
        return self

    def __sub__(self, b: Scalar) -> Scalar:
        return self + -b

    def __rsub__(self, b: Scalar) -> Scalar:
        return -self + b

    def __mul__(self, b: Scalar) -> Scalar:
        if type(b) is Dual:
            if b.level == self.level:
                p, q = self.a, b.a
                mine, other = {k: v * q for k, v in self.d.items()}, {k: p * v for k, v in b.d.items()}
                return Dual(p * q, _sum(mine, other), self.level)
            if b.level > self.level:
                return b * self
        elif type(b) is int:
            if b == 0:
                return 0
            if b == 1:
                return self
        elif type(b) is Surd:
            return NotImplemented
        return Dual(self.a * b, {k: v * b for k, v in self.d.items()}, self.level)

    __rmul__ = __mul__

    def __truediv__(self, b: Scalar) -> Scalar:
        if type(b) is Dual or type(b) is Surd:
            return self * b.reciprocal()
        return Dual(divide(self.a, b), {k: divide(v, b) for k, v in self.d.items()}, self.level)

    def __rtruediv__(self, b: Scalar) -> Scalar:
        return self.reciprocal() * b

    def reciprocal(self) -> Dual:
        """1/(a + dε) = 1/a − d/a² ε, for the product with a + dε is 1."""
        r = divide(1, self.a)
        return self.chain(r, -(r * r))

    def __pow__(self, n: Scalar) -> Scalar:
        whole = _whole(n)
        if whole is None:
            raise Irrational
        return integer_power(self, whole)

    def __abs__(self) -> Scalar:
        return -self if self < 0 else self

    def __lt__(self, b: Scalar) -> bool:
        return bool(primal(self) < primal(b))

    def __le__(self, b: Scalar) -> bool:
        return bool(primal(self) <= primal(b))

    def __gt__(self, b: Scalar) -> bool:
        return bool(primal(self) > primal(b))

    def __ge__(self, b: Scalar) -> bool:
        return bool(primal(self) >= primal(b))

    def __repr__(self) -> str:
        return f"Dual({self.a}, {self.d})"


def total(terms: Iterable[Scalar]) -> Scalar:
    """The sum; the ε-parts of all terms are added up in one table, so that n terms cost n additions."""
    plain: Scalar = 0
    duals: dict[int, list[Dual]] = {}
    for term in terms:
        if type(term) is Dual:
            duals.setdefault(term.level, []).append(term)
        else:
            plain = plain + term
    for level in sorted(duals) if len(duals) > 1 else duals:
        first, *others = duals[level]
        parts, plain = dict(first.d), first.a + plain
        for term in others:
            for k, v in term.d.items():
                parts[k] = parts[k] + v if k in parts else v
            plain = plain + term.a
        plain = Dual(plain, parts, level)
    return plain


def _sum(p: dict[int, Scalar], q: dict[int, Scalar]) -> dict[int, Scalar]:
    if len(p) < len(q):
        p, q = q, p
    total = dict(p)
    for k, v in q.items():
        total[k] = total[k] + v if k in total else v
    return total


def _whole(n: Scalar) -> int | None:
    if type(n) is int:
        return n
    if type(n) is Fraction:
        return n.numerator if n.denominator == 1 else None
    if type(n) is Decimal:
        return int(n) if n == n.to_integral_value() else None
    return None


def part(a: Scalar, level: int) -> dict[int, Scalar]:
    """The ε-parts of a at this level."""
    if type(a) is Surd:
        if any(type(b) is Dual for b in (a.c, a.q)):
            raise Irrational
        return {}
    return a.d if type(a) is Dual and a.level == level else {}


def exact_root(q: Fraction) -> Fraction | None:
    """√q, where it is rational."""
    top, bottom = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(top, bottom) if top * top == q.numerator and bottom * bottom == q.denominator else None


class Surd:
    """c √q, so that ‖e‖² is exact. q may be a dual number: then only even powers have an exact ε-part."""

    __slots__ = ("c", "q")

    def __init__(self, c: Scalar, q: Scalar) -> None:
        self.c, self.q = c, q

    def __mul__(self, b: Scalar) -> Scalar:
        if type(b) is not Surd:
            return Surd(self.c * b, self.q) if type(b) is Dual or b else 0
        if self.q is b.q or _same(self.q, b.q):
            return tidy(self.c * b.c * self.q)
        c, q = self.c * b.c, self.q * b.q
        exact = None if type(q) is Dual else exact_root(Fraction(q))
        return Surd(c, q) if exact is None else tidy(c * exact)  # √8 √2 = 4

    __rmul__ = __mul__

    def reciprocal(self) -> Surd:
        return Surd(divide(1, self.c * self.q), self.q)

    def __truediv__(self, b: Scalar) -> Scalar:
        return self * (b.reciprocal() if type(b) is Surd else divide(1, b))

    def __rtruediv__(self, b: Scalar) -> Scalar:
        return self.reciprocal() * b

    def __add__(self, b: Scalar) -> Scalar:
        if type(b) is int and b == 0:
            return self
        if type(b) is Surd and (self.q is b.q or _same(self.q, b.q)):
            c = self.c + b.c
            return Surd(c, self.q) if type(c) is Dual or c else 0
        raise Irrational

    __radd__ = __add__

    def __neg__(self) -> Surd:
        return Surd(-self.c, self.q)

    def __pos__(self) -> Surd:
        return self

    def __sub__(self, b: Scalar) -> Scalar:
        return self + -b

    def __rsub__(self, b: Scalar) -> Scalar:
        return -self + b

    def __pow__(self, n: Scalar) -> Scalar:
        whole = _whole(n)
        if whole is None:
            raise Irrational
        return integer_power(self, whole)

    def __abs__(self) -> Surd:
        return Surd(abs(self.c), self.q)

    def __eq__(self, b: object) -> bool:
        if type(b) is not Surd:
            return False
        return bool(self.c * self.c * self.q == b.c * b.c * b.q and (self.c > 0) == (b.c > 0))

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, b: Scalar) -> bool:
        if type(b) is int and b == 0:
            return bool(self.c < 0)
        raise Irrational

    def __gt__(self, b: Scalar) -> bool:
        if type(b) is int and b == 0:
            return bool(self.c > 0)
        raise Irrational

    def __repr__(self) -> str:
        return f"{self.c}*sqrt({self.q})"


def _same(p: Scalar, q: Scalar) -> bool:
    return type(p) is not Dual and type(q) is not Dual and bool(p == q)
