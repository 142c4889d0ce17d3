"""Where a formula has no inverse, or a matrix has zeros that stay zero, the derivative is found all the same."""

from __future__ import annotations

import numpy as np
import pytest

import symjac
from symjac.errors import DomainError, UnsupportedError
from symjac.interop.numpy import evaluate
from symjac.verify import exact
from symjac.verify.exact import Mat

DIAGONAL = "D: n x n diagonal; E: n x n diagonal; x: n; A: n x n"


def value(f: str, where: str, **arrays: np.ndarray) -> float:
    """f as NumPy has it."""
    return float(evaluate(symjac.parse(f, where), arrays).item())


@pytest.mark.parametrize(
    ("f", "result"),
    [
        ("norm1(D)", "diag(sign(diag(D)))"),
        ("sum(abs(D))", "diag(sign(diag(D)))"),
        ("sum(relu(D))", "diag(step(diag(D)))"),
        ("sum(sqrt(D))", "1/2*diag(ones(n)./sqrt(diag(D)))"),
        ("sum(D.^(3/2))", "3/2*diag(sqrt(diag(D)))"),
        ("x'*abs(D)*x", "diag(sign(diag(D)).*x.^2)"),
        ("norm1(2*D)", "2*diag(sign(2*diag(D)))"),
        ("norm1(D - eye(n))", "diag(sign(diag(D - eye(n))))"),
        ("norm1(inv(D))", None),
        ("sum(abs(D*E))", None),
    ],
)
def test_off_the_diagonal_nothing_moves(f: str, result: str | None) -> None:
    d = symjac.derive(f, "D", DIAGONAL)
    if result is not None:
        assert d.result is symjac.parse(result, DIAGONAL)
    at = {"D": np.diag([0.7, 2.0, 1.3]), "E": np.diag([1.5, 0.4, 2.1]), "x": np.array([1.0, -2.0, 0.5]), "A": np.eye(3)}
    given = {name: at[name] for name in d.problem.symbols}
    for k in range(3):
        up, down = ({**given, "D": given["D"] + h * np.outer(np.eye(3)[k], np.eye(3)[k])} for h in (1e-6, -1e-6))
        slope = (value(f, DIAGONAL, **up) - value(f, DIAGONAL, **down)) / 2e-6
        assert abs(d.tensor(given)[k, k] - slope) < 1e-6
    assert not np.any(d.tensor(given)[~np.eye(3, dtype=bool)])


@pytest.mark.parametrize("f", ["norm1(D)", "sum(relu(D).^2)", "sum(sqrt(D))"])
def test_the_second_derivative_too(f: str) -> None:
    assert symjac.derive(f, "D", DIAGONAL, order=2).check


@pytest.mark.parametrize(
    ("f", "result"),
    [
        ("norm1(diag(x))", "sign(x)'"),
        ("sum(relu(diag(x)))", "step(x)'"),
        ("sum(sqrt(diag(x)))", "1/2*(ones(n)./sqrt(x))'"),
        ("sum(diag(x).^(1/2))", "1/2*(ones(n)./sqrt(x))'"),
        ("abs(diag(x))", "khatrirao(eye(n), eye(n))*diag(sign(x))"),
    ],
)
def test_a_diagonal_matrix_of_a_column(f: str, result: str) -> None:
    d = symjac.derive(f, "x", "x: n")
    assert d.result is symjac.parse(result, "x: n")
    assert str(d.conditions[0].of) == "x"


def test_where_the_entries_off_the_diagonal_count_it_is_refused() -> None:
    with pytest.raises(DomainError, match="no numbers were found"):
        symjac.derive("abs(D)", "D", DIAGONAL)  # its Jacobian is by all entries


@pytest.mark.parametrize(
    ("f", "where", "result"),
    [
        ("det(x*x')", "x: n", "2*x'*adj(x*x')"),
        ("det(x*y')", "x: n; y: n", "y'*adj(x*y')"),
        ("det(exp(x)*x')", "x: n", None),
        ("det(3*x*y'*A)", "x: n; y: n; A: n x n", None),
        ("adj(x*y')", "x: 3; y: 3", "zeros(9, 3)"),
        ("adj(x*y')", "x: 2; y: 2", "vec(eye(2))*y' - kron(y, eye(2))"),
        ("tr(pinv(x*y'))", "x: n; y: n", None),
    ],
)
def test_a_matrix_of_rank_one(f: str, where: str, result: str | None) -> None:
    d = symjac.derive(f, "x", where)
    assert d.check
    assert not any(c.kind == "invertible" for c in d.conditions)
    if result is not None:
        assert d.result is symjac.parse(result, where)


def test_the_adjugate_of_two_by_two_needs_no_inverse() -> None:
    d = symjac.derive("adj(X)", "X", "X: 2 x 2")
    assert not d.conditions and d.check


def test_an_adjugate_that_has_no_formula_is_refused_with_a_way_out() -> None:
    with pytest.raises(UnsupportedError, match="give n as a number"):
        symjac.derive("adj(u*z')", "u", "u: n; z: n")


@pytest.mark.parametrize("n", range(1, 8))
def test_the_checker_has_determinants_and_adjugates_of_singular_matrices(n: int) -> None:
    ones = Mat.build(n, n, lambda i, j: 1)
    full = Mat.build(n, n, lambda i, j: (i + 2) ** j)
    assert exact.det(ones) == (1 if n == 1 else 0)
    assert (full @ exact.adjugate(full)) == Mat.build(n, n, lambda i, j: exact.det(full) if i == j else 0)
    assert exact.adjugate(ones) == (
        Mat([[1]]) if n == 1 else Mat([[1, -1], [-1, 1]]) if n == 2 else Mat.build(n, n, lambda i, j: 0)
    )


def test_numpy_has_the_adjugate_of_a_singular_matrix() -> None:
    a = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.0, 1.0]])
    found = evaluate(symjac.parse("adj(A)", "A: n x n"), {"A": a})
    assert np.allclose(found, [[4, -2, 0], [4, -2, 0], [-4, 2, 0]])
