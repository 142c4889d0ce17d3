"""Answers about losses that are too deep, or too long, to be written out: values decide."""

from __future__ import annotations

import pytest

import symjac
from tests.helpers.work import work


def network(n: int) -> str:
    lines = [f"h[{l}] = tanh(W[{l}]*{f'h[{l - 1}]' if l > 1 else 'x'})" for l in range(1, n + 1)]
    return "; ".join([*lines, f"L = norm(h[{n}] - y)^2"])


def residual(n: int) -> str:
    before = ["x", *(f"h[{l}]" for l in range(1, n))]
    return "; ".join([*(f"h[{l}] = {h} + W[{l}]*tanh({h})" for l, h in enumerate(before, 1)), f"L = norm(h[{n}] - y)^2"])


RIGHT = {network: "2*((1 - h[{n}].^2).*(h[{n}] - y))*h[{m}]'", residual: "2*(h[{n}] - y)*tanh(h[{m}])'"}


@pytest.mark.parametrize("n", [14, 40])
@pytest.mark.parametrize("f", [network, residual])
def test_answers_by_the_last_layer(f: object, n: int) -> None:
    text, right = f(n), RIGHT[f].format(n=n, m=n - 1)  # type: ignore[operator, index]
    asked = {"wrt": f"W[{n}]", "where": "x: n; y: n"}
    assert symjac.check(text, claim=right, **asked).status == "correct"
    assert symjac.check(text, claim=f"({right})'", **asked).status == "layout"
    with work() as done:
        half = symjac.check(text, claim=right.removeprefix("2*"), **asked)
    assert half.status == "wrong" and "factor 2" in str(half)
    assert symjac.check(text, claim=right.replace(" - y", " + y"), **asked).status == "wrong"
    assert done.calls < 6_000_000
