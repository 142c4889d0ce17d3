"""Subscripts and superscripts: braces group, a subscript of a subscript keeps names apart, raised letters are exponents."""

from __future__ import annotations

import pytest

from symjac.errors import SymjacError
from symjac.language import parse, read
from tests.helpers.printed import printed

GROUPS = {
    r"e^{kt}": ("exp(k*t)", ""),
    r"e^{At}": ("exp(A*t)", "A: scalar"),
    r"x^{ab}": ("x^(a*b)", ""),
    r"e^{xy}": ("exp(x*y)", ""),
    r"2^{ab}": ("2^(a*b)", ""),
    r"x^{nk}": ("x^(n*k)", ""),
    r"y^T e^{Xw}": ("y'*exp(X*w)", "X: n x m; w: m; y: n"),
    r"X^{T}X": ("X'*X", ""),
    r"{AB}^{-1}": ("inv(A*B)", "A: n x n; B: n x n"),
    r"\boxed{ab}^2": ("(a*b)^2", "a: scalar; b: scalar"),
    r"\alpha^{db}": ("alpha^(d*b)", ""),
}


@pytest.mark.parametrize("text", GROUPS)
def test_braces_group(text: str) -> None:
    plain, where = GROUPS[text]
    assert parse(text, where) is parse(plain, where)


def test_names_that_differ_inside_a_subscript_are_two_names() -> None:
    assert str(parse(r"\bar x_{j_0} - \bar x_{j_1}", "")) == "xbar_j_0 - xbar_j_1"
    assert set(read(r"t_{\lambda_1} + t_{\lambda_2}", r"t_{\lambda_1}").symbols) == {"t_lambda_1", "t_lambda_2"}


@pytest.mark.parametrize("style", ["plain", "latex", "unicode"])
def test_a_subscript_of_a_subscript_reads_back(style: str) -> None:
    problem = read(r"t_{\lambda_1} x_{j_0}", r"t_{\lambda_1}")
    assert parse(printed(problem.target)[style], context=problem) is problem.target


@pytest.mark.parametrize("text", [r"x_{W^{(1)}}", r"x_{a^2}", r"x_{1_2}", "x_1_2", r"x_{1}_{2}"])
def test_a_subscript_that_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(SymjacError):
        parse(text)


RAISED = {
    "xⁿ": ("x^n", ""),
    "eˣ": ("exp(x)", ""),
    "eᵗ": ("exp(t)", ""),
    "x²ⁿ": ("x^(2*n)", ""),
    "(x'x)ᵏ": ("(x'*x)^k", ""),
    "xᵃ⁺¹": ("x^(a + 1)", ""),
    "x⁻ᵏ": ("x^(-k)", ""),
    "λᵇ": ("lambda^b", ""),
    "xᵝ": ("x^beta", ""),
    "x⁽ᵃ⁺ᵇ⁾ᶜ": ("x^((a + b)*c)", ""),
    "W⁽¹⁾ᵀa⁽ˡ⁻¹⁾": ("W[1]'*a[l-1]", ""),
    "A²ᵀ": ("(A^2)'", "A: n x n"),
    "X⁻ᵀ": ("inv(X)'", ""),
}


@pytest.mark.parametrize("text", RAISED)
def test_raised_letters_are_exponents(text: str) -> None:
    plain, where = RAISED[text]
    assert parse(text, where) is parse(plain, where)


@pytest.mark.parametrize(
    "text", ["Aᴴ", "xᴴA x", r"A^{\mathrm H} x", r"\mathbf x^{\mathsf{H}} x", "x^t A x", "xᵗA x", "A A^t", "x^H A x", r"x^t A x"]
)
def test_a_transpose_that_is_none_here_is_refused_with_the_spelling_that_fits(text: str) -> None:
    with pytest.raises(SymjacError, match="transpose") as caught:
        parse(text)
    assert "A'" in str(caught.value)


def test_t_and_H_are_exponents_where_they_have_a_meaning() -> None:
    assert str(parse("c a^t", "t: scalar")) == "c*a^t"
    assert str(read("c a^t", "t").target) == "c*a^t"
    assert str(parse("t a^t")) == "t*a^t"
    assert str(parse("2 a^t")) == "2*a^t"
