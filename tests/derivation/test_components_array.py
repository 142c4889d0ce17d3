"""A matrix by a matrix: the gradient of one component both ways, J_ijkl and its place; short partial derivatives side by side."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from symjac import derive
from symjac.verify import Mismatch, verify
from symjac.verify.equality import Claim
from symjac.verify.term import IndexForm, Term

CASES = {"C B": "C: m x p; B: p x q", "B'B": "B: M x N", "C B D": "C: 2 x p; B: p x q; D: q x n", "tanh(B)": "B: 2 x 3"}
VIEWS = ["long_row", "as_matrix", "array", "flatten"]


@pytest.mark.parametrize(
    ("formula", "layout", "order"), list(itertools.product(CASES, ("numerator", "denominator"), ("notes", "rows", "columns")))
)
def test_the_views_hold_in_every_convention(formula: str, layout: str, order: str) -> None:
    d = derive(formula, "B", CASES[formula], style="components", layout=layout, order_of=order)  # a wrong line raises
    shown = {step.rule.name: step for step in d.steps}
    assert [name for name in shown if name in VIEWS] == VIEWS
    assert all(shown[name].check and shown[name].importance == 1 for name in VIEWS)


def test_a_wrong_place_in_the_flattened_matrix_is_caught() -> None:
    d = derive("A(B) = C B", where="C: m x p; B: p x q", check=False)
    step = next(step for step in d.steps if step.rule.name == "flatten")
    assert step.before is not None
    i, _, k, _ = (f.symbol for f in step.free)
    meaning: Any = step.before.meaning
    wrong = Term(step.before.box, type(meaning)(meaning.expr, meaning.i - i + k, meaning.j))
    symbols = list(d.problem.symbols.values())
    verify([Claim(step.before, step.after, step.free)], symbols)
    with pytest.raises(Mismatch):
        verify([Claim(wrong, step.after, step.free)], symbols)


def test_the_long_row_of_the_first_component() -> None:
    text = derive("A(B) = C B", where="C: m x p; B: p x q").render("text")
    assert "∇_BA₁₁ = [C₁₁  0  ⋯  0 │ C₁₂  0  ⋯  0 │ ⋯ │ C₁ₚ  0  ⋯  0]" in text
    assert "We need ∂Aᵢⱼ/∂Bₖₗ for 1 ≤ i ≤ m, 1 ≤ j, l ≤ q, 1 ≤ k ≤ p." in " ".join(text.replace("\u00a0", " ").split())
    row = next(s for s in derive("K(A) = A'A", where="A: M x N").steps if s.rule.name == "first_row")
    assert row.check and isinstance(getattr(row.after.meaning, "entry", None), IndexForm)


@pytest.mark.parametrize("detail", ["brief", "exam"])
def test_only_the_full_detail_shows_them(detail: str) -> None:
    text = derive("A(B) = C B", where="C: m x p; B: p x q", detail=detail).render("text")
    assert "A₁₁" not in text and "Jᵢⱼₖₗ" not in text


def test_partial_derivatives_share_a_line() -> None:
    text = derive("f(x1, x2) = [x1^2*x2; sin(x1)]").render("text")
    lines = [line.split() for line in text.splitlines()]
    assert lines.count(["∂f₁", "∂f₁"]) == 1 and lines.count(["∂f₂", "∂f₂"]) == 1
    assert any("f₁(x₁, x₂) = x₁²x₂,      f₂(x₁, x₂) = sin(x₁)" in line for line in text.splitlines())
    curve = derive("f(t) = [cos(t); sin(t)]").render("text")
    assert ["df₁", "df₂"] in [line.split() for line in curve.splitlines()]
