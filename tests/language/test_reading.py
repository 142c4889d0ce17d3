"""The examples of docs/reading.md, and what is told of a reading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symjac.errors import SymjacError
from symjac.language import parse, read

DOC = Path(__file__).parents[2] / "docs" / "reading.md"
BLOCKS = re.findall(r"```reading\n(.*?)```", DOC.read_text(encoding="utf-8"), re.S)
EXAMPLES = [tuple(part.strip() for part in line.split("→")) for block in BLOCKS for line in block.splitlines()]


@pytest.mark.parametrize(("text", "reading"), EXAMPLES)
def test_an_example_is_read_as_the_page_says(text: str, reading: str) -> None:
    if reading == "refused":
        with pytest.raises(SymjacError):
            parse(text)
    else:
        assert str(parse(text)) == reading


@pytest.mark.parametrize(
    ("text", "wrt", "words"),
    [
        (r"f(x) = A(x + b)", None, "A(…) is read as a product"),
        (r"2\lambda(x - y)", "x", r"\lambda(…) is read as a product"),
        ("x'A x / x'x", "x", "The divisor is all of x'x"),
        (r"\nabla_x x^T x = 2x", None, "not judged: 2x"),
    ],
)
def test_a_reading_that_was_chosen_is_told(text: str, wrt: str | None, words: str) -> None:
    assert any(words in note for note in read(text, wrt).notes)


@pytest.mark.parametrize("text", ["f(x) = A(x + b) + A y", "2(x + y)", "1/2 x'x", r"\sigma(W x)"])
def test_a_reading_without_a_choice_is_not_remarked_on(text: str) -> None:
    assert not read(text, "x").notes


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("h(w'z)", "h: R^n -> R"),
        ("nrom(x)", "norm"),
        ("lambda_max(A)", "eigenvalues"),
        ("print(x)", "Python"),
        (r"\phi(z)", "phi: R^n"),
        ("max(0, x)", "relu"),
    ],
)
def test_a_word_before_a_bracket_is_refused_with_what_would_fit(text: str, hint: str) -> None:
    with pytest.raises(SymjacError, match="not a function") as caught:
        parse(text)
    assert hint in str(caught.value)


def test_a_declared_letter_is_what_it_is_declared() -> None:
    assert str(parse("h(x + y)", "h: scalar")) == "h*(x + y)"
    assert str(parse("h(x)", "h: R^n -> R^m")) == "h(x)"


def test_e_to_a_matrix_is_refused_and_a_function_of_a_matrix_remarked_on() -> None:
    with pytest.raises(SymjacError, match="matrix exponential"):
        parse("tr(e^A)", "A: n x n")
    assert parse(r"y^T e^{Xw}") is not None
    assert "exp of a matrix is taken entry by entry." in read(r"\operatorname{tr}(A\exp(X))", "X", "X: n x n").notes


def test_a_number_beside_an_elementwise_product_is_an_array() -> None:
    assert str(parse("tr(A'(X.*X - 1))", "A: n x n")) == "tr(A'*(X.*X - ones(n, n)))"
