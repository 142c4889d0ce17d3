"""What a lecturer would strike out: wrong reasons, lines said twice, detours, proofs of rules that nobody quoted."""

from __future__ import annotations

import pytest

import symjac


def solution(f: str, x: str, style: str, where: str | None = None, **options: object) -> str:
    """The derivation from 'Solution.' on, in one line."""
    text = symjac.derive(f, x, where, style=style, **options).render("text", width=200)  # type: ignore[arg-type]
    return " ".join(text.partition("Solution.")[2].replace("\u00a0", " ").split())


def test_a_quotient_is_not_linear_in_what_divides() -> None:
    for f in ("1/(1 + norm(x)^2)", "b./(A*x)"):
        first = solution(f, "x", "differential").partition("(")[0:3]
        assert "quotient rule" in solution(f, "x", "differential"), first


def test_by_components_no_rule_for_norms_is_quoted_or_proved() -> None:
    assert "Proof" not in solution("norm(A.*X)^2", "X", "components")
    assert "Proof of the rule for the squared norm" in solution("norm(A.*X)^2", "X", "differential")


@pytest.mark.parametrize("f", ["a'*x/(norm(a)*norm(x))", "a'*x/(k*norm(x))", "a'*x/(x'*x)"])
def test_conditions_are_about_letters(f: str) -> None:
    said = symjac.derive(f, "x").render("text").partition("Holds where ")[2].partition(".")[0]
    assert "x is not zero" in said and "‖" not in said and "ᵀ" not in said, said


def test_a_function_without_a_letter_has_its_rule_too() -> None:
    assert "d|u|/du = sign(u)" in solution("sum(abs(A*x - b))", "x", "chain")
    assert "d√u/du = 1/(2√u)" in solution("sqrt(1 + x'*x)", "x", "chain")


def test_nothing_is_multiplied_out_and_put_together_again() -> None:
    text = solution("softmax(W*x + b)", "x", "chain")
    assert "diag(softmax(Wx + b))W −" not in text


def test_the_product_is_not_said_twice() -> None:
    text = solution("(x - mean(x)*ones(n))/norm(x - mean(x)*ones(n))", "x", "chain", "x: n")
    assert text.count("‖e‖³") == 2  # the factor, and the answer
    text = solution("(A*x).*(B*x)", "x", "chain")
    assert text.count("diag(Bx)A + diag(Ax)B") == 1


def test_a_square_is_one_map() -> None:
    text = solution("exp(-norm(x)^2/2)", "x", "chain")
    assert "s(x) = −‖x‖²/2" in text and "(‖x‖² = x₁² + ⋯ + x_N²)" in text
    assert "−1x" not in text and "[−x₁ ⋯ −x_N]" in text
    assert "s(x) = ‖x‖" in solution("norm(x)^4", "x", "chain")


@pytest.mark.parametrize(
    ("f", "x", "where", "reason"),
    [
        ("sqrt(x'*A*x)", "x", "A: n x n posdef", "product rule; A is symmetric"),
        ("sqrt(x'*A*x)", "x", "A: n x n", "product rule"),
        ("log(det(eye(n) + X'*X))", "X", "X: m x n", "product rule; Jacobi’s formula"),
        ("-log(sigmoid(w'*x))", "x", None, "σ′(u) = σ(u)(1 − σ(u)); d log u = du/u"),
        ("(x - b)/norm(x - b)", "x", None, "∂‖e‖/∂eⱼ = eⱼ/‖e‖; quotient rule"),
    ],
)
def test_a_factor_that_is_not_seen_at_once_has_a_reason(f: str, x: str, where: str | None, reason: str) -> None:
    assert f"({reason})" in solution(f, x, "chain", where)


def test_a_kronecker_product_is_not_read_by_the_rule_of_a_product() -> None:
    text = solution("kron(X, A)", "X", "differential")
    assert "(vec of a Kronecker product)" in text and "Proof of the rule for vec" not in text


def test_a_diagonal_matrix_has_no_deltas_in_its_components() -> None:
    text = solution("diag(x)*A*x", "x", "components", "A: n x n")
    assert "The i-th component is" in text
    assert "δ" not in text.partition("The i-th component is")[2].partition("Differentiate")[0]


@pytest.mark.parametrize(
    ("f", "said"), [("x'*A*x", True), ("(A*x).*(B*x)", True), ("(A + eye(n))*x", False), ("A*x + x", False), ("sum(x.^2)", False)]
)
def test_the_product_rule_is_named_where_factors_move(f: str, said: bool) -> None:
    text = solution(f, "x", "components", "A: n x n; B: n x n; x: n")
    assert ("The product rule gives one term for each factor" in text) == said
