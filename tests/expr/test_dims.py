"""Sizes: sums and products of names and integers, divided only where the quotient is a size."""

from __future__ import annotations

import pytest

from symjac.expr.dims import Dim, dim, divide, shape_text, too_large

m, n = dim("m"), dim("n")


@pytest.mark.parametrize(
    ("a", "b", "quotient"),
    [
        (dim(6), dim(3), dim(2)),
        (dim(6), dim(4), None),
        (dim(7) * m, dim(2) * m, None),
        (dim(6) * m * n, dim(2) * n, dim(3) * m),
        (m * m, m, m),
        (m, m, dim(1)),
        (m, n, None),
        (m, m * n, None),
        (dim(2) * m, dim(4), None),
        (m + n, m, None),
        (m * n, m + n, None),
    ],
    ids=str,
)
def test_a_quotient_is_a_size_or_none(a: Dim, b: Dim, quotient: Dim | None) -> None:
    assert divide(a, b) == quotient
    if quotient is not None:
        assert quotient * b == a


def test_sums_and_products_are_collected() -> None:
    assert m + n == n + m and m * n == n * m and m + m == dim(2) * m and m * dim(0) == dim(0)
    assert str(m * n + dim(2) * m + dim(1)) == "m*n + 2*m + 1" and dim(0).number == 0 and (m + dim(1)).number is None
    assert shape_text((m * n, m + dim(1))) == "(m*n) x (m + 1)"


def test_values_and_substitution_agree() -> None:
    size = m * n + dim(2) * m + dim(1)
    assert size.value({"m": 3, "n": 4}) == 19 and size.substitute({"m": dim(3), "n": dim(4)}) == dim(19)
    assert size.substitute({"n": m}) == m * m + dim(2) * m + dim(1)


def test_too_large_is_said_before_it_is_computed() -> None:
    assert not too_large(m * n) and too_large(dim(10**12 + 1)) and not too_large(dim(10**12))
    power = dim(1)
    for _ in range(21):
        power = power * m
    assert too_large(power)
