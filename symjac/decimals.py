"""0.3 and ≈ 0.76: numbers in decimals, exact where they end soon, else rounded and said to be so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from symjac.core.box import Box, Frac, Matrix, Num, Prefix
from symjac.core.expr import Expr
from symjac.core.term import Rounded, Term, Value
from symjac.instance import numbers

PLACES = 6  # digits behind the point of an exact decimal; a number that has more is written as a fraction
ROOM = Context(prec=200)


def ending(q: Fraction | int) -> str | None:
    """The decimal that is exactly q, if it ends within a few places: 0.3, −2.5, 7."""
    scaled = Fraction(q) * 10**PLACES
    if scaled.denominator != 1:
        return None
    text = f"{Decimal(scaled.numerator).scaleb(-PLACES, ROOM):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(x: Any, places: int) -> str:
    """x to so many places behind the point; never a negative zero."""
    exact = ROOM.divide(Decimal(x.numerator), Decimal(x.denominator)) if isinstance(x, Fraction | int) else Decimal(x)
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, ROOM):f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def decimal_box(text: str) -> Box:
    """A decimal as it is written, its minus a sign."""
    return Prefix("−", Num(text[1:])) if text.startswith("-") else Num(text)


def number_box(q: Fraction | int) -> Box:
    """A rational number: in decimals where they end, else as a fraction."""
    text = ending(q)
    if text is not None:
        return decimal_box(text)
    whole = Fraction(q)
    box = Frac(Num(str(abs(whole.numerator))), Num(str(whole.denominator)))
    return Prefix("−", box) if whole < 0 else box


def matrix_box(rows: Sequence[Sequence[Box]]) -> Box:
    """A matrix of numbers; one number stands alone."""
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else Matrix(tuple(map(tuple, rows)))


def exact_term(expr: Expr) -> Term | None:
    """A constant expression in exact decimals or fractions; None where it is not rational."""
    rows = numbers(expr)
    if not all(isinstance(x, int | Fraction) for row in rows for x in row):
        return None
    return Term(matrix_box([[number_box(x) for x in row] for row in rows]), Value(expr))


def rounded_term(expr: Expr, places: int) -> Term:
    """A constant expression rounded to so many places; it stands behind ≈."""
    texts = tuple(tuple(rounded(x, places) for x in row) for row in numbers(expr))
    return Term(matrix_box([[decimal_box(text) for text in row] for row in texts]), Rounded(texts))


def is_exact(expr: Expr, places: int) -> bool:
    """Whether rounding to so many places changes nothing."""
    entries = [x for row in numbers(expr) for x in row]
    return all(isinstance(x, int | Fraction) and (Fraction(x) * 10**places).denominator == 1 for x in entries)
