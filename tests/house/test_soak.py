"""benchmarks/soak.py asks a few of everything and finds nothing; and it finds what is planted."""

from __future__ import annotations

import math
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

FEW = {"expressions": 30, "emitted": 30, "mutations": 40, "threads": 1, "misuse": 60}


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
        return SimpleNamespace(f=d.f, problem=d.problem, conditions=d.conditions, **twice)

    monkeypatch.setattr(symjac, "derive", wrong)
    kinds = {kind for kind, _, _ in soak.soaked("expressions", 0, count=10).failures}
    assert kinds == {"another value than NumPy finds"}


def test_a_crash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symjac, "parse", lambda text: [].pop())
    failures = soak.soaked("mutations", 0, first=100, count=40).failures
    assert any("IndexError" in kind for kind, _, _ in failures)
    kind, _, number = failures[0]
    assert kind in {again for again, _, _ in soak.soaked("mutations", 0, first=number, count=1).failures}


def test_several_processes_find_what_one_finds() -> None:
    alone, spread = (
        soak.soaked("mutations", 3, first=5, count=7),
        soak.spread("mutations", 3, 2, first=5, count=7, seconds=math.inf),
    )
    assert spread.counts == alone.counts and not spread.failures


def test_a_process_that_dies_is_a_failure_and_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "__file__", "nowhere.py")
    tally = soak.spread("threads", 0, 2, first=30, count=20, seconds=math.inf)
    assert [number for _, _, number in sorted(tally.failures, key=lambda f: f[2])] == [30, 40]
