"""Emitted code has types that hold: a type checker finds nothing in it."""

from __future__ import annotations

from pathlib import Path

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
]


@pytest.mark.parametrize("target", ["numpy", "jax", "torch"])
def test_a_type_checker_finds_nothing(target: str, tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    for k, (f, x, order) in enumerate(FORMULAS):
        (tmp_path / f"made_{k}.py").write_text(symjac.derive(f, x, order=order).code(target))
    said, _, status = api.run(
        [str(tmp_path), "--config-file=", "--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache")]
    )
    assert status == 0, said
