"""answer = right? Random places of several distinct sizes, in rational numbers where there are any, else in 100 digits.

A difference that is a rational function ≠ 0 of degree d vanishes at a random point of S^k with a chance of at most d/|S|
(Schwartz 1980, Zippel 1979); for other functions there is no such bound, and 80 digits at several places must do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from symjac.errors import DomainError
from symjac.expr.expr import postorder
from symjac.judge.degree import degree
from symjac.judge.forms.answer import Answer
from symjac.judge.places import FINE, Place, either
from symjac.judge.yardstick import Yardstick, has_kinks
from symjac.verify.exact import Mat
from symjac.verify.report import number_text
from symjac.verify.scalars import CONTEXT, Irrational, Scalar, Surd

DIGITS, FINER = 80, 200  # that must agree of 100, of 300
CHANCE = "if they differed, the chance of that would be below 10^-"
TINY = Decimal(10) ** -30  # the least that the largest entry is taken for
CHOICES = 2 * 10**6  # values that an entry is drawn from
SHOWN = 40  # numbers that are shown in a sentence
LONG = 130  # bits of a fraction that is shown as it is


@dataclass(frozen=True)
class Counterexample:
    """Where the answer differs: sizes, values by name (rows of numbers), the entry (row, column), what is right, what claimed.

    entry is None where the shapes differ; then right and claimed are shapes.
    """

    sizes: Mapping[str, int]
    values: Mapping[str, tuple[tuple[Fraction | int, ...], ...]]
    entry: tuple[int, int] | None
    right: str
    claimed: str

    def __str__(self) -> str:
        where = ", ".join(f"{n} = {k}" for n, k in self.sizes.items() if n.isidentifier())
        if self.entry is None:
            return f"{f'for {where} ' if where else ''}the derivative is {self.right}, the answer {self.claimed}"
        count = sum(len(row) for rows in self.values.values() for row in rows)
        values = ", ".join(f"{name} = {rows_text(rows)}" for name, rows in self.values.items()) if count <= SHOWN else "…"
        for_ = ", ".join(part for part in (where, values) if part)
        what = f"entry ({self.entry[0]}, {self.entry[1]})" if self.entry != (0, 0) else "the value"
        return f"{f'for {for_} ' if for_ else ''}{what} is {self.right}, not {self.claimed}"


def rows_text(rows: tuple[tuple[Fraction | int, ...], ...]) -> str:
    text = "; ".join(", ".join(map(str, row)) for row in rows)
    return text if len(rows) == len(rows[0]) == 1 else f"[{text}]"


@dataclass(frozen=True)
class Outcome:
    """Whether they are equal; how sure that is, in words; the places compared; a remark on where only one has a value."""

    equal: bool
    sure: str = ""
    differs: Place | None = None
    domain: str = ""


def compare(yard: Yardstick, answer: Answer, *, transposed: bool = False) -> Outcome:
    """Exactly where that can be; the shapes must agree."""
    domain, exact = "", True
    kinked = yard.kinked or (answer.expr is not None and has_kinks(answer.expr))
    if kinked and (seen := apart(yard, answer, transposed)) is not None:
        return Outcome(False, differs=seen)
    places = yard.fine if kinked else yard.sure(is_rational(yard, answer))
    for turn, place in enumerate(places):
        both = common(yard, answer, place, turn)
        if both is None:
            return Outcome(False, domain="the answer has no value at any place that was tried")
        if both.place is not place:
            domain = domain or f"the answer has no value at {where(place)}"
        exact = exact and both.exact
        if not agree(both, answer, transposed) and not (both.nearly(transposed) and agree_finer(both, yard, answer, transposed)):
            return Outcome(False, differs=both.place, domain=domain)
    return Outcome(True, sureness(yard, answer, exact, len(places)), None, domain)


def apart(yard: Yardstick, answer: Answer, transposed: bool) -> Place | None:
    """A place among many at which the two differ, as floats tell and then numbers without rounding."""
    for place in yard.screen:
        np, right = place.xp.np, place.floats(yard.result)
        claimed = answer.floats(place, dict(place.base))
        claimed = claimed.T if transposed else claimed
        if np.isfinite(claimed).all() and not np.allclose(claimed, right, rtol=1e-6, atol=1e-6 * float(abs(right).max())):
            both = common(yard, answer, place, 0)
            if both is not None and not agree(both, answer, transposed):
                return both.place
    return None


def is_rational(yard: Yardstick, answer: Answer) -> bool:
    """Whether the answer has rational values at rational points; where it has none at all, another place will tell."""
    try:
        return either(lambda exact: (answer.value(yard.quick[0], exact),))[1]
    except ArithmeticError:
        return False


@dataclass(frozen=True)
class Both:
    """The two values at a place."""

    place: Place
    claimed: Mat
    right: Mat
    exact: bool

    def nearly(self, transposed: bool) -> bool:
        """Whether the difference, in decimals, may be what cancellation has left."""
        claimed = self.claimed.T if transposed else self.claimed
        return not self.exact and difference(claimed, self.right, 1e-12) is None


def agree(both: Both, answer: Answer, transposed: bool) -> bool:
    return difference(both.claimed.T if transposed else both.claimed, both.right, answer.tolerance) is None


def agree_finer(both: Both, yard: Yardstick, answer: Answer, transposed: bool) -> bool:
    """With three times the digits: a difference that is left is one, and no rounding."""
    place = both.place.finer()
    try:
        claimed, right = answer.value(place, False), place.value(yard.result, False)
    except ArithmeticError:
        return False
    return difference(claimed.T if transposed else claimed, right, digits=FINER) is None


def both_values(yard: Yardstick, answer: Answer, place: Place) -> tuple[tuple[Mat, ...], bool]:
    """What is claimed and what is right, and whether they are exact."""
    return either(lambda exact: (answer.value(place, exact), yard.truth(place, exact)))


def common(yard: Yardstick, answer: Answer, place: Place, turn: int) -> Both | None:
    """Both values at a place where there are any: the given one, or another."""
    for other in alternatives(yard, place, turn):
        try:
            (claimed, right), exact = both_values(yard, answer, other)
            return Both(other, claimed, right, exact)
        except ArithmeticError:
            continue
    return None


def alternatives(yard: Yardstick, place: Place, turn: int) -> Iterator[Place]:
    yield place
    for profiles in (FINE[1:2], FINE[3:4], FINE[0:1], FINE[5:6]):
        try:
            yield yard.place(turn + 20, profiles)
        except DomainError:
            continue


def difference(claimed: Mat, right: Mat, tolerance: float = 0, digits: int = DIGITS) -> tuple[int, int] | None:
    """The first entry that differs."""
    if claimed.shape != right.shape:
        return (0, 0)
    with localcontext(CONTEXT):
        scale = max([magnitude(a) for a in right.flat] + [TINY])
        for i, (p, q) in enumerate(zip(claimed.rows, right.rows, strict=True)):
            for j, (a, b) in enumerate(zip(p, q, strict=True)):
                if not same(a, b, scale, tolerance, digits):
                    return i, j
    return None


def same(a: Scalar, b: Scalar, scale: Decimal, tolerance: float, digits: int) -> bool:
    if a == b:
        return True
    if tolerance:
        return abs(decimal(a) - decimal(b)) <= Decimal(tolerance) * scale
    if type(a) is not Decimal and type(b) is not Decimal:
        return False
    return abs(decimal(a) - decimal(b)) <= scale.scaleb(-digits)


def decimal(a: Scalar) -> Decimal:
    if type(a) is Surd:
        return decimal(a.c) * decimal(a.q).sqrt()
    return Decimal(a.numerator) / a.denominator if isinstance(a, int | Fraction) else a


def magnitude(a: Scalar) -> Decimal:
    return abs(decimal(a))


def sureness(yard: Yardstick, answer: Answer, exact: bool, places: int) -> str:
    """How much the comparison is worth."""
    if answer.tolerance:
        return f"equal within rounding at {places} random points"
    if not exact:
        return f"equal to {DIGITS} digits at {places} random points"
    sizes = yard.wide[0].sizes
    if answer.expr is not None:
        degrees = [degree(e, sizes) for e in (answer.expr, yard.result)]
        if None not in degrees:
            total = sum(sum(d) for d in degrees if d is not None)
            if total == 0:
                return "equal, exactly"
            chance = places * math.log10(CHOICES / total) if total < CHOICES else 0
            if chance >= 1:
                return f"equal at {places} random points, exactly; {CHANCE}{int(chance)}"
    return f"equal at {places} random points, exactly, in rational numbers"


def where(place: Place) -> str:
    values = ", ".join(f"{name} = {rows_text(tuple(map(tuple, a.rows)))}" for name, a in place.values.items() if len(a.flat) == 1)
    return values or ", ".join(f"{n} = {k}" for n, k in place.sizes.items())


def counterexample(yard: Yardstick, answer: Answer, at: Place | None) -> Counterexample | None:
    """In small whole numbers where the difference shows there, else where it was found."""
    for place in (*yard.small, *((at,) if at is not None else ())):
        try:
            (claimed, right), _ = both_values(yard, answer, place)
        except (ArithmeticError, Irrational):
            continue
        entry = difference(claimed, right, answer.tolerance)
        if entry is not None:
            return shown(place, used(yard, answer), entry, right, claimed)
    return None


def used(yard: Yardstick, answer: Answer) -> set[str]:
    """The variables whose values matter: at a point, those that it leaves open."""
    roots = [*yard.measured, *([answer.expr] if answer.expr is not None else [])]
    return {str(e.data[0]) for root in roots for e in postorder(root) if e.op.name == "symbol"}


def shown(place: Place, names: set[str], entry: tuple[int, int], right: Mat, claimed: Mat) -> Counterexample:
    i, j = entry
    values = {name: tuple(map(tuple, a.rows)) for name, a in place.values.items() if name in names}
    at = (0, 0) if right.shape == (1, 1) else (i + 1, j + 1)
    a, b = numerals(right.rows[i][j], claimed.rows[i][j])
    return Counterexample(dict(place.sizes), values, at, a, b)


def bits(a: int | Fraction) -> int:
    return a.numerator.bit_length() + a.denominator.bit_length()


def numerals(a: Scalar, b: Scalar) -> tuple[str, str]:
    """As short as they can be told apart."""
    if isinstance(a, int | Fraction) and isinstance(b, int | Fraction) and max(map(bits, (a, b))) <= LONG:
        return str(a), str(b)
    p, q = decimal(a), decimal(b)
    for digits in (4, 6, 9, 14, 30):
        if Decimal(f"{p:.{digits}g}") != Decimal(f"{q:.{digits}g}"):
            return f"{p:.{digits}g}", f"{q:.{digits}g}"
    return number_text(p), f"{number_text(q)} (off by {q - p:.2g})"
