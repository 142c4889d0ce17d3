"""What goes without saying must be so: a sign that is claimed holds at zero, at negative and at large numbers, too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symjac import parse
from symjac.calculus.domains import NONNEGATIVE, POSITIVE, UNKNOWN, certainly_invertible, plainer, sign
from symjac.expr.expr import Condition
from symjac.interop.numpy import evaluate
from symjac.verify import symbols_of

WHERE = "x: n; y: n; t: scalar; s: scalar positive; p: n positive; X: m x n; S: n x n posdef; T: n x n symmetric"
SIGNS = {
    POSITIVE: [
        "exp(x)", "softmax(x)", "cosh(t)", "sigmoid(x)", "1 + x'x", "1 + norm(x)", "s",
        "s^(1/2)", "p .* exp(x)", "1 - sigmoid(t)",
        "sum(exp(x))", "norm(x)^2 + exp(t)", "1/(1 + t^2)", "softplus(t)", "1 + x'*S*x",
    ],
    NONNEGATIVE: ["norm(x)", "norm1(X)", "norm(x) + norm(y)", "t^2", "x'x", "x'*S*x", "x'*inv(S)*x", "relu(t)", "abs(x)",
        "0", "s*norm(x)"],
    UNKNOWN: ["x", "t", "t^3", "x'*y", "x'*T*x", "1 - exp(t)", "sin(t)", "tanh(t) + 1", "-s", "exp(t) - s", "det(T)"],
}  # fmt: skip
CASES = [(text, claimed) for claimed, texts in SIGNS.items() for text in texts]
SIZES = {"n": 3, "m": 2}


def arrays(names: list[Any], turn: int) -> dict[str, Any]:
    """Zeros, then numbers of either sign, then large ones; what is declared is kept."""
    source = np.random.default_rng(turn)
    found = {}
    for s in names:
        shape = tuple(n.value(SIZES) for n in s.shape)
        a = np.zeros(shape) if turn == 0 else source.uniform(-1, 1, size=shape) * (20 if turn % 2 else 1)
        if "positive" in s.data[1]:
            a = np.abs(a) + 0.1
        if s.data[1] & {"posdef", "symmetric"}:
            a = a @ a.T + 0.1 * np.eye(len(a)) if "posdef" in s.data[1] else a + a.T
        found[str(s.data[0])] = a
    return found


@pytest.mark.parametrize(("text", "claimed"), CASES)
def test_a_sign_that_is_claimed_holds(text: str, claimed: str) -> None:
    e = parse(text, WHERE)
    assert sign(e) == claimed
    for turn in range(6):
        values = evaluate(e, arrays(symbols_of(e), turn), symbols_of(e))
        if claimed != UNKNOWN:
            assert np.all(values >= 0)
        if claimed == POSITIVE and turn % 2 == 0:  # far out exp(-t) may be too small for a float
            assert np.all(values > 0)


@pytest.mark.parametrize(
    ("text", "invertible"),
    [
        ("S", True), ("inv(S)'", True), ("-S", True),
        ("S*S", True), ("S^2", True), ("t*S", False), ("s*S", True), ("-2*S", True), ("0*S", False),
        ("eye(n)", True), ("T", False),
        ("S + T", False), ("S*T", False), ("S + S", False),
    ],
)  # fmt: skip
def test_what_is_certainly_invertible(text: str, invertible: bool) -> None:
    assert certainly_invertible(parse(text, WHERE)) is invertible


@pytest.mark.parametrize(
    ("kind", "of", "plain"),
    [
        ("positive", "norm(x)", ("nonzero", "x")),
        ("nonzero", "norm(x)^2", ("nonzero", "x")),
        ("nonzero", "2*norm(x)^2", ("nonzero", "x")),
        ("nonzero", "t^3", ("nonzero", "t")),
        ("nonzero", "t^-1", ("nonzero", "t^(-1)")),
        ("positive", "t^2", ("positive", "t^2")),
        ("nonzero", "0*t", ("nonzero", "0*t")),
        ("invertible", "S", ("invertible", "S")),
    ],
)
def test_a_condition_in_plainer_words_says_the_same(kind: str, of: str, plain: tuple[str, str]) -> None:
    found = plainer(Condition(kind, parse(of, WHERE)))
    assert (found.kind, found.of) == (plain[0], parse(plain[1], WHERE))
