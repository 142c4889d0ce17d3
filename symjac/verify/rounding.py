"""x ≈ 0.76: a printed decimal stands for every number that rounds to it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from symjac.verify.exact import Mat
from symjac.verify.scalars import Irrational, Scalar, Surd
from symjac.verify.term import Rounded


def printed(meaning: Rounded) -> Mat:
    """The decimals as they stand."""
    return Mat([[Decimal(text) for text in row] for row in meaning.rows])


def as_printed(exact: Mat, meaning: Rounded) -> bool:
    """Whether every entry rounds to what is printed."""
    rows, columns = exact.shape
    if (rows, columns) != (len(meaning.rows), len(meaning.rows[0])):
        return False
    texts = [text for row in meaning.rows for text in row]
    return all(rounds_to(x, text) for x, text in zip(exact.flat, texts, strict=True))


def rounds_to(x: Scalar, text: str) -> bool:
    """|x − printed| ≤ half a unit of the last digit; ties may go either way."""
    if type(x) is Surd:
        raise Irrational
    shown = Decimal(text)
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)
    if type(x) is Decimal:  # it may be far too large or too small for a fraction
        return abs(x - shown) <= Decimal(5).scaleb(exponent - 1)
    return abs(Fraction(x) - Fraction(shown)) <= Fraction(10) ** exponent / 2
