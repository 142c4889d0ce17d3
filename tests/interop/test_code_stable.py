"""Emitted code at large numbers: values and derivatives that exist are finite, without a warning, and right."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import pytest

import symjac

X = np.array([-1000.0, -40.0, -0.3, 0.0, 0.4, 40.0, 1000.0])
C = np.array([0.0, 0.1, 0.2, 0.3, 0.2, 0.2, 0.0])
P = np.exp(X - 1000.0) / np.exp(X - 1000.0).sum()
SOFT = {"c": C, "x": X}


def doubles(target: str) -> AbstractContextManager[Any]:
    """JAX computes with numbers of 32 bits unless it is told."""
    if target != "jax":
        return nullcontext()
    context: AbstractContextManager[Any] = pytest.importorskip("jax").enable_x64(True)
    return context


CASES: list[tuple[str, str, dict[str, Any], float, Any]] = [
    ("-c'*log(softmax(x))", "x: n", SOFT, -C @ (X - 1000.0), C.sum() * P - C),
    ("-c'*log(exp(x)/sum(exp(x)))", "x: n", SOFT, -C @ (X - 1000.0), C.sum() * P - C),
    ("c'*(exp(x)/sum(exp(x)))", "x: n", SOFT, C @ P, P * (C - C @ P)),
    ("log(mean(exp(x)))", "x: n", {"x": X}, 1000.0 - np.log(7), P),
    ("sum(log(cosh(x)))", "x: n", {"x": X}, np.logaddexp(X, -X).sum() - 7 * np.log(2), np.tanh(X)),
    ("log(cosh(s))", "s: scalar", {"s": -800.0}, 800.0 - np.log(2), -1.0),
]


@pytest.mark.parametrize("target", ["numpy", "jax"])
@pytest.mark.parametrize(("f", "where", "at", "value", "slope"), CASES, ids=[f for f, *_ in CASES])
def test_large_numbers_do_no_harm(f: str, where: str, at: dict[str, Any], value: float, slope: Any, target: str) -> None:
    d = symjac.derive(f, "s" if "s" in at else "x", where)
    with doubles(target), np.errstate(over="raise", invalid="raise", divide="raise"):
        found, derivative = map(np.asarray, d.function(target, value=True)(**at))
    np.testing.assert_allclose(found, value, rtol=1e-12)
    np.testing.assert_allclose(derivative, slope, atol=1e-12)


@pytest.mark.parametrize("target", ["numpy", "jax"])
def test_a_class_of_probability_nought_costs_nothing(target: str) -> None:
    """0 log 0 of one-hot targets by rows."""
    d = symjac.derive("S = X*W; P = rowsoftmax(S); L = -sum(Y.*log(P))", "W", "X: N x D; Y: N x K")
    at = {"X": 1000 * np.eye(2), "W": np.array([[1.0, -1.0, 0.0], [0.0, 2.0, -2.0]]), "Y": np.eye(3)[:2]}
    with doubles(target), np.errstate(over="raise", invalid="raise", divide="raise"):
        value, derivative = d.function(target, value=True)(**at)
    assert value == 0 and not np.any(derivative)
