"""Answers with indices: right ones in any spelling, wrong ones with the mistake, none that ends in a fault."""

from __future__ import annotations

import pytest

import symjac

SOFTMAX = r"\frac{\partial}{\partial z_i} \frac{e^{z_i}}{\sum_j e^{z_j}}"
LOSS = "-z_y + log(sum_j exp(z_j))"
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
]


@pytest.mark.parametrize(("f", "wrt", "claim", "status"), ANSWERS)
def test_an_answer_with_indices(f: str, wrt: str | None, claim: str, status: str) -> None:
    assert symjac.check(f, wrt, claim).status == status


def test_a_lost_sign_is_named() -> None:
    verdict = symjac.check(MEANS, "mu_k", r"2 \sum_n r_{nk} (x_n - \mu_k)^T")
    assert verdict.mistakes and "sign" in verdict.message
