"""Answers in every form: SymPy, numbers, entries with cases, differentials, with a head, with definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy

import symjac

LEAST = ("e = y - Phi*theta; norm(e)^2", "theta", "y: N; Phi: N x D; theta: D")
GRAM = ("A'*A", "A", "A: M x N")
PRODUCT = ("A*X", "X", "A: m x n; X: n x p")


def status(question: tuple[str, str, str], claim: Any, **options: Any) -> str:
    f, wrt, where = question
    return symjac.check(f, wrt, claim, where, **options).status


@pytest.mark.parametrize(
    "claim",
    ["2*e'*de", "-2*e'*Phi*dtheta", "dL = -2 e' Phi dtheta", r"\mathrm{d}L = -2 e^\top \Phi \,\mathrm{d}\theta", "-2eᵀΦ dθ"],
)
def test_a_differential_is_an_answer(claim: str) -> None:
    assert status(LEAST, claim) == "correct"


def test_differentials_of_matrices() -> None:
    assert status(GRAM, "dA'*A + A'*dA") == "correct"
    verdict = symjac.check(*GRAM[:2], "2*A'*dA", GRAM[2])
    assert verdict.status == "wrong" and "ATA2A" in verdict.codes
    assert status(GRAM, "dA'*dA") == "invalid", "a differential is linear"
    assert status(("tr(A*X)", "X", "A: n x m; X: m x n"), "tr(A*dX)") == "correct"


@pytest.mark.parametrize(
    "claim",
    [
        "dF_ij/dX_kl = A_ik if j = l, 0 otherwise",
        "dF_ij/dX_kl = A_ik*delta_jl",
        r"\frac{\partial F_{ij}}{\partial X_{kl}} = \begin{cases} A_{ik} & j = l \\ 0 & \text{otherwise} \end{cases}",
        "∂F_ij/∂X_kl = A_ik when j = l; 0 else",
    ],
)
def test_entries_with_their_cases_are_an_answer(claim: str) -> None:
    assert status(PRODUCT, claim) == "correct"


def test_entries_can_be_wrong() -> None:
    assert status(("A*X", "X", "A: n x n; X: n x p"), "dF_ij/dX_kl = A_ki if j = l, 0 otherwise") == "wrong"
    assert status(PRODUCT, "dF_ij/dX_kl = A_ik") == "wrong"
    assert status(("A*x", "x", "A: m x n; x: n"), "df_i/dx_j = A_ij") == "correct"
    assert status(("x'*x", "x", "x: n"), "df/dx_i = 2 x_i") == "correct"
    assert status(("x'*x", "x", "x: n"), "df/dx_i = 2 x_k") == "invalid"


def test_numbers_at_a_point() -> None:
    question = ("x'*A*x", "x", "A: 2 x 2; x: 2")
    at = "A = [1, 2; 3, 4]; x = [1; 1]"
    for claim in ([7, 13], [[7, 13]], np.array([7.0, 13.0]), "[7, 13]", sympy.Matrix([[7, 13]])):
        assert status(question, claim, at=at) == "correct", claim
    assert status(question, [[7], [13]], at=at) == "layout"
    assert status(question, [7, 12], at=at) == "wrong"
    assert status(question, [[7, 13], [1]], at=at) == "invalid"
    assert status(question, ["a", 13], at=at) == "invalid"
    assert status(question, np.array([7 + 1e-13, 13.0]), at=at) == "correct", "floats are off by their rounding"


def test_sympy_answers() -> None:
    n = sympy.Symbol("n")
    A, x = sympy.MatrixSymbol("A", n, n), sympy.MatrixSymbol("x", n, 1)
    assert symjac.check(x.T * A * x, x, x.T * (A + A.T)).status == "correct"
    assert symjac.check(x.T * A * x, x, (A + A.T) * x).status == "layout"
    assert symjac.check("x'*A*x", "x", 2 * x.T * A, "A: n x n").status == "wrong"


@pytest.mark.parametrize("claim", ["∇f = 2 x'", "df/dx = 2*x'", r"\nabla_x f = 2 x^\top", r"\frac{df}{dx} = 2x^\top", "J = 2*x'"])
def test_a_head_may_stand_in_front(claim: str) -> None:
    assert status(("x'*x", "x", "x: n"), claim) == "correct"


def test_several_scalars_and_hessians() -> None:
    assert status(("x1^2*x2", "x1, x2", ""), "[2*x1*x2, x1^2]") == "correct"
    assert status(("x1^2*x2", "x1, x2", ""), "[2*x2, 2*x1; 2*x1, 0]", order=2) == "correct"
    assert status(("x'*A*x", "x", "A: n x n"), "A + A'", order=2) == "correct"
    assert status(("x'*A*x", "x", "A: n x n"), "2*A", order=2) == "wrong"


@pytest.mark.parametrize("claim", ["", "2*", "y'", "x + x'", None, object(), "__import__('os')", "2*x'*" + "(" * 5000, "x'" * 3])
def test_what_cannot_be_read_is_invalid_and_raises_nothing(claim: Any) -> None:
    verdict = symjac.check("x'*x", "x", claim, "x: n")
    assert verdict.status == "invalid" and verdict.message


def test_a_fault_in_the_question_is_an_error() -> None:
    with pytest.raises(symjac.SymjacError):
        symjac.check("x'*", "x", "2*x'")


def test_follow_through() -> None:
    question = ("g = A*x; g'*g", "x", "A: m x n; x: n; B: m x n")
    f, wrt, where = question
    verdict = symjac.check(f, wrt, "2*x'*B'*B", where, instead={"g": "B*x"})
    assert verdict.status == "wrong" and verdict.follows
    assert not symjac.check(f, wrt, "2*x'*B'", where.replace("m x n", "n x n"), instead={"g": "B*x"}).follows
    with pytest.raises(symjac.ParseError):
        symjac.check(f, wrt, "x'", where, instead={"h": "B*x"})


def test_a_map_that_is_only_named_at_a_place_with_a_name() -> None:
    where = "f: R^n -> R^m; x: n"
    assert symjac.check("f(x)", "x", "jacobian(f, a)", where, at="x = a").status == "correct"
    assert symjac.check("f(x)", "x", "2*jacobian(f, a)", where, at="x = a").status == "wrong"
