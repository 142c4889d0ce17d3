"""Formulas that other systems print long: the finished form is the short one, and it is right."""

from __future__ import annotations

import pytest

from symjac import derive
from symjac.expr.expr import length
from symjac.expr.make import is_op

SHORT = [
    ("(w'*r - f)/(w'*S*w)^(1/2)", "w", "w: n; r: n; f: scalar; S: n x n symmetric", 2),  # Sharpe ratio: two terms
    ("norm(v*(p - B*inv(B'*v'*v*B)*B'*v'*(v*p - w)) - w)^2", "B", "v: m x n; p: n; B: n x k; w: m", 1),  # variable projection
    ("(x'*A*x)/(x'*x)", "x", "x: n; A: n x n symmetric", 1),  # Rayleigh quotient: one bracket
    ("norm(T - U*V')^2", "U", "T: m x n; U: m x k; V: n x k", 1),
    ("logdet(X'*X)", "X", "X: p x n", 1),
]


@pytest.mark.parametrize(("f", "x", "where", "terms"), SHORT, ids=[f for f, *_ in SHORT])
def test_number_of_terms(f: str, x: str, where: str, terms: int) -> None:
    d = derive(f, x, where, layout="denominator")
    assert d.check is not None
    assert (len(d.result.args) if is_op(d.result, "add") else 1) == terms, str(d.result)


def test_variable_projection_is_short() -> None:
    d = derive(*SHORT[1][:3], layout="denominator")
    assert length(d.result) <= 60


def test_hessians_keep_their_structure() -> None:
    d = derive("sum(log(1 + exp(-y.*(X*w))))", "w", "X: m x n; y: m", order=2)
    assert str(d.result).startswith("X'*diag(") and str(d.result).endswith(")*X")
    d = derive("logsumexp(z) - y'*z", "z", "z: n; y: n", order=2)
    assert str(d.result) == "diag(softmax(z)) - softmax(z)*softmax(z)'"


def test_blocks_are_picked_out() -> None:
    assert str(derive("norm([x; y])^2", "x", "x: n; y: m").result) == "2*x'"
