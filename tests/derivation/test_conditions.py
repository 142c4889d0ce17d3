"""Where a result holds, in words: what must be said is said, what goes without saying is not."""

from __future__ import annotations

import pytest

from symjac import Derivation, derive
from symjac.derivation.explain.displays import CONDITIONS, condition_text
from symjac.expr.dims import dim
from symjac.expr.expr import Condition, Expr
from symjac.expr.make import symbol
from symjac.writing.formats.text.math import flat


def said(d: Derivation) -> str:
    text = " ".join(d.render("text").split())
    return text.partition("Holds where ")[2].partition(".")[0]


HOLDS = [
    # norms: zero is their kink, and a sum of norms may be zero
    ("norm(x)", "x", "x: n", "x is not zero"),
    ("norm(A*x - b)", "x", "A: m x n", "Ax − b is not zero"),
    ("norm(X)", "X", "X: m x n", "X is not zero"),
    ("log(norm(x))", "x", "x: n", "x is not zero"),
    ("1/(norm(x) + norm(y))", "x", "x: n; y: m", "x is not zero and ‖x‖ + ‖y‖ is not zero"),
    ("1/(x'x + y'y)", "x", "x: n; y: m", "xᵀx + yᵀy is not zero"),
    ("log(x'x)", "x", "x: n", "xᵀx is positive"),
    # kinks
    ("norm1(x)", "x", "x: n", "x has no zero entries"),
    ("relu(W*x)", "x", "W: m x n", "Wx has no zero entries"),
    ("relu(t)", "t", "t: scalar", "t is not zero"),
    ("abs(t)", "t", "t: scalar", "t is not zero"),
    # logarithms, roots, powers
    ("log(t)", "t", "t: scalar", "t is positive"),
    ("sum(log(x))", "x", "x: n", "x has positive entries only"),
    ("sum(sqrt(X))", "X", "X: m x n", "X has positive entries only"),
    ("t^(1/2)", "t", "t: scalar", "t is positive"),
    ("t^k", "t", "t: scalar; k: scalar", "t is positive"),
    ("log(u) + log(v)", "u, v", None, "u is positive and v is positive"),
    # quotients
    ("1/t", "t", "t: scalar", "t is not zero"),
    ("1/(1 - exp(t))", "t", "t: scalar", "1 − exp(t) is not zero"),
    ("1/(x'*S*x + 1)", "x", "S: n x n; x: n", "xᵀSx + 1 is not zero"),
    ("1/(x'*S*x + 1)", "x", "S: n x n symmetric; x: n", "xᵀSx + 1 is not zero"),
    ("1/(x'*S*x)", "x", "S: n x n posdef; x: n", "xᵀSx is not zero"),
    # inverses
    ("logdet(X)", "X", None, "X is invertible"),
    ("inv(A)*b", "A", None, "A is invertible"),
    ("pinv(A)", "A", "A: m x n", "A has full rank"),
]

EVIDENT = [
    ("norm(x)^2", "x", "x: n"),
    ("1/(1 + x'x)", "x", "x: n"),
    ("log(1 + norm(x)^2)", "x", "x: n"),
    ("1/(x'*S*x + 1)", "x", "S: n x n posdef; x: n"),
    ("sum(log(softmax(z)))", "z", "z: n"),
    ("log(1 - sigmoid(t))", "t", "t: scalar"),
    ("log(1 + exp(t))", "t", "t: scalar"),
    ("1/sum(exp(x))", "x", "x: n"),
    ("1/t", "t", "t: scalar positive"),
    ("sum(log(x))", "x", "x: n positive"),
    ("a'*inv(X)*b", "X", "X: n x n invertible"),
    ("log det(S)", "S", "S: n x n posdef"),
    ("A'A", "A", "A: m x n"),
]


@pytest.mark.parametrize(("f", "x", "where", "words"), HOLDS, ids=[f"{f}; {where}" for f, _, where, _ in HOLDS])
def test_where_it_holds(f: str, x: str, where: str | None, words: str) -> None:
    assert said(derive(f, x, where, check=False)) == words


@pytest.mark.parametrize(("f", "x", "where"), EVIDENT, ids=[f"{f}; {where}" for f, _, where in EVIDENT])
def test_what_goes_without_saying_is_not_said(f: str, x: str, where: str) -> None:
    d = derive(f, x, where, check=False)
    assert d.conditions == () and said(d) == ""


def test_one_condition_of_every_kind_in_words() -> None:
    """Of a number there are no entries to speak of; an array whose entries are meant says so."""
    x, t = symbol("x", (dim("n"), dim(1))), symbol("t", (dim(1), dim(1)))

    def words(kind: str, of: Expr) -> str:
        return "".join(part if isinstance(part, str) else flat(part) for part in condition_text(Condition(kind, of)))

    assert {kind: (words(kind, x), words(kind, t)) for kind in CONDITIONS} == {
        "invertible": ("x is invertible", "t is invertible"),
        "of full rank": ("x has full rank", "t has full rank"),
        "nonzero": ("x is not zero", "t is not zero"),
        "positive": ("x has positive entries only", "t is positive"),
        "nonzero entries": ("x has no zero entries", "t is not zero"),
        "positive entries": ("x has positive entries only", "t is positive"),
        "inside": ("x has only entries between −1 and 1", "t is between −1 and 1"),
        "inside entries": ("x has only entries between −1 and 1", "t is between −1 and 1"),
    }


@pytest.mark.parametrize(
    ("f", "x", "where", "words"),
    [
        ("x'S x", "x", "S: n x n symmetric", "The result uses that S is symmetric."),
        ("log det(S)", "S", "S: n x n posdef", "The result uses that S is symmetric positive definite."),
        ("x'S x", "x", "S: n x n", ""),
        ("x'A x", "A", "x: n; A: n x n invertible", ""),
    ],
)
def test_declared_properties_are_named_where_the_result_rests_on_them(f: str, x: str, where: str, words: str) -> None:
    text = " ".join(derive(f, x, where).render("text").split())
    assert (words in text) if words else ("The result uses" not in text)


def test_what_was_taken_is_said_with_how_to_change_it() -> None:
    text = " ".join(derive("norm(y - Phi*theta)^2", "theta", "Phi: N x D").render("text").split())
    assert "Inferred: y ∈ ℝᴺ and θ ∈ ℝᴰ (by convention). Advice: declare other shapes, for example theta: D." in text
    text = " ".join(derive("A x + b", "x", "A: m x n").render("text").split())
    assert "Inferred: x ∈ ℝⁿ and b ∈ ℝᵐ" in text
    assert "Inferred" not in derive("A x", "x", "A: m x n; x: n").render("text")
