"""2eᵀ(−Φ) = 2eᵀ(−Φ): no line of a derivation says again what stands before it."""

from __future__ import annotations

import re

import pytest

import symjac
from symjac.derivation.styles.registry import styles
from symjac.errors import SymjacError
from symjac.writing.formats.latex import math
from tests.helpers import corpus

CASES = [
    ("x", "x", {"x": "n"}),
    ("X", "X", {"X": "m x n"}),
    ("e(theta) = y - Phi theta; L(e) = ||e||^2", "theta", {"Phi": "N x D"}),
    ("tr(X)*tr(A)", "X", {"X": "n x n", "A": "m x m"}),
    ("tr(A*X) + logdet(X)", "X", {"X": "n x n"}),
    ("sum_{i=1}^N (y_i - w'*x_i)^2", "w", {"x_i": "D", "y_i": "scalar"}),
    ("norm(A*x - b)^2 + x'*x", "x", {"A": "m x n"}),
    *((e["expr"], e["wrt"], corpus.where(e)) for e in corpus.ENTRIES[::5] if e.get("expr")),
]


@pytest.mark.parametrize("style", ["chain", "components", "differential"])
def test_no_line_repeats_the_one_before(style: str) -> None:
    assert style in styles()
    seen = [f"{f}: {said}" for f, x, names in CASES for said in repeated(f, x, names, style)]
    assert not seen


def repeated(f: str, x: str, names: dict[str, str], style: str) -> list[str]:
    try:
        steps = symjac.derive(f, x, names, style=style, check=False).steps
    except SymjacError:  # not every style has every function
        return []
    lines = [(ink(s.before.box), ink(s.after.box)) for s in steps if s.before is not None]
    return [left for left, right in lines if left == right]


def ink(box: object) -> str:
    """What is printed, without what only holds it together."""
    return re.sub(r"[{}\s]|\\,", "", math.box(box))  # type: ignore[arg-type]


def test_no_letter_means_two_things() -> None:
    """The maps of one term and those of another: s is not (v'v)y here and v'v there."""
    d = symjac.derive("norm1((v'*v)*y) + softplus(v'*v)", "v", {"y": "n", "v": "p"}, style="chain")
    said = d.render("text")
    assert "s(v) = (vᵀv)y" in said and "s(v) = vᵀv" not in said


def test_numbers_meet_in_a_factor() -> None:
    assert str(symjac.derive("c*x'*x + x'*x", "x", {"x": "n", "c": "scalar"}).result) == "2*(1 + c)*x'"
