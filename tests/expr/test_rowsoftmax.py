"""The softmax of every row: its derivative, in its own terms, and its code at large numbers."""

from __future__ import annotations

import numpy as np
import pytest

import symjac


def rowsoftmax(X: np.ndarray) -> np.ndarray:
    weights = np.exp(X - X.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


CASES = [
    ("tr(C'*rowsoftmax(X))", "X", "X: m x n", "rowsoftmax(X).*(C - (rowsoftmax(X).*C)*ones(n, n))"),
    ("-sum(C.*log(rowsoftmax(X)))", "X", "X: m x n", "rowsoftmax(X).*(C*ones(n, n)) - C"),
]


@pytest.mark.parametrize(("f", "x", "where", "result"), CASES)
def test_the_derivative_is_in_terms_of_the_softmax(f: str, x: str, where: str, result: str) -> None:
    d = symjac.derive(f, x, where)
    assert str(d.result) == result and not d.conditions


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_the_code_of_attention_is_right_at_large_numbers(scale: float) -> None:
    rng = np.random.default_rng(3)
    Q, K, V, C = scale * rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=(5, 2)), rng.normal(size=(4, 2))
    d = symjac.derive("tr(C'*rowsoftmax(Q*K')*V)", "Q", "Q: m x d; K: n x d; V: n x p; C: m x p")
    with np.errstate(over="raise", invalid="raise"):
        found = d.function()(Q=Q, K=K, V=V, C=C)
    P, G = rowsoftmax(Q @ K.T), C @ V.T
    np.testing.assert_allclose(found, (P * (G - (P * G).sum(axis=1, keepdims=True))) @ K, atol=1e-12)


def test_a_transpose_does_not_go_through_the_rows() -> None:
    X = symjac.parse("rowsoftmax(A')'", "A: n x n")
    assert str(symjac.derive("tr(B*rowsoftmax(A')')", "B", "A: n x n; B: n x n").result) == "rowsoftmax(A')" and X.args[0].args
