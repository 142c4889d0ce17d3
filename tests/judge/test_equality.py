"""Equal or not: by identities no normal form knows, down to the last digit, at special points, on both sides of a kink."""

from __future__ import annotations

import math

import pytest

import symjac

EQUAL = [
    ("tr(A*B*C)", "tr(C*A*B)", "A: m x n; B: n x p; C: p x m"),
    ("x'*A*y", "y'*A'*x", "A: m x n"),
    ("(x.*y)", "diag(x)*y", "x: n; y: n"),
    ("x'*S*y", "y'*S*x", "S: n x n symmetric"),
    ("det(A*B)", "det(A)*det(B)", "A: n x n; B: n x n"),
    ("inv(A*B)", "inv(B)*inv(A)", "A: n x n invertible; B: n x n invertible"),
    ("norm(Q*x)", "norm(x)", "Q: n x n orthogonal; x: n"),
    ("norm(A - B)^2", "norm(A)^2 - 2*tr(A'*B) + norm(B)^2", "A: m x n; B: m x n"),
    ("tanh(x)", "(exp(2*x) - 1)/(exp(2*x) + 1)", "x: scalar"),
    ("1 - tanh(x)^2", "1/cosh(x)^2", "x: scalar"),
    ("cosh(x)^2 - sinh(x)^2", "1", "x: scalar"),
    ("cosh(60*x)^2 - sinh(60*x)^2", "1", "x: scalar"),
    ("1/(1 - tanh(40*x)^2)", "cosh(40*x)^2", "x: scalar"),
    ("sigmoid(-x)", "1 - sigmoid(x)", "x: scalar"),
    ("relu(x)", "(x + abs(x))/2", "x: scalar"),
    ("norm(x)^2", "x'*x", "x: n"),
    ("inv(A + u*v')", "inv(A) - inv(A)*u*v'*inv(A)/(1 + v'*inv(A)*u)", "A: n x n invertible; u: n; v: n"),
]

UNEQUAL = [
    ("tr(A*B*C)", "tr(A*C*B)", "A: n x n; B: n x n; C: n x n"),
    ("x'*A*y", "x'*A'*y", "A: n x n"),
    ("x^2", "(1 + 1e-15)*x^2", "x: scalar"),
    ("exp(x)", "(1 + 1e-30)*exp(x)", "x: scalar"),
    ("exp(x)", "(1 + 1e-70)*exp(x)", "x: scalar"),
    ("exp(x)", " + ".join(f"x^{k}/{math.factorial(k)}" for k in range(1, 31)) + " + 1", "x: scalar"),
    ("x", "x + 1e-9*(x - 1)*(x - 2)*(x + 1)*(x + 2)*(x - 3)*(x + 3)", "x: scalar"),
    ("abs(x)", "x", "x: scalar"),
    ("step(w'*x + b)", "step(w'*x)", "w: n; x: n; b: scalar"),
    ("relu(x + y)", "relu(x) + relu(y)", "x: scalar; y: scalar"),
    ("A*B", "B*A", "A: n x n; B: n x n"),
    ("A", "A + (A*A - tr(A)*A + det(A)*eye(n))", "A: n x n"),
    ("sin(x)", "x - x^3/6 + x^5/120 - x^7/5040", "x: scalar"),
]


@pytest.mark.parametrize(("a", "b", "where"), EQUAL)
def test_what_is_equal_is_found_equal(a: str, b: str, where: str) -> None:
    assert symjac.equal(a, b, where).status == "correct"
    assert symjac.equal(b, a, where).status == "correct"


@pytest.mark.parametrize(("a", "b", "where"), UNEQUAL)
def test_what_differs_is_found_to_differ(a: str, b: str, where: str) -> None:
    verdict = symjac.equal(a, b, where)
    assert verdict.status == "wrong"
    assert verdict.counterexample is not None


def test_differences_of_domain_are_told() -> None:
    verdict = symjac.equal("log(x^2)", "2*log(x)", "x: scalar")
    assert verdict and "where both have a value" in verdict.message
    assert "no value" in verdict.message


def test_a_transposed_expression_is_told() -> None:
    assert symjac.equal("A*x", "x'*A'", "A: m x n; x: n").status == "layout"


def test_shapes_that_differ_are_told() -> None:
    assert "m x 1" in symjac.equal("A*x", "x", "A: m x n; x: n").message


def test_the_chance_of_a_false_equal_is_stated_for_rational_claims() -> None:
    assert "chance" in symjac.check("x'*A*x", "x", "x'*A + x'*A'", "A: n x n").sure
    assert "digits" in symjac.check("tanh(t)", "t", "1 - tanh(t)^2", "t: scalar").sure


def test_a_counterexample_is_in_small_whole_numbers() -> None:
    found = symjac.check("x'*A*x", "x", "2*x'*A", "A: n x n").counterexample
    assert found is not None
    values = [z for rows in found.values.values() for row in rows for z in row]
    assert all(isinstance(z, int) and abs(z) <= 5 for z in values)
    assert found.right.lstrip("-").isdigit()


def test_a_zero_answers_in_any_shape() -> None:
    assert symjac.check("b'*b", "x", "0", "b: n; x: m")
    assert not symjac.check("x'*x", "x", "0", "x: n")


@pytest.mark.parametrize(
    ("claim", "undone"),
    [
        ("x' + x'", "collected"),
        ("2*x'*eye(n)", "identity"),
        ("2*(1/2)*2*x'", "numbers"),
        ("2*x' + 0*x'", "zero"),
        ("4*x'/2", "reduced"),
        ("-(-(2*x'))", "double sign"),
        ("2*x'^1", ""),
        ("3*x' - x'", "collected"),
    ],
)
def test_what_is_left_undone_is_told(claim: str, undone: str) -> None:
    verdict = symjac.check("x'*x", "x", claim, "x: n")
    if undone:
        assert verdict.status == "unsimplified", verdict
        assert undone in verdict.message


@pytest.mark.parametrize("claim", ["2*x'", "2x^T", "x'*2", "(2*x)'", r"2\mathbf{x}^\top", "2 xᵀ"])
def test_a_finished_answer_is_correct_in_every_spelling(claim: str) -> None:
    assert symjac.check("x'*x", "x", claim, "x: n").status == "correct"
