"""Answers with indices: right ones in any spelling, wrong ones with the mistake, none that ends in a fault."""

from __future__ import annotations

import pytest

import symjac

SOFTMAX = r"\frac{\partial}{\partial z_i} \frac{e^{z_i}}{\sum_j e^{z_j}}"
LOSS = "-z_y + log(sum_j exp(z_j))"
FAMILY = "z_k - log(sum_j exp(z_j))"
MEANS = r"\sum_n r_{nk} \|x_n - \mu_k\|^2"
ANSWERS = [
    (SOFTMAX, None, "softmax(z)_i*(1 - softmax(z)_i)", "correct"),
    (SOFTMAX, None, "softmax(z)_i*(kronecker(i, j) - softmax(z)_j)", "correct"),
    (SOFTMAX, None, r"\frac{e^{z_i}}{\sum_j e^{z_j}} (1 - \frac{e^{z_i}}{\sum_j e^{z_j}})", "correct"),
    (SOFTMAX, None, "softmax(z)_i", "wrong"),
    (SOFTMAX, None, "softmax(z)_i*(1 + softmax(z)_i)", "wrong"),
    (LOSS, "z_k", "softmax(z)_k - delta_{yk}", "correct"),
    (LOSS, "z_k", r"\frac{e^{z_k}}{\sum_j e^{z_j}} - \delta_{ky}", "correct"),
    (LOSS, "z_k", "softmax(z)_k", "wrong"),
    (LOSS, "z_k", "softmax(z)_k - 1", "wrong"),
    (LOSS, "z_k", "softmax(z)_m", "wrong"),
    (MEANS, "mu_k", r"-2 \sum_n r_{nk} (x_n - \mu_k)^T", "correct"),
    (MEANS, "mu_k", r"2 \sum_n r_{nk} (x_n - \mu_k)^T", "wrong"),
    (MEANS, "mu_k", r"-2 \sum_n r_{nk} (x_n - \mu_k)", "layout"),
    ("sum_i (y_i - x_i)^2", "x_i", "2*(x_i - y_i)", "correct"),
    ("sum_i (y_i - x_i)^2", "x_i", "3*x_i", "wrong"),
    ("sum_i (y_i - x_i)^2", "x_i", "-2*(x_i - y_i)", "wrong"),
    ("sum_i (y_i - w'*x_i)^2", "w", "2*sum_i (y_i - w'*x_i)*x_i'", "wrong"),
    ("sum_i x_i^2 + x_1", "x_i", "2*x_i + delta_{1i}", "correct"),
    ("sum_i x_i^2 + x_1", "x_i", "2*x_i", "wrong"),
    ("x_1^2 + x'x", "x_i", "2*x_1*delta_{1i} + 2*x_i", "correct"),
    # in other letters than those of the question
    (LOSS, "z", "softmax(z)_m - delta_{ym}", "correct"),
    (LOSS, "z", "softmax(z)_m - delta_{yi}", "invalid"),
    (LOSS, "z", "softmax(z)_m + delta_{ym}", "wrong"),
    ("sum_i x_i^2 + x_1", "x", "∂f/∂x = 2x_k + δ_{1k}", "correct"),
    ("sum_i x_i^2 + x_1", "x", "2x_k", "wrong"),
    ("A_{11} + tr(A)", "A", "delta_{1k} delta_{1l} + delta_{kl}", "correct"),
    (r"(y_i - \sum_j A_{ij} x_j)^2", "x", "-2*A_ik*(y_i - sum_k A_ik*x_k)", "correct"),
    (FAMILY, "z_i", r"\frac{\partial f_k}{\partial z_m} = \delta_{km} - \frac{e^{z_m}}{\sum_j e^{z_j}}", "correct"),
    (FAMILY, "z_i", r"\frac{\partial f_m}{\partial z_k} = \delta_{km} - \frac{e^{z_m}}{\sum_j e^{z_j}}", "layout"),
    (FAMILY, "z", "delta_{ki} - softmax(z)_k", "layout"),
    # the function under any name, cases, vectors
    (LOSS, "z", r"\frac{\partial L}{\partial z_i} = softmax(z)_i - \mathbb{1}[i = y]", "correct"),
    (LOSS, "z", "dL/dz_i = softmax(z)_i - 1 if i = y, softmax(z)_i otherwise", "correct"),
    (LOSS, "z", r"\begin{cases} softmax(z)_i - 1 & i = y \\ softmax(z)_i & i \ne y \end{cases}", "correct"),
    (LOSS, "z", r"\begin{cases} softmax(z)_i & i = y \\ softmax(z)_i - 1 & i \ne y \end{cases}", "wrong"),
    (FAMILY, "z", "eye(N) - ones(N)*softmax(z)'", "correct"),
    ("sum_i (A x - b)_i^2", "x", "2*(A*x - b)'*A", "correct"),
    ("sum_i (A x - b)_i^2", "x", "2*A'*(A*x - b)", "layout"),
    ("f(x) = x_1^2 x_2", None, "[2x_1 x_2, x_1^2]", "correct"),
    ("f(x) = x_1^2 x_2", None, "2x_1x_2 dx_1 + x_1^2 dx_2", "correct"),
]
HESSIANS = [
    ("x_1^2 + norm(x)^2", "x", "2*delta_{1i}*delta_{1j} + 2*delta_{ij}", "correct"),
    ("log(sum_j exp(z_j))", "z", "softmax(z)_k*(delta_{kl} - softmax(z)_l)", "correct"),
    ("log(sum_j exp(z_j))", "z", "diag(softmax(z)) - softmax(z)*softmax(z)'", "correct"),
    ("log(sum_j exp(z_j))", "z", "softmax(z)_k*(delta_{kl} + softmax(z)_l)", "wrong"),
    ("sum_i x_i^2", "x", "3*delta_{ij}", "wrong"),
]
POINTS = [("2x_k + delta_{1k}", "correct"), ("[3, 4, 6]", "correct"), ([3, 4, 6], "correct"), ("[2, 4, 6]", "wrong")]


@pytest.mark.parametrize(("f", "wrt", "claim", "status"), ANSWERS)
def test_an_answer_with_indices(f: str, wrt: str | None, claim: str, status: str) -> None:
    assert symjac.check(f, wrt, claim).status == status


def test_a_lost_sign_is_named() -> None:
    verdict = symjac.check(MEANS, "mu_k", r"2 \sum_n r_{nk} (x_n - \mu_k)^T")
    assert verdict.mistakes and "sign" in verdict.message


@pytest.mark.parametrize(("f", "wrt", "claim", "status"), HESSIANS)
def test_a_second_derivative_with_indices(f: str, wrt: str, claim: str, status: str) -> None:
    assert symjac.check(f, wrt, claim, order=2).status == status


@pytest.mark.parametrize(("claim", "status"), POINTS, ids=str)
def test_at_a_point(claim: object, status: str) -> None:
    assert symjac.check("sum_i x_i^2 + x_1", "x", claim, at="x = [1; 2; 3]").status == status


def test_a_forgotten_delta_is_an_index_confused() -> None:
    assert "INDEX" in symjac.check(FAMILY, "z", "1 - softmax(z)_i").codes


def test_the_answer_is_shown_as_one_entry() -> None:
    assert "read as\n\n    2xᵢ + δ₁ᵢ." in symjac.check("sum_i x_i^2 + x_1", "x", "2x_k + delta_{1k}").render("text")
