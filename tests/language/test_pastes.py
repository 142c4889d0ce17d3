"""What stands around a formula in a paste: chains of equals signs, the author's commands, min, shapes, remarks."""

from __future__ import annotations

import pytest

from symjac.errors import LimitError, ParseError, SymjacError, UnsupportedError
from symjac.language import parse, read


def test_a_wrong_link_is_named() -> None:
    with pytest.raises(ParseError, match="is not equal to") as caught:
        read(r"f(x) = x^T x + 1 = x^T x", None)
    assert caught.value.source is not None and caught.value.span is not None
    assert caught.value.source[slice(*caught.value.span)] == "x^T x + 1"


def test_a_side_with_a_function_that_is_only_named_is_told() -> None:
    problem = read(r"\ell(\theta) = \log L(\theta) = \theta^T x", "theta")
    assert any("is not read" in note for note in problem.notes)


def test_a_misspelt_function_in_a_side_is_an_error() -> None:
    with pytest.raises(ParseError, match="nrom"):
        read("f(x) = nrom(x)^2 = x'x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"\ln p(x \mid \mu) = -(x - \mu)^T (x - \mu)", "only what the formula is called"),
        (r"x^T A x, \quad \text{if } A = A^T", "A condition is not used"),
        (r"\begin{equation*} = x^T x \end{equation*}", "What stood before the ="),
        (r"\min_x x^T x", "minimised or maximised"),
    ],
)
def test_what_is_left_out_is_told(text: str, words: str) -> None:
    assert any(words in note for note in read(text, "mu" if "mu" in text else "x").notes)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        (r"\min_{w, b} (w x - b)^2", ("w", "b")),
        (r"\arg\max_{\mathbf{w}} w^T A w", ("w",)),
        (r"\DeclareMathOperator*{\argmin}{arg\,min} \hat w = \argmin_w \|X w - y\|^2", ("w",)),
        ("argmin_w norm(X*w - y)^2", ("w",)),
        (r"J(w) = \|X w - y\|^2 \to \min_w", ("w",)),
    ],
)
def test_min_names_the_variables(text: str, variables: tuple[str, ...]) -> None:
    assert read(text).variables == variables


def test_a_definition_that_is_not_used_may_call_a_function() -> None:
    assert str(read("g(y) = y'*y; z = g(y); h(x) = x - mu", "x").target) == "x - mu"


def test_a_variable_that_is_given_comes_before_that_of_min() -> None:
    problem = read(r"\min_{w, b} (w x - b)^2", "b")
    assert problem.variables == ("b",) and problem.order is None


def test_zero_equals_the_derivative_of_a_formula() -> None:
    problem = read(r"0 = \nabla_x x^T A x = (A + A^T) x")
    assert str(problem.target) == "x'*A*x" and problem.order == 1


def test_two_derivatives_in_a_chain_are_one_question() -> None:
    with pytest.raises(ParseError, match="two different derivatives"):
        read(r"\nabla_x J(x) = \nabla_y x^T A y")


@pytest.mark.parametrize("text", [r"g(x) = \nabla_x x^T x", r"1 + \min_x x^T x", r"\min x^T x"])
def test_an_operator_inside_a_formula_is_refused(text: str) -> None:
    with pytest.raises(SymjacError):
        read(text, "x")


@pytest.mark.parametrize(
    ("text", "name", "shape"),
    [
        (r"A x, \quad A \in \mathbb{R}^{m \times n}", "A", "(m, n)"),
        (r"A x, x \in \mathbb R^n", "x", "(n, 1)"),
        ("A x where A ∈ ℝᵐˣⁿ, x ∈ ℝⁿ", "A", "(m, n)"),
        (r"Let A \in \mathbb{R}^{m \times n}. f(x) = A x", "A", "(m, n)"),
        (r"A x \text{ with } x \in \mathbb{R}^{2n}", "x", "(2*n, 1)"),
        (r"\newcommand{\R}{\mathbb{R}} A x, x \in \R^n", "x", "(n, 1)"),
    ],
)
def test_shapes_beside_the_formula_are_declarations(text: str, name: str, shape: str) -> None:
    rows, columns = read(text, "x").symbols[name].shape
    assert f"({rows}, {columns})" == shape


@pytest.mark.parametrize(
    "text",
    [
        r"x^T A x, \text{with } A \in \mathbb{R}^{n \times n} \text{ symmetric}",
        r"f(x) = x^T A x, where $A \in \mathbb{R}^{n \times n}$ is symmetric",
        r"$f(x) = x^T A x$, $A$ symmetric",
        "x'A x with A symmetric",
    ],
)
def test_words_beside_a_shape_are_read(text: str) -> None:
    assert "symmetric" in read(text, "x").symbols["A"].data[1]


@pytest.mark.parametrize(
    ("where", "shape"), [("x: 2n", "2*n"), ("x: K^2", "K*K"), ("x: n + 1", "n + 1"), (r"x \in \mathbb{R}^{2n}", "2*n")]
)
def test_sizes_as_people_write_them(where: str, shape: str) -> None:
    assert str(read("x'x", "x", where).symbols["x"].shape[0]) == shape


@pytest.mark.parametrize(
    "text", [r"\def\x{\x\x} \x", r"\def\a{\b\b}\def\b{\a\a} \a", r"\newcommand{\a}[1]{#1#1#1} " + r"\a{" * 60 + "x" + "}" * 60]
)
def test_commands_without_end_are_refused(text: str) -> None:
    with pytest.raises(LimitError):
        parse(text)


@pytest.mark.parametrize(
    "text", [r"\newcommand", r"\newcommand{\a}", r"\def x", r"\newcommand{\a}{x", r"\newcommand{\a}[1]{#1} \a"]
)
def test_a_broken_definition_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse(text)


def test_the_power_of_a_column_is_no_power_of_a_matrix() -> None:
    with pytest.raises(UnsupportedError, match="power of a matrix"):
        read("tr((y - X w)^2)", "w")
    assert str(read("sum((y - X w)^2)", "w").target) == "sum((y - X*w).^2)"


def test_one_behind_a_declared_number_is_the_ones_that_fit() -> None:
    assert str(parse("x + b*1", "x: n; b: scalar")) == "x + b*ones(n)"
    assert str(parse("b*1 + 2", "b: scalar")) == "b*1 + 2"


def test_bars_side_by_side_are_a_norm_only_if_both_ends_are() -> None:
    assert str(parse(r"\left|\left|A\right| + b\right|", "A: n x n")) == "abs(det(A) + b)"
