"""A differential stands in brackets where a factor follows, and never on top of a fraction: dXY is taken for d(XY)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import symjac
from symjac.writing.box import Frac, Infix, Prefix
from symjac.writing.parts import children
from tests.helpers.reading import relations

SQUARE = "A: n x n; X: n x n; Y: n x n; x: n; s: scalar"
FORMULAS = [
    "X^-1", "A*X^-1*Y", "log(det(X))", "det(X)*X", "norm(X)*X", "X .* Y .* X", "kron(X, Y)", "X*A*X", "tr(X)/det(X)", "X ./ Y",
    "X/norm(X)^2", "exp(-tr(X'*X))*X", "tanh(X*A)*Y", "norm(X - A)^2/(2*s)", "X^3", "inv(X'*X)*X'*x",
]  # fmt: skip


def every(box: Any) -> Iterator[Any]:
    yield box
    for part in children(box):
        yield from every(part)


def is_d(box: Any) -> bool:
    return isinstance(box, Prefix) and box.sign == "d"


@pytest.mark.parametrize("f", FORMULAS)
def test_nothing_follows_a_bare_differential(f: str) -> None:
    shown = [side for left, _, right in relations(symjac.derive(f, "X", SQUARE, style="differential")) for side in (left, right)]
    boxes = [box for side in shown for box in every(side)]
    assert any(map(is_d, boxes))
    products = [b for b in boxes if isinstance(b, Infix) and {"", "⊙", "⊗", "⊘", "·"} & set(b.signs)]
    assert not [b for b in products if any(map(is_d, b.items[:-1]))]
    assert not [b for b in boxes if isinstance(b, Frac) and is_d(b.num)]


def test_constants_are_named_in_the_order_of_the_formula() -> None:
    """In a part that has a name, too; a set of symbols has no order."""
    found = str(symjac.derive("sqrt((x - mu)'*inv(S)*(x - mu))", "S", "x: n; mu: n; S: n x n posdef"))
    named = symjac.derive("s = (x - mu)'*inv(S)*(x - mu); sqrt(s)", "S", "x: n; mu: n; S: n x n posdef")
    assert "(x and μ are constant)" in found
    assert "(x and μ are constant)" in str(named)


@pytest.mark.parametrize("f", ["norm(tr(B)*v)", "norm(k*tr(B)*v)", "tr(B)^2*(v'*v)", "(v'*v)*exp(tr(B))*(u'*u)"])
def test_a_number_times_the_identity_stays_a_matrix(f: str) -> None:
    """(vᵀv) I is n x n, though what is left without I is a number."""
    d = symjac.derive(f, "B", "B: n x n; v: p; u: q; k: scalar", order=2, style="differential")
    assert d.check is not None


def test_a_number_between_columns_keeps_its_bracket() -> None:
    """A row times (c'b)c: in one chain the row would meet c'."""
    d = symjac.derive("h = (c'*b)*c; logsumexp(h) - d'*h", "d", "c: n; b: n; d: n", style="differential")
    assert symjac.equal(str(d.result), "-(b'*c)*c'", "c: n; b: n")
