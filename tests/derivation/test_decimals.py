"""Numbers as they are printed: exact decimals are exact, rounded ones round to what is shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from symjac.derivation.decimals import ending, fraction_box, rounded, short, significant, tiny, with_power
from symjac.writing.formats.text.math import flat


@pytest.mark.parametrize(
    ("q", "text"),
    [
        (Fraction(3, 10), "0.3"), (Fraction(-5, 2), "-2.5"), (7, "7"), (100, "100"), (0, "0"), (Fraction(1, 10**6), "0.000001"),
        (Fraction(1, 10**7), None), (Fraction(1, 3), None), (Fraction(22, 7), None), (Fraction(1, 64), "0.015625"),
        (Fraction(1, 128), None),
    ],
)  # fmt: skip
def test_a_decimal_that_ends_is_exact(q: Fraction | int, text: str | None) -> None:
    assert ending(q) == text
    assert text is None or Fraction(text) == q


@pytest.mark.parametrize(
    ("x", "places", "text"),
    [
        (Fraction(1, 3), 2, "0.33"), (Fraction(2, 3), 2, "0.67"), (Fraction(-1, 1000), 2, "0.00"), (Decimal("0.125"), 2, "0.12"),
        (Fraction(5, 2), 0, "2"), (7, 2, "7.00"), (Fraction(-2, 3), 1, "-0.7"),
    ],
)  # fmt: skip
def test_rounding_to_even_without_a_negative_zero(x: Fraction, places: int, text: str) -> None:
    assert rounded(x, places) == text
    assert abs(Fraction(x) - Fraction(text)) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize("x", [Fraction(1, 3), Fraction(2, 7 * 10**9), Fraction(10**40, 3), -Fraction(10**20, 7), Fraction(1, 2)])
def test_whatever_the_form_the_number_is_near(x: Fraction) -> None:
    """With two digits at least, however small or large it is."""
    for text in (tiny(x, 3), significant(x), with_power(x, 3)):
        assert abs(Fraction(text) - x) <= abs(x) / 20 and "+" not in text
    assert abs(Fraction(short(x, 3)) - x) <= max(abs(x) / 1000, Fraction(1, 2000))


def test_a_tiny_number_is_not_printed_as_zero() -> None:
    assert tiny(Fraction(82, 10**10), 3) == "8.2E-9" and tiny(0, 3) == "0.000" and short(Fraction(82, 10**10), 3) == "0.000"


@pytest.mark.parametrize(
    ("q", "text"), [(Fraction(22, 7), "22/7"), (Fraction(-5, 17), "−5/17"), (Fraction(4, 2), "2"), (Fraction(-3), "−3")]
)
def test_a_fraction_has_its_minus_in_front(q: Fraction, text: str) -> None:
    assert flat(fraction_box(q)) == text
