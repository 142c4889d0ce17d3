"""What a network is written in: a bias goes with the columns of X W and the rows of W X, 1ᵀ is a vector, a softmax has rows."""

from __future__ import annotations

import numpy as np
import pytest

from symjac import ShapeError, derive, parse

SPREAD = [
    ("X W + b", None, "X*W + ones(M)*b'"),
    ("W X + b", None, "W*X + b*ones(K)'"),
    ("W X - b", None, "W*X - b*ones(K)'"),
    (r"\Theta X + b", None, "Theta*X + b*ones(K)'"),
    ("A X + b", None, "A*X + b*ones(K)'"),
    ("H W + b", None, "H*W + ones(M)*b'"),
    ("X W' + b", None, "X*W' + ones(M)*b'"),
    ("W X + b'", None, "W*X + ones(M)*b'"),
    ("W[2]*A[1] + b[2]", None, "W[2]*A[1] + b[2]*ones(K)'"),
    ("A[1] W[2] + b[2]", None, "A[1]*W[2] + ones(M)*b[2]'"),
    ("U X + W H + b", None, "U*X + W*H + b*ones(K)'"),
    ("W1*X + b1", "W1: p x n; X: n x N; b1: p", "W_1*X + b_1*ones(N)'"),
    ("X*W1 + b1", "W1: n x p; X: N x n; b1: p", "X*W_1 + ones(N)*b_1'"),
    ("W2*tanh(W1*X + b1) + b2", "X: n x N", "W_2*tanh(W_1*X + b_1*ones(N)') + b_2*ones(N)'"),
    ("W X + b", "W: n x n; X: n x n", "W*X + b*ones(n)'"),
    ("W x + b", None, "W*x + b"),
    ("W2*tanh(W1*x + b1) + b2", "x: n", "W_2*tanh(W_1*x + b_1) + b_2"),
]


@pytest.mark.parametrize(("text", "where", "reading"), SPREAD)
def test_a_bias_goes_with_the_outputs(text: str, where: str | None, reading: str) -> None:
    assert str(parse(text, where)) == reading


def test_which_way_is_told() -> None:
    notes = derive("norm(W*X + b - Y)^2", "b").problem.notes
    assert "b is added to every column." in notes


def test_the_gradient_by_a_bias_of_columns_is_a_sum_over_the_examples() -> None:
    rng = np.random.default_rng(1)
    W, X, Y, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(4, 5)), rng.normal(size=4)
    d = derive("norm(W*X + b - Y)^2", "b", "W: p x n; X: n x N; b: p; Y: p x N")
    np.testing.assert_allclose(d.tensor(W=W, X=X, Y=Y, b=b), 2 * (W @ X + b[:, None] - Y).sum(axis=1))


def test_where_it_may_go_both_ways_both_are_told() -> None:
    with pytest.raises(ShapeError) as caught:
        parse("W X + b", "W: n x n; X: n x n; b: n")
    assert "b*ones(n)'" in str(caught.value) and "ones(n)*b'" in str(caught.value)


def test_a_column_of_the_examples_is_no_bias() -> None:
    with pytest.raises(ShapeError, match="equal shapes"):
        parse("X W + b", "X: N x n; W: n x p; b: N")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("b*1'", "b*ones(N)'"),
        ("b @ 1'", "b*ones(N)'"),
        ("norm(X - x*1')^2", "norm(X - x*ones(N)')^2"),
        ("X - 1/n*1*1'*X", "X - 1/n*ones(M)*ones(M)'*X"),
        ("2*1'x", "2*ones(N)'*x"),
        ("1*x", "1*x"),
    ],
)
def test_nobody_transposes_the_number_one(text: str, reading: str) -> None:
    assert str(parse(text)) == reading


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ("softmax(Q*K')*V", "Q: n x d; K: m x d; V: m x p", "rowsoftmax(Q*K')"),
        ("logsumexp(X*W)", "X: n x d; W: d x k", "log(rowsum(exp(X*W)))"),
        ("logsoftmax(X*W)", "X: n x d; W: d x k", "log(rowsoftmax(X*W))"),
    ],
)
def test_the_softmax_of_a_matrix_is_asked_for_by_rows(text: str, where: str, hint: str) -> None:
    with pytest.raises(ShapeError) as caught:
        parse(text, where)
    assert hint in str(caught.value)


@pytest.mark.parametrize("text", ["logsoftmax(z)", "log_softmax(z)", "F.log_softmax(z)", "log(F.softmax(z))"])
def test_the_logarithm_of_a_softmax_has_a_name(text: str) -> None:
    assert str(parse(text)) == "log(softmax(z))"


def test_a_matrix_may_be_called_F() -> None:
    assert str(parse("F.T*x")) == "F'*x"
