"""What must be refused: with the right class, the caret on the right place, and a message a person can act on."""

from __future__ import annotations

from typing import Any

import pytest

from symjac.errors import DomainError, LimitError, ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.language import parse, read, read_point, read_sizes
from tests.helpers.places import cases
from tests.helpers.work import work

CLASSES = {
    "syntax": ParseError, "unknown": ParseError, "ambiguous": ParseError, "shape": ShapeError, "domain": DomainError,
    "unsupported": UnsupportedError, "limit": LimitError,
}  # fmt: skip


@pytest.mark.parametrize("entry", cases("bad_inputs.jsonl"))
def test_a_bad_input_is_refused(entry: dict[str, Any]) -> None:
    text = entry["text"] if "text" in entry else "".join(piece * count for piece, count in entry["parts"])
    with work() as done:
        try:
            read(text, entry["wrt"], entry["where"])
        except SymjacError as error:
            assert isinstance(error, CLASSES[entry["category"]]), error
            assert all(word in str(error) for word in entry["must_mention"]), error
        else:
            assert entry.get("may_succeed")
    assert done.calls < 1_000_000


# text, where, class, what the caret stands under, words of the message
CARETS = [
    ("norm(y - Phi*theta)^2 + x & y", "", ParseError, "&", ["&"]),
    ("‖y − Φθ‖² + * b", "", ParseError, "*", ["+", "*"]),
    (r"\lVert y - \Phi\theta \rVert^2 + \foo x", "", ParseError, r"\foo", ["foo"]),
    (r"\frac{1}{2} x^\top A x + \hot{y}", "", ParseError, r"\hot", ["hat"]),
    ("A*x + nrom(b)", "", ParseError, "nrom", ["norm"]),
    ("ŷ − xа", "", ParseError, "а", ["CYRILLIC", "Latin letter a"]),
    ("A\\b", "A: n x n; b: n", ParseError, "\\b", ["inv(A)*b"]),
    ("A \\ b", "A: n x n; b: n", ParseError, "\\ ", ["inv(A)*b"]),
    ("A\\(b + c)", "A: n x n; b: n", ParseError, "\\(", ["inv(A)*b"]),
    ("(A*x", "", ParseError, "(", [")"]),
    ("A*x)", "", ParseError, ")", [")"]),
    ("[1, 2)", "", ParseError, ")", ["["]),
    ("|x + 1", "x: scalar", ParseError, "|", ["|"]),
    (r"y \log p (1 - p)", "", ParseError, r"\log p (", ["how far"]),
    (r"\sigma'(z)", "", ParseError, r"\sigma'", ["derivative"]),
    ("x^2^3", "x: scalar", ParseError, "x^2^3", ["ambiguous"]),
    (r"x^12 + \theta", "x: scalar", ParseError, "12", ["{12}"]),
    ("1 2 x", "", ParseError, "2", ["numbers"]),
    ("f(x) = Ax + b", "", ParseError, "Ax", ["A x"]),
    ("y − Ax + λx", "", ParseError, "Ax", ["A x"]),
    ("Phi*y", "Phi: N x D; y: N", ShapeError, "Phi*y", ["N x D", "Phi'", "D x N"]),
    ("x*y", "x: n; y: n", ShapeError, "x*y", ["x'*y", ".*"]),
    ("1./x", "x: n", ShapeError, "1./x", ["ones"]),
    ("x^2", "x: n", ShapeError, "x^2", [".^"]),
    ("x + 1", "x: n", ShapeError, "x + 1", ["equal"]),
    (r"\det(\Phi)", "Phi: N x D", ShapeError, r"\det(\Phi)", ["square"]),
    ("softmax(A)", "A: m x n", ShapeError, "softmax(A)", ["column"]),
    ("[1, 2; 3]", "", ShapeError, "[1, 2; 3]", ["2, 1"]),
    ("[A, b]", "A: 2 x 3; b: 3", ShapeError, "[A, b]", ["b", "3 x 1"]),
    (r"\|A\|_2", "A: m x n", UnsupportedError, r"\|A\|_2", ["spectral"]),
    (r"A^{1/2}", "A: n x n", UnsupportedError, r"A^{1/2}", ["power"]),
    ("inv([1, 2; 2, 4])*x", "", DomainError, "inv([1, 2; 2, 4])", ["singular"]),
    ("x/(2 - 2)", "x: n", DomainError, "x/(2 - 2)", ["zero"]),
    ("x + log(1 - 1)*x", "x: n", DomainError, "log(1 - 1)", ["log"]),
    ("a = b; b = a; a + x", "", ParseError, "a = b", ["circle"]),
    ("f(x) = x; f(x, x)", "", ParseError, "f(x, x)", ["1 arguments, not 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "kind", "place", "words"), CARETS, ids=[c[0] for c in CARETS])
def test_the_caret_stands_under_the_fault(text: str, where: str, kind: type, place: str, words: list[str]) -> None:
    with pytest.raises(SymjacError) as caught:
        read(text, None if "f(x)" in text else "x", where)
    error = caught.value
    assert isinstance(error, kind), error
    assert error.span is not None and error.source is not None
    assert error.source[slice(*error.span)] == place, error
    assert all(word in str(error) for word in words), error


DECLARATIONS = [
    ("A: m x n blue", ParseError, "blue"), ("A: m y n", ParseError, "y"), ("A m x n", ParseError, "colon"),
    ("A:", ParseError, "missing"),
    ("A: -1", ParseError, "negative"), ("A: 0", ParseError, "at least 1"), ("A: 99999999", LimitError, "large"),
    ("A: 2 x 3 symmetric", ShapeError, "symmetric"), ("A: 2; A: 3", ShapeError, "twice"),
    ("A: m x n symetric", ParseError, "symmetric"),
    ("A*x: 3", ParseError, "name"), ("n: n", ParseError, "size"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "kind", "word"), DECLARATIONS)
def test_a_bad_declaration_is_refused(where: str, kind: type, word: str) -> None:
    with pytest.raises(kind) as caught:
        read("A*x", "x", where)
    assert word in str(caught.value)


VARIABLES = [
    ("A*x", "", "empty"), ("A*x", "z", "does not occur"), ("A*x", "A*x", "not a name"), ("A*x", "x;A", "not a name"), ("A*x",
    "m", "size"),
    ("e = A*x; e'e", "e", "defined"), ("A*x", "x, x", "twice"), ("A*x", None, "which variable"),
    ("3", None, "no variable"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrt", "word"), VARIABLES)
def test_a_bad_variable_is_refused(text: str, wrt: str | None, word: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(text, wrt, "A: m x n")
    assert word in str(caught.value)


def test_both_places_of_a_conflict_are_named() -> None:
    with pytest.raises(ShapeError) as caught:
        read("norm(A*x - b)^2 + norm(b - c)^2", "x", "A: 4 x 3; c: 5")
    assert all(part in str(caught.value) for part in ("`b`", "`c`", "4", "5", "A*x"))


def test_names_outside_the_context_are_refused() -> None:
    problem = read("norm(y - Phi*theta)^2", "theta", "Phi: N x D")
    with pytest.raises(ParseError, match="not a name of this problem") as caught:
        parse("2*Phi'*(Phi*thetta - y)", context=problem)
    assert "theta" in str(caught.value)


def test_bad_sizes_and_points_are_refused() -> None:
    problem = read("A*x", "x", "A: m x n")
    assert read_sizes("m=3, n = 2", problem) == {"m": 3, "n": 2}
    for text in ("m", "m=x", "k=3", "m=0", "m=3, m=4", "m=-1"):
        with pytest.raises(ParseError):
            read_sizes(text, problem)
    assert str(read_point("x = [1; 2]", problem)["x"]) == "[1; 2]"
    assert read_point("x = a", problem)["x"].shape == problem.symbols["x"].shape
    for text, kind in (
        ("z = 3", ParseError),
        ("x = A", ParseError),
        ("x = y + z", ParseError),
        ("x = [1, 2]", ShapeError),
        ("A = [1, 2]; x = [1; 2; 3]", ShapeError),
    ):
        with pytest.raises(kind):
            read_point(text, problem)


REFUSED = {
    ParseError: """x y + | (x | [1, 2 | x^ | f( | f() = x | f(1) = x | 2x = y | = | x == y | x != y | x < y | import os |
        __import__('os') | x.T.T.foo | x[0:2] | x['a'] | "x" | x // y | 'x' | '' | \\begin{align} x | \\end{bmatrix} |
        \\frac{1} | \\frac | \\sqrt | x^{} | x_{} | x_ | { | } | $x | \\left( x | \\left( x \\right | x \\right) |
        0x10*x | 1_000*x | 😀 | x and y | !x | x? | () | x() | sin() | sin | sin + x | x sin | 'x | x^^2 | x*** 2 | x*/y
        | [;] | [] | [1,,2] | [1;;2] | && | x_1_2 | x_{i+1,2} | \\hat | \\hat{x+y} | \\text{hello world} x | \\unknown{x}
        | \\langle x y \\rangle | \\begin{foo} x \\end{foo} | x \\in R | let x = 3 | x -> y |
        \\frac{\\partial f}{\\partial x} | ∇x | ∑ x | A^\\dagger | kron(x) | norm() | eye(x) | eye(0)*x | eye(2, 3)*x |
        ones(2.5)'*x | zeros()""",
    ShapeError: """x + 1 | A + x | x*x | A'*x*x | 1/x | A/x | x^2 | 2^A | x.^y | tr(x) | det(x) | inv(x) | diag(x') | dot(x, A) |
        softmax(A) | outer(A, x) | x + x' | x.*x' | x./A | [A, x'] | [x; A] | x'*x + x | A^x | norm(x)*A + x | kron(x,
        x) + x""",
    DomainError: """1/0 | x/(1 - 1) | log(0)*x | log(-1)*x | sqrt(-1)*x | inv(zeros(3, 3)) | 0^-1*x | inv([1, 2; 2, 4]) |
        [1, 2; 2, 4]^-1 | x./zeros(n) | logdet([0, 0; 0, 0])""",
    UnsupportedError: """A^(1/2) | A^0.5 | A^(2*k) | A^(k + 1/2) | A^(k + j) | norm(x, 0) | norm(A, 1) |
        \\|A\\|_2 | \\begin{cases} x \\end{cases}""",
    LimitError: """eye(1e9)*x | (2^99999)*x | x.^99999 | 1e999*x | ((((9^999)^999)^999)^999)*x""",
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, all in REFUSED.items() for t in " ".join(all.split()).split(" | ")])
def test_refused_in_its_category(kind: type, text: str) -> None:
    with pytest.raises(kind) as caught:
        read(text, "x", "x: n; y: n; A: n x n")
    assert type(caught.value) is kind and caught.value.message
