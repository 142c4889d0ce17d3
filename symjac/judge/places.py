"""A place: sizes, all distinct, and rational values of the variables; what an expression is worth there, in floats or exactly.

Nothing is symmetric, square, orthogonal or a one by accident, unless it is declared so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any

from symjac.errors import LimitError, SymjacError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.scoped import Key
from symjac.interop.numpy import NumPy
from symjac.judge.degree import degree
from symjac.verify.evaluate import Point, View
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals, Exact, Numbers
from symjac.verify.maps import coefficients
from symjac.verify.points import Draw, Sizes, draw_sizes
from symjac.verify.scalars import CONTEXT, DIGITS, Irrational, Scalar

Array = Any
Profile = tuple[bool, int, int]  # signed, largest numerator, denominator
UNEVEN: tuple[Profile, ...] = ((True, 11, 16),)
EIGHTHS: tuple[Profile, ...] = ((True, 11, 8), (False, 11, 8), (True, 7, 16), (False, 7, 16), (True, 9, 64), (False, 9, 64))
SMALL: tuple[Profile, ...] = ((True, 3, 1), (False, 3, 1), (True, 5, 1), (True, 5, 4), (False, 5, 4), (True, 5, 16))
GENTLE: tuple[Profile, ...] = ((True, 2, 1), (False, 2, 1), (True, 2, 4), (False, 2, 4), *SMALL)
WIDE: tuple[Profile, ...] = ((True, 10**6, 1), (False, 10**6, 1), (True, 10**6, 10**6 - 17), (False, 10**6, 10**6 - 17))
FINE: tuple[Profile, ...] = tuple((signed, 10**6, 10**6 // size) for size in (1, 3, 20, 2000) for signed in (True, False))
MANY = 20_000  # values of functions that are remembered
LARGEST, WIDEST = 50_000, 64  # entries of a matrix; its side where it is inverted
STEEPEST = 5_000  # degree up to which fractions are kept


class Floats(NumPy):
    """NumPy, in which a map that is only named is the polynomial that stands for it in `verify`."""

    def image(self, name: str, inputs: Dim, outputs: Dim, x: Array) -> Array:
        P, Q, R, c = self.polynomial(name, inputs, outputs)
        return P @ x + (Q @ x + c) ** 2 * (R @ x + c)

    def image_jacobian(self, name: str, inputs: Dim, outputs: Dim, x: Array) -> Array:
        P, Q, R, c = self.polynomial(name, inputs, outputs)
        u, v = Q @ x + c, R @ x + c
        return P + 2 * u * v * Q + u * u * R

    def polynomial(self, name: str, inputs: Dim, outputs: Dim) -> tuple[Array, ...]:
        found = coefficients(name, self.size(inputs), self.size(outputs))
        return tuple(self.np.array([[float(a) for a in row] for row in m.rows]) for m in found)


class Precise(Decimals):
    """Decimal numbers of more digits, for values only: where terms cancel, digits are lost."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits
        self.mp.dps = digits + 5

    def compute(self, name: str, z: Scalar) -> Scalar:
        super().compute(name, z)  # for the domain
        value = Decimal(z).sqrt() if name == "sqrt" else getattr(self.mp, name)(self.mp.mpf(str(z)))
        return value if isinstance(value, Decimal) else Decimal(self.mp.nstr(value, self.digits))


class Place:
    """Sizes and values; `value` is exact where it can be, `floats` is fast. digits: of the decimals."""

    def __init__(self, symbols: Iterable[Expr], sizes: Sizes, values: Mapping[str, Mat], digits: int = DIGITS) -> None:
        self.symbols, self.sizes, self.values, self.digits = tuple(symbols), sizes, values, digits
        self.context = Context(prec=digits, Emax=CONTEXT.Emax, Emin=CONTEXT.Emin)
        self.points: dict[bool, Point] = {}
        self.base: dict[Key, Array] = {}
        self.arrays: dict[str, Array] = {}
        self.xp = Floats(self.arrays, sizes)
        for name, a in values.items():
            self.arrays[name] = self.xp.np.array([[float(z) for z in row] for row in a.rows])

    def floats(self, expr: Expr, memo: dict[Key, Array] | None = None) -> Array:
        """The value in NumPy; nan or inf outside the domain."""
        known = self.base if memo is None else memo
        with self.xp.np.errstate(all="ignore"):
            try:
                self.xp.memo = known
                return self.xp.value(expr)
            except (self.xp.np.linalg.LinAlgError, OverflowError, SymjacError):
                return self.xp.np.full([n.value(self.sizes) for n in expr.shape], self.xp.np.nan)

    def point(self, exact: bool) -> Point:
        if exact not in self.points:
            numbers: Numbers = Exact() if exact else Decimals() if self.digits == DIGITS else Precise(self.digits)
            found = Point(numbers, self.sizes, Draw(numbers, "unused", 0, halves=False), self.symbols)
            with localcontext(self.context):
                found.values = {name: a.map(numbers.number) for name, a in self.values.items()}
            self.points[exact] = found
        return self.points[exact]

    def view(self, exact: bool) -> View:
        """A view of its own, so that what is evaluated is not remembered for ever."""
        point = self.point(exact)
        if isinstance(point.numbers, Decimals) and len(point.numbers.known) > MANY:
            point.numbers.known.clear()
        return View(point)

    def value(self, expr: Expr, exact: bool) -> Mat:
        """Irrational where there is no exact value, or one of too many digits; an ArithmeticError outside the domain."""
        if exact and self.many_digits(expr):
            raise Irrational
        with localcontext(self.context):
            return self.view(exact).value(expr)

    def check_size(self, expr: Expr) -> None:
        """LimitError for what would take too long here, whatever it is worth."""
        for e in postorder(expr):
            m, n = (d.value(self.sizes) for d in e.shape)
            inner = max((a.shape[0].value(self.sizes) for a in e.args), default=0) if e.op.name in ("inv", "det", "adj") else 0
            if m * n > LARGEST or inner > WIDEST:
                found = f"{m} x {n}" if m * n > LARGEST else f"{e.op.name} of {inner} x {inner}"
                raise LimitError("the answer is too large to be judged", found=found)

    def many_digits(self, expr: Expr) -> bool:
        found = degree(expr, self.sizes)
        return found is not None and max(found) > STEEPEST

    def changed(self, values: Mapping[str, Mat]) -> Place:
        """The same place with some values replaced."""
        return Place(self.symbols, self.sizes, {**self.values, **values}, self.digits)

    def finer(self) -> Place:
        """The same place with three times as many digits."""
        return Place(self.symbols, self.sizes, self.values, 3 * DIGITS)


def draw(
    symbols: Iterable[Expr], dims: Iterable[Dim], turn: int, attempt: int, profiles: tuple[Profile, ...], uneven: bool = False
) -> Place:
    """A random place, the same for the same turn and attempt. Outside where the declared words cannot be met.

    uneven: some variables much larger than others, so that a sum has the sign now of one term, now of another.
    """
    symbols = tuple(symbols)
    sizes = draw_sizes([*(n for s in symbols for n in s.shape), *dims], {}, turn + attempt // len(profiles))
    drawn = Draw(Exact(), f"judge/{turn}", attempt, halves=False)
    drawn.signed, drawn.top, drawn.bottom = profiles[attempt % len(profiles)]
    values = {}
    for s in symbols:
        m, n = (d.value(sizes) for d in s.shape)
        name = str(s.data[0])
        if uneven:
            drawn.top, drawn.bottom = profiles[0][1], Random(f"{turn}/{attempt}/{name}").choice((1, 4, 16)) * profiles[0][2] // 4
        values[name] = drawn.matrix(name, m, n, s.data[1])
    return Place(symbols, sizes, values)


def either(evaluate: Callable[[bool], tuple[Mat, ...]]) -> tuple[tuple[Mat, ...], bool]:
    """evaluate(exact) in rational numbers, or in decimals where there is no rational value; and whether it was exact."""
    with localcontext(CONTEXT):
        try:
            return evaluate(True), True
        except Irrational:
            return evaluate(False), False


def fractions(a: Mat) -> list[list[Fraction | int]]:
    return [[z if isinstance(z, int) else Fraction(z) for z in row] for row in a.rows]
