"""From text to a Problem: statements, functions, variables, shapes, and what was taken by convention."""

from __future__ import annotations

import pytest

from symjac.expr import make as kernel
from symjac.expr.dims import SCALAR, dim
from symjac.language import parse, read
from tests.helpers.spelling import spell
from tests.helpers.work import work


def shapes(problem) -> dict[str, str]:
    return {i.name: i.declare.split(": ")[1] for i in problem.inferred}


INFERRED = [
    # formula, variable, shapes, and those that convention decided
    ("norm(y - Phi*theta)^2", "theta", {"y": "M", "Phi": "M x N", "theta": "N"}),
    ("f(x) = A x + b", None, {"A": "M x N", "x": "N", "b": "M"}),
    ("x'A x", "x", {"x": "N", "A": "N x N"}),
    ("A x - lambda x", "x", {"A": "N x N", "x": "N", "lambda": "scalar"}),
    ("norm(y - X*w)^2 + lambda*norm(w)^2", "w", {"y": "M", "X": "M x N", "w": "N", "lambda": "scalar"}),
    ("W[2]*tanh(W[1]*x + b[1]) + b[2]", "x", {"W[2]": "M x N", "W[1]": "N x K", "x": "K", "b[1]": "N", "b[2]": "M"}),
    ("f(x1, x2) = [x1^2*x2; sin(x1)]", None, {"x_1": "scalar", "x_2": "scalar"}),
    ("f(x, y) = x^2*y", None, {"x": "scalar", "y": "scalar"}),
    ("a*x^2 + b*x + c", "x", {"a": "scalar", "x": "scalar", "b": "scalar", "c": "scalar"}),
    ("kron(A, B)*x", "x", {"A": "M x N", "B": "K x P", "x": "(N*P)"}),
    ("[1, 2; 3, 4]*x", "x", {"x": "2"}),
    ("logdet(S)", "S", {"S": "N x N"}),
    ("sum(log(ones + exp(-y.*(X*w))))", "w", {"y": "M", "X": "M x N", "w": "N"}),
    ("[A, b; c', d]", "d", {"A": "M x N", "b": "M", "c": "N", "d": "scalar"}),
    ("x*y'", "x", {"x": "M", "y": "N"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrt", "expected"), INFERRED, ids=[case[0] for case in INFERRED])
def test_shapes_are_inferred(text: str, wrt: str | None, expected: dict[str, str]) -> None:
    assert shapes(read(text, wrt)) == expected


CAPITALS = [
    ("Z + B", {"Z": "M x N", "B": "M x N"}),
    ("softmax(Z)", {"Z": "N"}),
    ("A'A + 1", {"A": "N"}),
    ("outer(A, B)", {"A": "M", "B": "N"}),
    ("R + colsum(X)", {"R": "1 x N", "X": "M x N"}),
    ("[X, 1]", {"X": "1 x N"}),
    ("A*A + 1", {"A": "scalar"}),
    ("2^X", {"X": "scalar"}),
]


@pytest.mark.parametrize(("text", "expected"), CAPITALS, ids=[case[0] for case in CAPITALS])
def test_a_capital_is_a_matrix_if_it_can_be_then_a_column_a_row_a_number(text: str, expected: dict[str, str]) -> None:
    assert shapes(read(text, sorted(expected)[0])) == expected


def test_declared_names_are_kept_and_others_follow() -> None:
    problem = read("norm(y - Phi*theta)^2", "theta", "Phi: N x D")
    assert shapes(problem) == {"y": "N", "theta": "D"}
    assert problem.symbols["Phi"].shape == (dim("N"), dim("D"))
    assert {i.name: i.how for i in problem.inferred} == {"y": "unification", "theta": "convention"}


def test_invented_names_avoid_those_in_use() -> None:
    assert shapes(read("M*x + K*y", "x")) == {"M": "N x P", "K": "N x Q", "x": "P", "y": "Q"}


def test_words_become_assumptions() -> None:
    problem = read("x'*S*x", "x", {"S": "n x n posdef", "x": "n"})
    assert problem.symbols["S"].data[1] == frozenset(("posdef",))
    assert read("x'*S*x", "x", "S: symmetric").symbols["S"].shape == (dim("N"), dim("N"))


def test_a_chain_keeps_its_definitions() -> None:
    problem = read("e(theta) = y - Phi theta; L(e) = ||e||^2", where="Phi: N x D")
    assert problem.variables == ("theta",) and problem.name == "L" and problem.params == ("e",)
    assert [(d.name, d.params, str(d.body), str(d.expanded)) for d in problem.definitions] == [
        ("e", ("theta",), "y - Phi*theta", "y - Phi*theta"),
        ("L", ("e",), "norm(e)^2", "norm(y - Phi*theta)^2"),
    ]
    assert problem.target is parse("norm(y - Phi*theta)^2", "Phi: N x D")


def test_only_the_definitions_in_use_are_kept() -> None:
    problem = read("a = x'x; e = y - x; norm(e)^2", "x", "x: n")
    assert [d.name for d in problem.definitions] == ["e"] and problem.name is None


def test_the_variable_by_default() -> None:
    assert read("f(x) = A x").variables == ("x",)
    assert read("f(x1, x2) = x1^2*x2").variables == ("x_1", "x_2")
    assert read("x'x").variables == ("x",)
    assert read("h(x) = tanh(W x); norm(h(x))^2").variables == ("x",)


FUNCTIONS = [
    ("phi(z) = z/(1 + exp(-z)); phi(W*x + b)", "(W*x + b)./(ones(M) + exp(-(W*x + b)))"),
    ("phi(z) = z^2; phi(W*x)", "(W*x).^2"),
    ("phi(z) = 3 - 2*z^3; phi(x)", "3*ones(N) - 2*x.^3"),
    ("phi(z) = a*z^2 + 1/z; phi(x)", "a*x.^2 + ones(N)./x"),
    ("g(u) = norm(u)^2; g(A*x - b)", "norm(A*x - b)^2"),
    ("f(x) = A*x; f(f(x))", "A*(A*x)"),
    ("g(x) = tanh(A*x); h(u) = norm(u)^2; h(g(x))", "norm(tanh(A*x))^2"),
    ("g(X) = X^2; tr(g(A*x*x'))", "tr((A*x*x')^2)"),
    ("phi(z) = z^2 + z; psi(z) = phi(z)^2; psi(x)", "(x.^2 + x).^2"),
    ("m(u, v) = u'*v; m(A*x, b)", "(A*x)'*b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FUNCTIONS)
def test_functions_of_the_user(text: str, expected: str) -> None:
    assert str(read(text, "x").target) == expected


def test_a_function_of_one_number_applied_to_a_declared_vector_of_the_same_name() -> None:
    assert str(read("phi(z) = z^2; phi(z)", "z", "z: n").target) == "z.^2"


JOINED = [
    ("A*x +\n b", "A*x + b"), ("A*x\n + b", "A*x + b"), ("e = y - x\nnorm(e)^2", "norm(y - x)^2"),
    ("e = y - x,\nL = norm(e)^2.", "norm(y - x)^2"),
    (r"\begin{align} e &= y \\ &\quad - x \\ L &= \|e\|^2 \end{align}", "norm(y - x)^2"), (r"e = y - x,\quad L = \|e\|^2",
    "norm(y - x)^2"),
    ("[1, 2\n 3, 4]*x", "[1, 2; 3, 4]*x"), ("(A*\n x)", "A*x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_lines(text: str, expected: str) -> None:
    assert str(read(text, "x").target) == expected


def test_a_dimension_is_also_a_number() -> None:
    problem = read("1/N*sum(x)", "x", "x: N")
    assert problem.target is parse("sum(x)", "x: N") or str(problem.target) == "1/N*sum(x)"
    assert kernel.size(dim("N")) in problem.target.args[0].args


def test_numbers_are_exact() -> None:
    assert parse("0.1 + 1e-3") is kernel.add(kernel.number(kernel.Fraction(1, 10)), kernel.number(kernel.Fraction(1, 1000)))
    assert parse("-1/2").shape == SCALAR and str(parse("-0.5")) == "-1/2"


def test_in_latex_letters_multiply_in_plain_they_are_a_name() -> None:
    assert str(parse("$ab$", "a: scalar; b: scalar")) == "a*b"
    assert str(parse("ab", "ab: scalar")) == "ab"
    assert str(parse("ab", "a: scalar; b: scalar")) == "a*b"


def test_a_shape_that_is_wanted_settles_what_is_open() -> None:
    problem = read("A*x", "x", "A: m x n")
    assert str(parse("I", context=problem, like=(dim("n"), dim("n")))) == "eye(n)"
    assert str(parse("A", context=problem, like=(dim("n"), dim("n")))) == "A"


def test_a_thousand_characters_are_cheap() -> None:
    text = " + ".join(["norm(y - Phi*theta)^2", "x'*A*x", "tr(A*X*B')", "tanh(t*x)'*y"] * 15)[:1003].rstrip("+ ")
    text = text[: text.rfind(" + ")]
    where = "Phi: n x d; theta: d; y: n; x: n; A: n x n; X: n x n; B: n x n; t: scalar"
    read("x", "x")
    with work() as done:
        read(text, "x", where)
    assert done.calls < 250_000


def test_the_echo_in_each_spelling() -> None:
    target = read("norm(y - Phi*theta)^2 + 1/2*x_1'*W[1]*yhat", "theta").target
    assert spell(target, "plain") == "norm(y - Phi*theta)^2 + 1/2*x_1'*W[1]*yhat"
    assert spell(target, "latex") == (r"\lVert y - \Phi \theta \rVert^{2} + \frac{1}{2} x_{1}^{\top} W^{(1)} \hat{y}")
    assert spell(target, "unicode") == "‖y − Φ θ‖² + 1/2 x₁ᵀ W⁽¹⁾ ŷ"


def test_a_vector_after_a_literal() -> None:
    assert shapes(read("[a, b]*x", "x")) == {"a": "scalar", "b": "scalar", "x": "2"}
