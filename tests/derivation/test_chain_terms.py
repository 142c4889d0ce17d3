"""Sums term by term by the chain rule, by matrices too: ‖Y − XW‖² + λ‖W‖²."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.styles.chain import terms
from symjac.errors import CheckError
from tests.helpers.planted import attribute

SUMS = [
    ("norm(Y - X*W)^2 + lambda*norm(W)^2", "W", "2*(lambda*W - X'*(Y - X*W))"),
    ("tr((Y - X*W)'*(Y - X*W)) + lambda*tr(W'*W)", "W", "2*(lambda*W - X'*(Y - X*W))"),
    ("norm(y - W*x)^2 + lambda*norm(W)^2", "W", "2*(lambda*W - (y - W*x)*x')"),
    ("norm(A*X - C)^2 + norm(X*B - C)^2", "X", "2*A'*(A*X - C) + 2*(X*B - C)*B'"),
    ("tr(S*X) - log(det(X))", "X", "S' - inv(X)'"),
]


@pytest.mark.parametrize("detail", ["brief", "exam", "full"])
@pytest.mark.parametrize(("formula", "wrt", "gradient"), SUMS)
def test_a_sum_by_a_matrix(formula: str, wrt: str, gradient: str, detail: str) -> None:
    d = symjac.derive(formula, wrt, "lambda: scalar", style="chain", detail=detail)
    assert d.style == "chain"
    assert symjac.check(formula, wrt, gradient, "lambda: scalar")
    assert "Add the terms:" in d.render("text") or detail == "brief"


def test_two_matrices_between_have_two_letters() -> None:
    text = symjac.derive(*SUMS[3][:2], style="chain").render("text")
    assert "R(X) = AX − C" in text and "E(X) = XB − C" in text


@pytest.mark.parametrize(
    ("formula", "wrt", "reason"),
    [
        ("norm(y - A*x)^2 + lambda*norm(x)^2", "x", "‖x‖² = x₁² + ⋯ + x_N²"),
        ("norm(y - A*x)^2 + lambda*x'*x/2", "x", "xᵀx = x₁² + ⋯ + x_N²"),
        ("norm(y - A*x)^2 + lambda*norm(x)", "x", "∂‖x‖/∂xⱼ = xⱼ/‖x‖"),
        ("norm(Y - X*W)^2 + lambda*norm(W)^2", "W", "‖W‖² = ∑_(i,j) Wᵢⱼ²"),
        ("norm(Y - X*W)^2 + lambda*tr(W'*W)", "W", "tr(WᵀW) = ∑_(i,j) Wᵢⱼ²"),
    ],
)
def test_a_term_that_is_derived_directly_has_a_reason(formula: str, wrt: str, reason: str) -> None:
    text = symjac.derive(formula, wrt, style="chain").render("text")
    assert "directly" in text and f"({reason})" in text


def test_only_rules_that_are_quoted_are_proved() -> None:
    squared = symjac.derive("norm(y - A*x)^2 + lambda*norm(x)^2", "x", style="chain").render("text")
    assert "Proof" not in squared
    assert "Proof of the rule for the norm" in symjac.derive("norm(y - A*x)^2 + norm(x)", "x", style="chain").render("text")


def test_a_term_that_is_lost_is_caught() -> None:
    right = terms.named_terms
    with attribute(terms, "named_terms", lambda task: right(task)[:1]), pytest.raises(CheckError):
        symjac.derive(*SUMS[0][:2], style="chain")
