"""The Hessian by the chain rule: the gradient first, then its Jacobian, through the letters of the maps."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.styles.chain import hessian, paths
from symjac.errors import CheckError, UnsupportedError
from tests.helpers.planted import attribute

USUAL = [
    "norm(A*x - b)^2",
    "exp(-x'*x/2)",
    "sum(log(1 + exp(-y.*(X*x))))",
    "x'*A*x",
    "x'*A*x/(x'*x)",
    "log(1 + exp(w'*x))",
    "sqrt(1 + x'*x)",
    "norm(x)",
    "norm(y - P*x)^2 + k*x'*x",
    "norm(A*x - b) + k*norm(x)",
    "log(sum(exp(A*x + b)))",
    "norm(tanh(W*x + b) - y)^2",
    "(a'*x)*(b'*x)",
    "s = -x'*x/2; f = exp(s)",
    "z = A*x; p = softmax(z); L = -y'*log(p)",
    "g'*x + exp(g'*x)",
    "log(exp(a'*x))",
]


def solution(f: str, **options: object) -> str:
    text = symjac.derive(f, "x", style="chain", **options).render("text", width=200)  # type: ignore[arg-type]
    return " ".join(text.partition("Solution.")[2].partition("Convention:")[0].replace("\u00a0", " ").split())


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("formula", USUAL)
def test_it_is_the_hessian_of_the_differential_style(formula: str, layout: str) -> None:
    d = symjac.derive(formula, "x", order=2, style="chain", layout=layout)
    assert d.style == "chain" and d.check
    assert d.result == symjac.derive(formula, "x", order=2, style="differential", layout=layout).result


@pytest.mark.parametrize("formula", USUAL)
def test_the_gradient_comes_first_and_is_named(formula: str) -> None:
    for detail in ("full", "exam", "brief"):
        text = solution(formula, order=2, detail=detail)
        column = "q = (∇ₓ" if "g'" in formula else "g = (∇ₓ"
        assert text.index(column) < text.rindex("∇ₓ²")
        assert text.startswith(("The gradient comes first.", "The gradient comes first:")) or detail == "brief"


def test_the_factors_are_told_with_their_reasons() -> None:
    text = solution("norm(A*x - b)^2", order=2)
    assert (
        "g = (∇ₓf)ᵀ = 2Aᵀe" in text and "∇ₑg = 2Aᵀ. (g is linear in e)" in text and "where ∇ₓe is known from above, and" in text
    )
    text = solution("sqrt(1 + x'*x)", order=2)
    assert "depends on x directly and through s" in text and "(1/√s)′ = −1/(2s^(3/2))" in text


def test_a_map_behind_another_has_its_jacobian_as_a_product() -> None:
    assert "∇ₓh = ∇_zh ∇ₓz = diag(𝟏 − tanh²(z))W" in solution("norm(tanh(W*x + b) - y)^2", order=2)


def test_x_in_two_places_is_told_apart() -> None:
    text = solution("x'*A*x")
    assert "Write z(x) = Ax, so that f = xᵀz." in text
    assert "In each partial derivative the other letters are held fixed" in text and "zᵀ + xᵀA" in text


def test_no_style_is_taken_by_itself_that_was_not_before() -> None:
    assert symjac.derive("x'*A*x", "x").style == "components"
    assert symjac.derive("norm(A*x - b)^2", "x", order=2).style == "differential"


@pytest.mark.parametrize(
    ("formula", "wrt", "says"),
    [("norm(A*X)^2", "X", "second derivatives of a scalar by a column"), ("a'*x", "x", "wants a composition")],
)
def test_what_cannot_be_is_refused_by_name(formula: str, wrt: str, says: str) -> None:
    with pytest.raises(UnsupportedError, match=says) as refused:
        symjac.derive(formula, wrt, "x: n; X: n x m; A: k x n", order=2, style="chain")
    assert "style=differential" in str(refused.value.hint)


def test_a_way_that_is_left_out_is_caught() -> None:
    """g depends on x directly, too."""
    with attribute(paths.Paths, "direct", property(lambda p: False)), pytest.raises(CheckError):
        symjac.derive("exp(-x'*x/2)", "x", order=2, style="chain")


def test_a_wrong_inner_jacobian_is_caught() -> None:
    """∇_z h in place of ∇_z h ∇ₓz"""
    with attribute(hessian, "product", lambda q, found: found[-1]), pytest.raises(CheckError):
        symjac.derive("norm(tanh(W*x + b) - y)^2", "x", "W: n x n; x: n", order=2, style="chain")
