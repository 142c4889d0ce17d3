"""A name has one spelling inside, whatever was typed, and one look on the page."""

from __future__ import annotations

import pytest

from symjac.expr.names import canonical, look_of
from symjac.writing.formats.text.math import flat


@pytest.mark.parametrize(
    ("typed", "name"),
    [("W1", "W_1"), ("W_1", "W_1"), ("W_{1}", "W_1"), ("x_ij", "x_ij"), ("x_{ij}", "x_ij"), ("W[1]", "W[1]"),
     ("W_1[l-1]", "W_1[l-1]"), ("theta", "theta"), ("x_10", "x_10"), ("x", "x")],
)  # fmt: skip
def test_one_spelling(typed: str, name: str) -> None:
    assert canonical(typed) == name == canonical(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("theta", "θ"), ("x_1", "x₁"), ("W[1]", "W⁽¹⁾"), ("yhat", "ŷ"), ("thetahat", "θ̂"),
     ("hat", "hat"), ("loss", "loss"),
     ("Sigma_xy", "Σ_xy"), ("a[l-1]", "a⁽ˡ⁻¹⁾")],
)  # fmt: skip
def test_one_look(name: str, shown: str) -> None:
    assert flat(look_of(name)) == shown
