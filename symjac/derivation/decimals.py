"""0.3, and ≈ 0.76: a number as the decimal that it is, where that ends soon; else rounded, behind ≈."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

from symjac.expr.expr import Expr
from symjac.expr.make import matrix
from symjac.verify.scalars import LARGEST
from symjac.verify.term import Rounded, Term, Value, value_term
from symjac.verify.values import numbers
from symjac.writing.box import Box, Dots, Fence, Frac, Matrix, Num, Prefix, commas, decimal_box

PLACES = 6  # digits behind the point of an exact decimal; a number that has more is written as a fraction
ROOM = Context(prec=200, Emax=LARGEST, Emin=-LARGEST)
LARGE = 10**15  # from here on a number is written with a power of ten


def ending(q: Fraction | int, places: int = PLACES) -> str | None:
    """The decimal that is exactly q, if it ends within a few places: 0.3, −2.5, 7."""
    scaled = Fraction(q) * 10**places
    if scaled.denominator != 1:
        return None
    text = f"{Decimal(scaled.numerator).scaleb(-places, ROOM):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(x: Any, places: int) -> str:
    """x to so many places behind the point; never a negative zero."""
    text = f"{decimal(x).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, ROOM):f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def decimal(x: Any) -> Decimal:
    """An integer, a fraction or a decimal as a decimal."""
    return ROOM.divide(Decimal(x.numerator), Decimal(x.denominator)) if isinstance(x, Fraction | int) else Decimal(x)


def short(x: Any, places: int) -> str:
    """x to so many places; what is very large with a power of ten: 2.6881E43."""
    return rounded(x, places) if -LARGE < x < LARGE else with_power(x, places)


def tiny(x: Any, places: int) -> str:
    """The same; what is not zero but rounds to it, with two digits and a power of ten: 8.2E-9."""
    text = short(x, places)
    return text if text.strip("0.") or not x else with_power(x, 1)


def with_power(x: Any, places: int) -> str:
    """2.6881E43, 8.2E-9"""
    with localcontext(ROOM):
        return f"{decimal(x):.{places}E}".replace("E+", "E")


def places_of(expr: Expr) -> int:
    """Places behind the point that an exact constant needs; 0 where it does not end."""
    texts = [(ending(x) if is_exact(x) else None) or "" for row in numbers(expr) for x in row]
    return max(len(text.partition(".")[2]) for text in texts)


def ends(expr: Expr) -> bool:
    """Whether every entry of a constant expression is a decimal that ends soon."""
    return all(is_exact(x) and ending(x) is not None for row in numbers(expr) for x in row)


def number_box(q: Fraction | int, places: int = 0) -> Box:
    """A rational number: in decimals where they end, at least so many, else as a fraction."""
    text = ending(q)
    if text is not None:
        short = places - len(text.partition(".")[2])
        return decimal_box(rounded(q, places) if short > 0 else text)
    return fraction_box(Fraction(q))


def fraction_box(q: Fraction) -> Box:
    """A quotient of whole numbers in lowest terms, its minus in front of it."""
    size = Num(str(abs(q.numerator)))
    body = size if q.denominator == 1 else Frac(size, Num(str(q.denominator)))
    return Prefix("−", body) if q < 0 else body


def matrix_box(rows: Sequence[Sequence[Box]]) -> Box:
    """A matrix of numbers; one number stands alone."""
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else Matrix(tuple(map(tuple, rows)))


def exact_term(expr: Expr, places: int = 0) -> Term | None:
    """A constant expression in exact decimals (at least so many places) or fractions; None where it is not rational.

    What is meant is what is printed, so that the checker compares the digits with the expression.
    """
    rows = numbers(expr)
    if not all(is_exact(x) for row in rows for x in row):
        return None
    exact = [[Fraction(x) for x in row] for row in rows]
    return Term(matrix_box([[number_box(x, places) for x in row] for row in exact]), Value(matrix(exact)))


def is_exact(x: Any) -> bool:
    """A decimal never is: to a hundred digits tanh(1000) is 1, and yet it is less."""
    return isinstance(x, int | Fraction)


def rounded_term(expr: Expr, places: int) -> Term:
    """A constant expression rounded to so many places; it stands behind ≈. A single tiny number keeps two digits."""
    rows = numbers(expr)
    form = tiny if len(rows) == len(rows[0]) == 1 else short
    texts = tuple(tuple(form(x, places) for x in row) for row in rows)
    return Term(matrix_box([[decimal_box(text) for text in row] for row in texts]), Rounded(texts))


def in_floats(expr: Expr) -> list[list[float]]:
    """A constant expression in floats, row by row, rounded from a hundred digits: nothing overflows on the way."""
    return [[float(decimal(x)) for x in row] for row in numbers(expr)]


FLAT = 4  # numbers of a vector that stand in a line
DIGITS = 6  # shown of a number that is not rational


def evaluated(expr: Expr) -> Term:
    """A constant expression in numbers: exactly where it is rational, else rounded to a few digits."""
    rows = numbers(expr)
    if all(isinstance(z, int | Fraction) for line in rows for z in line):
        return value_term(matrix(rows))
    texts = tuple(tuple(significant(z) for z in line) for line in rows)
    shown = tuple(tuple(map(decimal_box, line)) for line in texts)
    return Term(shown[0][0] if len(rows) == len(rows[0]) == 1 else Matrix(shown), Rounded(texts))


def significant(x: Any) -> str:
    """x to a few digits, with a power of ten where it is very small or large: 0.841471, 1.2e-9."""
    return f"{decimal(x):.{DIGITS}g}".replace("e+", "e")


def numeral(e: Expr, digits: int) -> Term:
    """A constant exactly where it has few decimals, else rounded."""
    exact = exact_term(e) if ends(e) and places_of(e) <= digits else None
    return exact or rounded_term(e, digits)


def flat(box: Box) -> Box:
    """A column of numbers as (0.9, 1.5)."""
    if not isinstance(box, Matrix):
        return box
    entries = [row[0] for row in box.rows]
    shown = entries if len(entries) <= FLAT else [entries[0], entries[1], Dots("l"), entries[-1]]
    return Fence("(", commas(shown), ")")
