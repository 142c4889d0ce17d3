"""The differential route against dual numbers: gradient, Jacobian, Hessian, both layouts, three orders of stacking.

SYMJAC_FUZZ=20000 runs that many random formulas instead of the default.
"""

from __future__ import annotations

import os
import random
from itertools import product

import pytest

from symjac.calculus.differential import by_scalars, derivative, differential, direction, gradient, hessian
from symjac.calculus.simplify import finished, simplify
from symjac.derivation.choices import LAYOUTS, ORDERS_OF
from symjac.errors import CheckError, DomainError, UnsupportedError
from symjac.expr.dims import ONE, SCALAR
from symjac.expr.expr import Expr, contains, length
from symjac.expr.make import function, mul, symbol, transpose
from symjac.language import parse
from symjac.verify import Claim, Mismatch, verify
from symjac.verify.term import Derivative, Directional, Term, Value
from symjac.writing.box import Sym
from tests.helpers.strategies import M, N, P, seeded

FUZZ = int(os.environ.get("SYMJAC_FUZZ", "0")) or 1500


def claim(f: Expr, variables: tuple[Expr, ...], result: Expr, layout: str, order_of: str, order: int) -> Claim:
    meaning = Derivative(f, variables, layout, order_of, order)
    return Claim(Term(Sym("D"), meaning), Term(Sym("R"), Value(result)), (), f"d({f})")


def assert_derivative(f: Expr, x: Expr, layout: str = "numerator", order_of: str = "notes", order: int = 1) -> Expr:
    if order == 2:
        raw = hessian(f, x, order_of=order_of)
    else:
        raw = derivative(f, x, layout=layout, order_of=order_of)
    result = finished(raw, f)
    verify([claim(f, (x,), result, layout, order_of, order)], [])
    return result


# ---- a table ------------------------------------------------------------------------------------------------------

DECLARED = (
    "A: m x n; B: n x p; C: n x n; S: n x n symmetric; P: n x n posdef; X: m x n; Z: n x n; b: m; x: n; y: n; u: 1 x n; "
    "t: scalar; s: scalar"
)
SCALARS = """
b'*A*x | x'*C*x | x'*S*x | norm(b - A*x)^2 | norm(b - A*x) | norm1(x) | tr(A'*X) | tr(X*S*X') | tr(X'*X*S) | det(Z)
logdet(P + X'*X) | tr(inv(Z)) | x'*inv(Z)*y | logsumexp(C*x) | sum(log(ones(n) + exp(x))) | b'*X*y | sum(X.*X) | norm(X)^3
tr(Z^3) | det(X'*X)^(1/2) | sum(tanh(X)) | exp(t)*sin(s*t) | t^s | (x'*C*x)/(x'*x) | sum(diag(Z)) | tr(kron(C, Z)) | u*x
sum(relu(X*y)) | softmax(x)'*y | logdet(diag(x).*C) | sum(abs(X)) | tr(Z')*tr(Z) | mean(X) | dot(X, A) | u*C*u'
""".replace("\n", " | ")
ARRAYS = """
A*x | C*x + y | x.*y | tanh(C*x) | x/norm(x) | inv(Z)*x | X*y | X'*b | softmax(C*x) | diag(X*C*X')*t | (x'*y)*x | x*x' | X | X'
A*B | X*B | X'*X | Z^2 | inv(Z) | X.*A | exp(X) | X./A | kron(X, B) | kron(B, X) | outer(b, x) | diag(x) | diag(Z) | vec(X) | x'
u*C | t*X | t^2*Z + C | [x; y] | [x, y] | inv(Z)'*x | sin(t)*x | tr(Z)*C | det(Z)*x | x'*C | logsumexp(x)*X | khatrirao(A, C)*x
""".replace("\n", " | ")


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def variables_of(f: Expr) -> list[Expr]:
    from symjac.verify import symbols_of

    return symbols_of(f)


TABLE = listed(SCALARS) + listed(ARRAYS)


@pytest.mark.parametrize("text", TABLE)
def test_derivative_by_every_variable_in_every_convention(text: str) -> None:
    f = parse(text, DECLARED)
    for x in variables_of(f):
        conventions = product(LAYOUTS, ORDERS_OF) if x.is_matrix or f.is_matrix else product(LAYOUTS, ORDERS_OF[:1])
        for layout, order_of in conventions:
            try:
                assert_derivative(f, x, layout, order_of)
            except UnsupportedError as error:
                assert "khatrirao" in error.message


@pytest.mark.parametrize("text", listed(SCALARS))
def test_hessian_by_every_variable(text: str) -> None:
    f = parse(text, DECLARED)
    for x in variables_of(f):
        for order_of in ORDERS_OF if x.is_matrix else ORDERS_OF[:1]:
            assert_derivative(f, x, order_of=order_of, order=2)


@pytest.mark.parametrize("text", ["t*A*B", "t*u", "s*t", "sin(t)*x", "t^2*Z"])
def test_second_derivative_by_a_scalar(text: str) -> None:
    f = parse(text, DECLARED)
    assert_derivative(f, next(x for x in variables_of(f) if x.data[0] == "t"), order=2)


@pytest.mark.parametrize("text", TABLE)
def test_the_differential_is_the_directional_derivative(text: str) -> None:
    f = parse(text, DECLARED)
    for x in variables_of(f):
        df = differential(f, x)
        assert df is not None and contains(df, direction(x))
        verify([Claim(Term(Sym("d"), Directional(f, x)), Term(Sym("r"), Value(simplify(df))), (), text)], [x])


def test_several_scalars_are_one_column_each() -> None:
    where = "x1: scalar; x2: scalar"
    for text in ("[x1^2*x2; sin(x1)]", "x1*x2 + exp(x2)", "[x1; x2; 3]"):
        f = parse(text, where)
        xs = (parse("x1", where), parse("x2", where))
        for layout in LAYOUTS:
            verify([claim(f, xs, by_scalars(f, xs, layout), layout, "notes", 1)], [])


# ---- what a form is chosen for ------------------------------------------------------------------------------------

FORMS = [
    ("norm(b - A*x)^2", "x", "-2*(b - A*x)'*A"),
    ("x'*C*x", "x", "x'*(C + C')"),
    ("x'*S*x", "x", "2*x'*S"),
    ("tr(A*Z*B*B')", "Z", None),
    ("logdet(Z)", "Z", "inv(Z)'"),
    ("det(Z)", "Z", "det(Z)*inv(Z)'"),
    ("b'*A*inv(Z)*x", "Z", "-inv(Z)'*A'*b*x'*inv(Z)'"),
    ("norm(X)", "X", "X/norm(X)"),
    ("A*x", "A", "kron(eye(m), x')"),
    ("A*B", "B", None),
    ("tanh(C*x)", "x", "diag(ones(n) - tanh(C*x).^2)*C"),
    ("softmax(x)", "x", "diag(softmax(x)) - softmax(x)*softmax(x)'"),
    ("x", "x", "eye(n)"),
    ("t^3", "t", "3*t^2"),
    ("b'*b", "x", None),
]


@pytest.mark.parametrize(("text", "by", "form"), [c for c in FORMS if c[2]])
def test_the_form_a_book_prints(text: str, by: str, form: str) -> None:
    f, x = parse(text, DECLARED), parse(by, DECLARED)
    assert str(assert_derivative(f, x)) == form


def test_what_does_not_contain_the_variable_has_the_derivative_zero() -> None:
    f, x = parse("b'*b", DECLARED), symbol("x", (N, ONE))
    assert str(derivative(f, x)) == "zeros(1, n)"
    assert str(gradient(f, x)) == "zeros(n)"
    assert str(derivative(parse("A", DECLARED), x)) == "zeros(m*n, n)"


@pytest.mark.parametrize("word", ["symmetric", "posdef", "diagonal", "invertible", "orthogonal"])
def test_an_assumption_on_the_variable_does_not_constrain_it_between_two_derivatives(word: str) -> None:
    """logdet(X') has the gradient X^-1 at a symmetric X, but d X^-1 is not the derivative of (X')^-1."""
    X = symbol("X", (N, N), ("posdef", "symmetric", "invertible") if word == "posdef" else (word,))
    for f in (function("tr", mul(X, X)), function("sum", function("sin", mul(transpose(X), X)))):
        for order_of in ORDERS_OF:
            assert_derivative(f, X, order_of=order_of, order=2)


# ---- random formulas ----------------------------------------------------------------------------------------------

LEAVES = [symbol("X", (M, N)), symbol("x", (M, ONE)), symbol("t", SCALAR), symbol("X", (N, N)), symbol("x", (ONE, N)),
          symbol("X", (N, N), ("invertible",)), symbol("X", (N, N), ("symmetric",))]  # fmt: skip
VALUES = [SCALAR, SCALAR, (M, ONE), (ONE, N), (M, N), (N, N), (P, ONE)]


def question(seed: int) -> tuple[Expr, Expr, str, str, int] | None:
    """A random f that contains x, and conventions."""
    source = random.Random(seed)
    x, shape = source.choice(LEAVES), source.choice(VALUES)
    order = 2 if shape == SCALAR and source.random() < 0.3 else 1
    for attempt in range(20):
        f = seeded(f"{seed}/{attempt}", source.choice((1, 2)) if order == 2 else source.choice((1, 2, 3)), shape, leaf=x)
        if contains(f, x) and length(f) <= 40:
            return f, x, source.choice(LAYOUTS), source.choice(ORDERS_OF), order
    return None


def test_random_formulas_against_dual_numbers() -> None:
    """Right, or refused by name; nothing else. Where no random point is admissible, nothing is compared."""
    compared, refused = 0, 0
    for found in filter(None, map(question, range(FUZZ // 5))):
        try:
            assert_derivative(*found)
            compared += 1
        except UnsupportedError as error:
            assert error.message.startswith(("symjac has no rule to", "the adjoint of")), error
            refused += 1
        except Mismatch as error:
            raise AssertionError(f"{found[0]} by {found[1]}, {found[2:]}") from error
        except (DomainError, CheckError):
            continue
    assert compared > FUZZ / 8 and refused < compared / 50


def test_cost_is_linear_in_depth() -> None:
    """The number of rewrites for an L-layer network grows like L."""
    from symjac.calculus.simplify import Simplifier

    counts = []
    for layers in (20, 40, 80):
        h = symbol("h", (N, ONE))
        f = h
        for k in range(layers):
            f = function("tanh", mul(symbol(f"W[{k}]", (N, N)), f))
        simplifier = Simplifier()
        gradient(mul(transpose(symbol("a", (N, ONE))), f), h, simplifier)
        counts.append(len(simplifier.done))
    assert counts[2] < 2.3 * counts[1] < 2.3 * 2.3 * counts[0]
