"""Rules from step to step, h_t from h_(t−1): what one statement says of every step is not taken for a constant."""

from __future__ import annotations

import pytest

from symjac import SymjacError, UnsupportedError, derive, parse
from symjac.language import read

UNREACHED = [
    ("a[l] = tanh(W[l]*a[l-1] + b[l]); E = norm(a[L] - y)^2", "W[l]", "no step leads from a[l] to a[L]"),
    ("h_t = tanh(W*h_{t-1} + U*x_t); E = norm(h_T - y)^2", "W", "no step leads from h_t to h_T"),
    ("a_{k+1} = a_k - W*a_k; E = norm(a_3)^2", "W", "no step leads from a_(k+1) to a_3"),
    ("z[1] = W[1]*x; a[1] = tanh(z[1]); E = norm(a[2] - y)^2", "W[1]", "no step leads from a[1] to a[2]"),
    ("h = tanh(W*x); L = norm(a - y)^2", "W", "use it there"),
    ("h = tanh(W*x); L = norm(a - y)^2", "a, W", "use it there"),
]


@pytest.mark.parametrize(("text", "wrt", "hint"), UNREACHED)
def test_of_a_variable_that_the_last_statement_does_not_reach_no_zero_is_given(text: str, wrt: str, hint: str) -> None:
    with pytest.raises(UnsupportedError, match="does not occur in the last statement") as caught:
        read(text, wrt)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("h_t = tanh(W*h_{t-1} + U*x_t); E = norm(h_t - y)^2", "W"),
        ("h_t = tanh(W*h_{t-1} + U*x_t); E = norm(h_t - y)^2", "U"),
        ("z_t = W*h_{t-1} + U*x_t; h_t = tanh(z_t); E = norm(h_t - y)^2", "W"),
        ("a[l] = tanh(W*a[l-1]); E = norm(a[l] - y)^2", "W"),
    ],
)
def test_the_step_before_depends_on_shared_weights_too(text: str, wrt: str) -> None:
    with pytest.raises(SymjacError, match="which depends on") as caught:
        read(text, wrt)
    assert "write the steps out" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wrt", "result"),
    [
        ("z[l] = W[l]*a[l-1]; f = norm(z[l])^2", "W[l]", "2*W[l]*a[l-1]*a[l-1]'"),
        ("x_{k+1} = A*x_k; f = norm(x_{k+1})^2", "x_k", "2*x_k'*A'*A"),
        ("h_1 = W*h_0; h_2 = W*h_1; f = norm(h_2)^2", "h_0", "2*h_0'*(W^2)'*W^2"),
        ("h_1 = W*h_0; f = c'*h_1", "W", "c*h_0'"),
    ],
)
def test_one_step_by_what_is_its_own_is_derived(text: str, wrt: str, result: str) -> None:
    assert str(derive(text, wrt).result) == result


@pytest.mark.parametrize("text", [r"\sum_{t=1}^T \|x_t - c\|^2", "sum(t=1..T, norm(x_t - c)^2)"])
def test_a_sum_may_run_to_T(text: str) -> None:
    assert str(parse(text)) == "sum(t=1..T, norm(x_t - c)^2)" == str(parse(str(parse(text))))


def test_several_variables_of_a_sum_are_refused_in_words_that_help() -> None:
    with pytest.raises(UnsupportedError, match="one variable at a time") as caught:
        derive("sum(i=1..N, norm(W*x_i + b)^2)", "W, b", "x_i: n; b: m; W: m x n")
    assert "'auto'" not in str(caught.value) and 'wrt="W"' in str(caught.value)
