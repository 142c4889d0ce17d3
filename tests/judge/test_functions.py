"""Gradients in Python are judged like answers; what is said names the entry, the factor or the transposition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import symjac
from symjac.testing import assert_gradient

LEAST = ("norm(y - Phi*theta)^2", "theta")
SHAPES = {"Phi": (5, 3)}


def right(y: Any, Phi: Any, theta: Any) -> Any:
    return -2 * (y - Phi @ theta) @ Phi


def half(theta: Any, y: Any, Phi: Any) -> Any:
    return -(y - Phi @ theta) @ Phi


def turned(theta: Any, y: Any, Phi: Any) -> Any:
    return right(y, Phi, theta)[:, None]


def slipped(theta: Any, y: Any, Phi: Any) -> Any:
    found = right(y, Phi, theta)
    found[1] += 1
    return found


def test_a_right_gradient_passes() -> None:
    assert_gradient(*LEAST, grad=right, shapes=SHAPES)
    assert symjac.check_function(*LEAST, right, "Phi: N x D")


@pytest.mark.parametrize(("function", "says"), [(half, "factor 2"), (turned, "transpose"), (slipped, "entry (1, 2)")])
def test_a_wrong_gradient_is_told_what_is_wrong(function: Any, says: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_gradient(*LEAST, grad=function, shapes=SHAPES)
    assert says in str(failure.value).lower()


def test_jacobians_of_matrices_are_arrays_of_both_shapes() -> None:
    def jacobian(A: Any, X: Any) -> Any:
        return np.einsum("ik,jl->ijkl", A, np.eye(X.shape[1]))

    assert symjac.check_function("A*X", "X", jacobian, "A: m x n; X: n x p").status == "correct"
    assert symjac.check_function("x'*A*x", "x", lambda A, x: A + A.T, "A: n x n", order=2).status == "correct"
    assert symjac.check_function("tr(A*X*B)", "X", lambda A, B: B @ A, "A: m x n; X: n x p; B: p x m").status == "layout"


@pytest.mark.parametrize(
    "function",
    [
        lambda theta: 1 / 0,
        lambda theta: "text",
        lambda unknown: 0,
        lambda y, Phi, theta: Phi,
        lambda theta: None,
    ],
)
def test_a_function_that_cannot_be_judged_is_invalid(function: Any) -> None:
    assert symjac.check_function(*LEAST, function, "Phi: N x D").status == "invalid"


def test_names_that_python_reserves_have_an_underscore_behind() -> None:
    where = "lambda: scalar; x: n"
    assert symjac.check_function("lambda*x'*x", "x", lambda lambda_, x: 2 * lambda_ * x, where).status == "correct"


def test_functions_of_jax() -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    gradient = jax.grad(lambda theta, y, Phi: ((y - Phi @ theta) ** 2).sum())
    assert symjac.check_function(*LEAST, lambda theta, y, Phi: gradient(theta, y, Phi), "Phi: N x D").status == "correct"


def test_functions_of_torch() -> None:
    torch = pytest.importorskip("torch")

    def gradient(theta: Any, y: Any, Phi: Any) -> Any:
        theta = theta.clone().requires_grad_()
        return torch.autograd.grad(((y - Phi @ theta) ** 2).sum(), theta)[0]

    assert symjac.check_function(*LEAST, gradient, "Phi: N x D").status == "correct"
