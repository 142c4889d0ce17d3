"""1.702, not 851/500: numbers are written as they were typed, on every page."""

from __future__ import annotations

import pytest

from symjac import activation, derive


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("t*sigmoid(1.702*t)", "1.702t", "851"),
        ("0.125*t^2 + t", "0.25t", "¼"),
        ("1/4*t + 0.3*t^2", "¼", "0.25"),
        ("0.5*t + 1/3", "0.5", "½"),
        ("851/500*t^2", "851", "1.702"),
        ("1e-3*t + .5*t^2", "0.001", "1000"),
        ("0.7978845608*t^2", "1.5957691216", "1250000000"),
        ("0.1*t^2 + t/1024", "1024", "0.0009765625"),
    ],
)
def test_numbers_are_written_as_they_were_typed(text: str, there: str, not_there: str) -> None:
    page = str(derive(text, wrt="t"))
    assert there in page and not_there not in page


def test_the_page_of_an_activation_too() -> None:
    page = str(activation("s(t) = t*sigmoid(1.702*t)"))
    assert "1.702t" in page and "851" not in page
