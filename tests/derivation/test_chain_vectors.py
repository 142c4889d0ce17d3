"""The chain rule through a matrix: Jacobians of matrices that are read as vectors, and back to matrix form."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.styles.chain import vectors
from symjac.errors import CheckError, UnsupportedError
from tests.helpers.planted import attribute

FORMULAS = [
    ("norm(A - U*V')^2", "U", "-2*(A - U*V')*V"),
    ("norm(A - U*V')^2", "V", "-2*(A - U*V')'*U"),
    ("1/2*norm(A*X - X'*B)^2", "X", "A'*(A*X - X'*B) - B*(A*X - X'*B)'"),
    ("norm(A*X*B)", "X", "A'*A*X*B*B'/norm(A*X*B)"),
    ("1/(2*n)*norm(Y - X*W)^2", "W", "-X'*(Y - X*W)/n"),
]


@pytest.mark.parametrize("detail", ["brief", "exam", "full"])
@pytest.mark.parametrize(("formula", "wrt", "gradient"), FORMULAS)
def test_the_product_of_the_jacobians(formula: str, wrt: str, gradient: str, detail: str) -> None:
    d = symjac.derive(formula, wrt, style="chain", detail=detail)
    assert symjac.check(formula, wrt, gradient)
    assert d.style == "chain"
    names = [step.rule.name for step in d.steps]
    assert names[:5] == ["spaces", "vectorise", "chain_rule", "factor", "factor"]
    assert {"multiply", "transposed", "reshape", "conclude"} <= set(names)


def test_the_jacobian_by_the_factor_u() -> None:
    text = symjac.derive("norm(A - U*V')^2", "U", style="chain").render("text")
    assert "vec(R) = vec(A) − (V ⊗ I_M) vec(U)" in text
    assert "−2((Vᵀ ⊗ I_M) vec(R))ᵀ" in text
    assert "−2(vec(RV))ᵀ" in text


def test_the_name_that_was_given_is_kept() -> None:
    text = symjac.derive("D = A - U*V'; L = norm(D)^2", "U", "U: M x K; V: N x K", style="chain").render("text")
    assert "vec(D) = vec(A) − (V ⊗ I_M) vec(U)" in text


def test_no_vec_where_it_says_nothing() -> None:
    assert "vec" not in symjac.derive("norm(A - X)^2", "X", style="chain").render("text")


def test_a_matrix_between_that_is_not_affine_is_left_alone() -> None:
    with pytest.raises(UnsupportedError):
        symjac.derive("tr(X'*A*X*B)", "X", style="chain")


def test_a_wrong_jacobian_is_caught() -> None:
    """(V ⊗ I)ᵀ without its transpose"""
    with attribute(vectors, "flip", lambda e: e), pytest.raises(CheckError):
        symjac.derive("norm(A*X - X*B)^2", "X", "A: n x n; B: n x n; X: n x n", style="chain")


def test_a_sum_of_vectors_is_derived_term_by_term() -> None:
    text = symjac.derive("x + V*relu(W*x + b)", "x", style="chain").render("text")
    assert "f₁ = x" in text
    assert "I_N" in text.split("Add the terms")[1] or "I_M" in text.split("Add the terms")[1]


def test_terms_of_the_chain_rule_keep_their_places_and_are_collected() -> None:
    text = symjac.derive("x1 = u1*u2; x2 = u1 + u2^2; w = x1*x2", "u1, u2", style="chain").render("text")
    assert "u₂(u₁ + u₂²) + u₁ u₂" in text
    assert "= 2u₁ u₂ + u₂³" in text


def test_a_product_has_its_name_within_a_longer_one() -> None:
    text = symjac.derive("x'*x/(1 + x'*x)", "x", style="differential").render("text")
    assert "(xᵀx) d" not in text and "s d(1 + s)" in text
