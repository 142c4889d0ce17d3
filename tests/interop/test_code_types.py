"""Emitted code has types that hold: a type checker finds nothing in it, however strict it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import symjac

FORMULAS = [
    ("norm(y - Phi*theta)^2", "theta", 1),
    ("sum(log(1 + exp(-y.*(X*w))))", "w", 2),
    ("softmax(W*x)", "x", 1),
    ("logdet(X)", "X", 1),
    ("z = W*x + b; L = norm(tanh(z) - y)^2", "W, b", 1),
    ("sin(t)^2", "t", 1),
    ("exp(x'*A*x)*t", "t", 1),
    ("a'*x", "x", 1),
    ("sum(x)", "x", 1),
    ("A*x", "A", 1),
    ("z*t", "t", 1),
    ("softmax(x)", "x", 1),
    ("[x; x'*x]", "x", 1),
    ("y'*inv(A)*x", "A", 1),
    ("x'*inv(A)*x + det(A)", "x", 1),
    ("norm(A*x - b)", "x", 2),
    ("[t, t^2; 1, sin(t)]", "t", 1),
    ("A^3*x", "x", 1),
]

OPTIONS: list[tuple[str, str, int, dict[str, Any]]] = [
    ("sum(softplus(X*w)) - y'*X*w", "w", 1, {"value": True}),
    ("sum(softplus(X*w)) - y'*X*w", "w", 2, {"times": "v"}),
    ("norm(X*w - y)^2 + norm(w)^2", "w", 2, {"solve": "b"}),
    ("norm(A*X*B - C)^2", "X", 2, {"structure": True}),
    ("x*z", "x", 1, {"structure": True}),
    ("softplus(w'*x)", "w", 1, {"batch": "x"}),
]


@pytest.mark.parametrize("target", ["numpy", "jax", "torch"])
def test_a_type_checker_finds_nothing(target: str, tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    for k, (f, x, order) in enumerate(FORMULAS):
        (tmp_path / f"made_{k}.py").write_text(symjac.derive(f, x, order=order, check=False).code(target))
    for k, (f, x, order, options) in enumerate(OPTIONS):
        (tmp_path / f"asked_{k}.py").write_text(symjac.derive(f, x, order=order, check=False).code(target, **options))
    said, _, status = api.run(
        [str(tmp_path), "--strict", "--config-file=", "--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache")]
    )
    assert status == 0, said
