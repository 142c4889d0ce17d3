"""Full has a rule on every line, an exam groups them, brief keeps the lines that carry the idea; each reads as a whole."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.styles.registry import styles
from symjac.errors import CheckError, UnsupportedError
from tests.helpers.planted import attribute

FORMULAS = [
    ("norm(y - Phi*theta)^2 + lambda*theta'*theta", "theta", "Phi: N x D; theta: D; lambda: scalar"),
    ("1/2*(x-mu)'*S^-1*(x-mu)", "mu", "S: n x n symmetric"),
    ("log(det(X'*X))", "X", "X: m x n"),
    ("a'*X'*X*b", "X", ""),
    ("tanh(W*h + U*x + b)", "W", ""),
    ("x'*A*x/(x'*x)", "x", "A: n x n symmetric"),
    ("exp(-1/2*x'*x)", "x", ""),
    ("A*X*B", "X", ""),
    ("z = W x + b; p = softmax(z); L = -y'*log(p)", "b", ""),
]


def shown(f: str, x: str, where: str, style: str, detail: str, **options: str) -> str:
    """The solution alone, in one line."""
    text = symjac.derive(f, x, where or None, style=style, detail=detail, check=False, **options).render("text", width=200)
    return " ".join(text.partition("Solution.")[2].partition("Convention:")[0].replace("\u00a0", " ").split())


@pytest.mark.parametrize("style", ["components", "chain", "differential"])
@pytest.mark.parametrize(("f", "x", "where"), FORMULAS)
def test_no_detail_is_another_one(f: str, x: str, where: str, style: str) -> None:
    try:
        found = [shown(f, x, where, style, detail) for detail in ("full", "exam", "brief")]
    except UnsupportedError:
        return
    assert found[0] != found[1] and found[1] != found[2] and len(found[0]) > len(found[2])
    assert all("= " in text for text in found), "never only a box"


def test_every_rule_has_a_line_of_its_own() -> None:
    text = shown(*FORMULAS[0], "differential", "full")
    rules = "d is linear", "d(‖u‖²) = 2uᵀ du", "product rule", "y and Φ are constant", "a number is its own transpose"
    assert [rule for rule in rules if f"({rule})" not in text] == []
    assert "(d(‖u‖²) = 2uᵀ du; product rule)" in shown(*FORMULAS[0], "differential", "exam")


def test_symmetry_is_named_where_it_is_used() -> None:
    assert "S is symmetric)" in shown(*FORMULAS[1], "differential", "exam")
    assert "symmetric)" not in shown("(x-mu)'*S*(x-mu)", "mu", "S: n x n", "differential", "full")


def test_a_brief_derivation_keeps_its_last_lines_with_all_reasons() -> None:
    text = shown(*FORMULAS[2], "differential", "brief")
    assert "(d log u = du/u; Jacobi’s formula)" in text and "(product rule)" in text and text.count(") ") >= 3


def test_rules_are_quoted_in_letters_that_are_free() -> None:
    text = shown("A*X*B", "X", "", "differential", "full")
    assert "vec(PYQ) = (Qᵀ ⊗ P) vec(Y)" in text
    assert "tanh′(s) = 1 − tanh²(s)" in shown("tanh(u*t)", "t", "u: n; t: scalar", "differential", "full")


def test_kronecker_products_have_a_line_that_leads_to_them() -> None:
    text = shown("inv(X)", "X", "", "differential", "full")
    assert "vec(−X⁻¹(dX)X⁻¹)" in text and "−(X⁻ᵀ ⊗ X⁻¹) vec(dX)" in text


@pytest.mark.parametrize("style", ["chain", "differential"])
def test_names_that_were_given_are_used_to_the_end(style: str) -> None:
    text = shown("z = W x + b; p = sigmoid(z); L = 1/2*norm(p - y)^2", "b", "W: m x n; b: m; y: m", style, "full")
    assert "(p − y)" in text.rpartition("⇒")[2] and "σ(Wx" not in text.rpartition("⇒")[2]


def test_a_long_formula_gets_names_and_says_so() -> None:
    for detail in ("full", "exam", "brief"):
        text = shown("norm(tanh(W2*tanh(W1*x + b1) + b2) - y)^2", "W1", "", "differential", detail)
        assert "Write z = W₁ x + b₁, u = W₂ tanh(z) + b₂" in text.replace("  ", " ")


@pytest.mark.parametrize("style", ["differential", "auto"])
def test_the_gradient_comes_before_its_derivative(style: str) -> None:
    text = shown("x'*A*x", "x", "A: n x n", style, "full", order=2)  # type: ignore[arg-type]
    first, second = text.index("(∇ₓf)ᵀ = (A + Aᵀ)x"), text.index("Differentiate once more")
    assert text.index("(product rule)") < first < second


def test_one_variable_has_an_ordinary_derivative() -> None:
    text = symjac.derive("cos(t)^2*sin(t)", "t", "t: scalar").render("text")
    assert "df/dt" in text and "∇" not in text
    assert "d²f/dt²" in symjac.derive("t^3", "t", "t: scalar", order=2).render("text")


def test_a_style_that_cannot_says_why_and_which_can() -> None:
    for style in styles():
        for f in ("det(X)", "-A*X", "kron(A, X)"):
            try:
                symjac.derive(f, "X", style=style, check=False)
            except UnsupportedError as failure:
                assert failure.message.startswith(f"the style {style!r} ") and "style=" in (failure.hint or "")


def test_the_gradient_by_a_symmetric_matrix_can_be_asked_for() -> None:
    free, gradient = (
        symjac.derive("log(det(S))", "S", "S: n x n symmetric", style="differential", symmetric=s) for s in ("free", "gradient")
    )
    assert str(gradient.result) == "inv(S)" and str(free.result) != str(gradient.result)
    assert "which gives the gradient" in gradient.render("text").replace("\n      ", " ")
    assert "for symmetric S" in gradient.render("text").replace("\u00a0", " ")
    with pytest.raises(UnsupportedError, match="symmetric"):
        symjac.derive("tr(S)", "S", "S: n x n symmetric", symmetric="both")


def test_a_wrong_line_among_the_new_ones_is_caught() -> None:
    from symjac.derivation.styles.differential import rounds

    right = rounds.passed
    with (
        attribute(rounds, "passed", lambda e, x, fixed: right(e.args[0] if e.op.name == "add" else e, x, fixed)),
        pytest.raises(CheckError),
    ):
        symjac.derive("norm(A*x + B*x)^2", "x", style="differential")
