"""benchmarks/soak.py asks a few of everything and finds nothing; and it finds what is planted."""

from __future__ import annotations

import sys
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import symjac
from benchmarks import soak
from symjac.expr.make import mul, number
from tests.helpers import formulas

FEW = {"expressions": 30, "mutations": 40, "threads": 1, "misuse": 60}


@pytest.mark.parametrize("name", FEW)
def test_a_few_of_each(name: str) -> None:
    tally = soak.soaked(name, 0, count=FEW[name])
    assert tally.failures == []
    assert tally.counts["asked"] == FEW[name]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of resources")
@pytest.mark.parametrize("command", soak.BOMBS[:3], ids=lambda command: command[0])
def test_a_bomb_is_answered_or_refused(command: tuple[str, ...]) -> None:
    tally = soak.Tally("bombs")
    soak.bombs(Random(0), tally, command)
    assert tally.failures == []


def test_every_variable_and_every_kind_of_formula_is_differentiated() -> None:
    made = [formulas.Maker(Random(k)).formula(3) for k in range(300)]
    assert {x for f in made for x in f.variables} == {*formulas.PLAIN}
    assert all(name in "".join(f.text for f in made) for name in (*formulas.EACH, *formulas.OF_COLUMN, *formulas.OF_MATRIX))


def test_the_imaginary_step_knows_derivatives() -> None:
    at = formulas.values(Random(0))
    square = formulas.Formula("x'*x", lambda e: e["x"].T @ e["x"])
    np.testing.assert_allclose(np.squeeze(formulas.slope(square, "x", at)), 2 * at["x"][:, 0])
    np.testing.assert_allclose(np.squeeze(formulas.curve(square, "x", at)), 2 * np.eye(3), atol=1e-9)


def test_a_wrong_derivative_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = symjac.derive

    def wrong(*given: Any, **options: Any) -> Any:
        d = right(*given, **options, check=False)
        twice = {"result": mul(number(2), d.result), "tensor": lambda *a, **k: 2 * d.tensor(*a, **k)}
        return SimpleNamespace(problem=d.problem, conditions=d.conditions, **twice)

    monkeypatch.setattr(symjac, "derive", wrong)
    kinds = {kind for kind, _ in soak.soaked("expressions", 0, count=10).failures}
    assert kinds == {"another value than NumPy finds"}


def test_a_crash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symjac, "parse", lambda text: [].pop())
    assert any("IndexError" in kind for kind, _ in soak.soaked("mutations", 0, count=40).failures)
