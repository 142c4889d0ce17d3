"""f_k for every k, and sums that are not told term by term: ∂x_j/∂x_l = δ_jl, and of a sum with δ one term is left."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.styles.sums import every
from symjac.errors import CheckError
from tests.helpers.planted import attribute

OPEN = [
    ("f_k = sum_j W[k,j]*x[j]", "x"),
    ("f_i = exp(x_i)/sum_j exp(x_j)", "x"),
    ("-z_y + log(sum_j exp(z_j))", "z"),
    ("f_k = x_k*sum_j a_j*x_j", "x"),
    ("f_i = tanh(sum_j W_{ij} x_j + b_i)", "W"),
    ("(y_i - sum_j A_ij x_j)^2", "x"),
    ("f_i = sum_j x_i*x_j", "x"),
    ("f_i = prod_j (1 + x_i*x_j)", "x"),
    ("f_i = x_i/norm(x)", "x"),
    ("f_k = sum_i (x_i - x_k)^2", "x"),
    ("f_k = sum_j sum_l A_kj*B_jl*x_l", "x"),
    ("f_i = max(x_i, w'*x)", "x"),
    ("x_k^3 + b_k*sum(x)", "x"),
    ("f_i = sum_j A_ij*X_jj", "X"),
    ("f_i = sum_j X_ij*X_ji", "X"),
    ("sum_i x_i^2 + x_1", "x"),
    ("A_{11} + tr(A)", "A"),
    ("sum_i sum_j A_ij x_i x_j", "x"),
    ("sum_i (A x - b)_i^2", "x"),
]


@pytest.mark.parametrize("detail", ["full", "exam", "brief"])
@pytest.mark.parametrize(("formula", "wrt"), OPEN)
def test_no_answer_is_a_box_alone(formula: str, wrt: str, detail: str) -> None:
    d = symjac.derive(formula, wrt, detail=detail)
    solution = " ".join(d.render("text").partition("Solution.")[2].split())
    assert "Differentiate, with ∂" in solution
    assert len(d.steps) >= 2


@pytest.mark.parametrize("formula", ["log(sum_j exp(x_j))", "sum_i x_i^4", "x_1^2 + norm(x)^2", "sum_i sum_j A_ij x_i x_j"])
def test_a_second_derivative_is_derived_from_the_first(formula: str) -> None:
    text = " ".join(symjac.derive(formula, "x", order=2).render("text").split())
    assert "Differentiate once more, with ∂x" in text.partition("Solution.")[2]


def test_what_is_left_of_a_sum_is_said() -> None:
    text = " ".join(symjac.derive("f_k = sum_j W[k,j]*x[j]", "x").render("text").split())
    assert "Differentiate, with ∂xᵢ/∂xⱼ = δᵢⱼ:" in text
    text = symjac.derive("(y_i - sum_j A_ij x_j)^2", "x").render("text")
    assert "(of a sum with δ one term is left)" in text and "· 1" not in text


def test_a_function_with_its_index_has_it_once() -> None:
    d = symjac.derive("f_k = sum_j W[k,j]*x[j]", "x")
    assert d.question.name == "f"
    assert "f_(k,k)" not in d.render("text") and "f: ℝᴺ → ℝᴹ" in d.render("text")


def test_a_sum_over_the_letter_of_the_variable_runs_over_another() -> None:
    text = symjac.derive("f_k = sum_j W[k,j]*x[j]", "x_j").render("text")
    assert "Below, sums over j run over i, for j is the index of xⱼ." in text.replace("\n", " ")
    assert "Below," not in symjac.derive("f_k = sum_j W[k,j]*x[j]", "x_l").render("text")


def test_the_only_term_has_the_index_of_its_letter() -> None:
    assert "Only the term fᵢ = xᵢ⁴ depends on xᵢ" in symjac.derive("sum_i x_i^4", "x").render("text")


def test_a_wrong_delta_is_caught() -> None:
    """∂x_j/∂x_l = 1 for all j"""
    from symjac.expr.make import number

    with attribute(every, "delta_of", lambda dx, at: number(1)), pytest.raises(CheckError):
        symjac.derive("f_k = sum_j W[k,j]*x[j]", "x")


@pytest.mark.parametrize("v", ["v_c", "v"])
def test_what_terms_do_not_tell_is_told_by_differentials(v: str) -> None:
    f = rf"-u_o^{{\top}} {v.replace('_c', '_{c}')} + \log \sum_{{w=1}}^{{V}} e^{{u_{{w}}^{{\top}} {v.replace('_c', '_{c}')}}}"
    text = symjac.derive(f, v).render("text")
    assert "Take the differential:" in text and "(factor out d" in text
    assert "In matrices, with U" in text
