"""The examples of docs/reading.md, and what is told of a reading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symjac.errors import ParseError, SymjacError
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
        ("nrom(x)", "norm"),
        ("lambda_max(A)", "eigenvalues"),
        ("print(x)", "Python"),
        (r"A(p)^{-1}", "A: R^n"),
        ("c(x + 1)", "c: R^n"),
    ],
)
def test_a_word_before_a_bracket_is_refused_with_what_would_fit(text: str, hint: str) -> None:
    with pytest.raises(SymjacError, match="not a function") as caught:
        parse(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wrt", "declared"),
    [
        ("h(w'z + b)", "w", "h: R -> R"),
        ("f(A x + b)", "x", "f: R^M -> R^K"),
        (r"\phi(W x + b)", "x", "phi: R^M -> R^K"),
        (r"f_\theta(x)", "x", "f_theta: R^M -> R^N"),
        ("f(x) + x'x", "x", "f: R^N -> R"),
        (r"\log p(x)", "x", "p: R^N -> R"),
        ("x'f(x)", "x", "f: R^N -> R^N"),
        (r"\nabla_x f(A x)", None, "f: R^M -> R^K"),
        ("u(x)*v(x)", "x", "u: R^N -> R"),
    ],
)
def test_a_letter_before_brackets_only_is_a_function(text: str, wrt: str | None, declared: str) -> None:
    problem = read(text, wrt)
    assert any(f"only named, {declared}" in note for note in problem.notes)
    assert any(f.text == declared for f in problem.maps.values())


def test_a_function_that_is_only_named_has_the_same_sizes_each_time() -> None:
    with pytest.raises(SymjacError):
        read("f(A x) + f(B y)", "x", "A: 3 x 2; B: 4 x 2")


def test_a_declared_letter_is_what_it_is_declared() -> None:
    assert str(parse("h(x + y)", "h: scalar")) == "h*(x + y)"
    assert str(parse("h(x)", "h: R^n -> R^m")) == "h(x)"


def test_e_to_a_matrix_is_refused_and_a_function_of_a_matrix_remarked_on() -> None:
    with pytest.raises(SymjacError, match="matrix exponential"):
        parse("tr(e^A)", "A: n x n")
    assert parse(r"y^T e^{Xw}") is not None
    assert "exp of a matrix is taken entry by entry." in read(r"a^T \exp(X) b", "X", "X: n x n").notes


@pytest.mark.parametrize(
    "text", [r"\operatorname{tr}(A\exp(X))", r"\log\det(2\exp(X))", r"\sqrt{X^\top X}", r"a^T \exp(a a^T) a"]
)
def test_a_function_of_a_matrix_that_may_be_that_of_its_entries_is_refused(text: str) -> None:
    with pytest.raises(SymjacError, match="of every entry"):
        read(text, "X" if "X" in text else "a", "X: n x n")
    entrywise = text.replace(r"\exp(", r"\exp.(")
    assert text == entrywise or not read(entrywise, "X" if "X" in text else "a", "X: n x n").notes


def test_a_number_beside_an_elementwise_product_is_an_array() -> None:
    assert str(parse("tr(A'(X.*X - 1))", "A: n x n")) == "tr(A'*(X.*X - ones(n, n)))"


@pytest.mark.parametrize("wrt", ["sigma^2", r"\sigma^2", "σ²"])
def test_a_variable_that_is_a_power_is_refused_with_what_to_write(wrt: str) -> None:
    with pytest.raises(ParseError) as refused:
        read(r"\log\det(K + \sigma^2 I)", wrt, None)
    assert wrt in refused.value.message and "a letter of its own" in str(refused.value.hint)


@pytest.mark.parametrize("f", ["sigmoid(w'x + b)", "log(sigmoid(w'x + b))", "exp(w'x + b)", "w'x + b"])
def test_the_bias_of_one_neuron_is_a_number(f: str) -> None:
    """By b, too: convention makes a variable a column, but not at the price of a matrix w."""
    symbols = read(f, "b", None).symbols
    assert symbols["b"].is_scalar and symbols["w"].is_vector and symbols["x"].is_vector
    assert read("sigmoid(W*x + b)", "b", None).symbols["b"].is_vector


@pytest.mark.parametrize(("f", "x"), [("exp(-lambda*x'x) + c", "c"), ("alpha*x'y + beta", "beta")])
def test_a_letter_that_scales_stays_a_number_beside_the_variable(f: str, x: str) -> None:
    symbols = read(f, x, None).symbols
    assert symbols[x].is_scalar and symbols["lambda" if "lambda" in symbols else "alpha"].is_scalar
