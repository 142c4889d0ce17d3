"""X^k with a symbol as its exponent: tr(X^k) has a closed derivative, anything else of X^k is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

import symjac
from symjac import verify as check
from symjac.errors import DomainError, LimitError, ParseError, ShapeError, UnsupportedError
from symjac.expr.dims import SCALAR, dim
from symjac.expr.make import add, function, neg, number, power, symbol
from symjac.interop import numpy as arrays
from symjac.language import parse, read
from symjac.verify.term import Directional, Term, Value
from symjac.writing.box import Sym
from symjac.writing.draw import texts

DERIVED = [
    ("tr(X^k)", "X", None, "k*(X^(k - 1))'"),
    ("tr(X^(k + 1))", "X", None, "(k + 1)*(X^k)'"),
    ("tr(X^(k - 2))", "X", None, "(k - 2)*(X^(k - 3))'"),
    ("tr(X^{k-1})", "X", None, "(k - 1)*(X^(k - 2))'"),
    ("tr((X^k)')", "X", None, "k*(X^(k - 1))'"),
    ("tr(X'^k)", "X", None, "k*(X^(k - 1))'"),
    ("tr(X^k + A*X)", "X", None, "A' + k*(X^(k - 1))'"),
    ("tr(3*X^k)^2", "X", None, "18*k*tr(X^k)*(X^(k - 1))'"),
    ("log(tr(X^k))", "X", None, "k*(X^(k - 1))'/tr(X^k)"),
    ("tr((A*X)^k)", "X", "A: n x m", "k*A'*((A*X)^(k - 1))'"),
    ("tr(X^k)*x", "X", "x: n; X: n x n", "k*x*vec(X^(k - 1))'"),
    ("tr(S^k)", "S", "S: n x n symmetric", "k*(2*S^(k - 1) - diag(diag(S^(k - 1))))"),
    ("tr((t*A)^k)", "t", "A: n x n; t: scalar", "k*tr((t*A)^(k - 1)*A)"),
    ("tr(diag(x)^k)", "x", "x: n", "k*diag(diag(x)^(k - 1))'"),
    ("tr(X^k)", "X", "k: scalar integer", "k*(X^(k - 1))'"),
    ("x'*A^k*x", "x", None, "x'*(A^k + (A^k)')"),
    ("x'*S^k*x", "x", "S: n x n symmetric", "2*x'*S^k"),
    ("A^(k - 1)*x", "x", "A: n x n", "A^(k - 1)"),
    ("tr(A^k*X)", "X", None, "(A^k)'"),
]


@pytest.mark.parametrize(("f", "x", "where", "result"), DERIVED, ids=[f"{c[0]} {c[2] or ''}" for c in DERIVED])
def test_a_symbolic_power_is_derived_and_read_back(f: str, x: str, where: str | None, result: str) -> None:
    for style in ("auto", "differential"):
        d = symjac.derive(f, x, where, style=style)
        assert str(d.result) == result
        assert d.check is not None
        assert parse(result, context=d.problem, like=d.result.shape) is d.result


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_every_layout_against_finite_differences(layout: str, order_of: str) -> None:
    d = symjac.derive("tr(X^k)*x", "X", "x: n; X: n x n", layout=layout, order_of=order_of)
    X, x, h = np.array([[0.5, 1.0], [-0.3, 0.8]]), np.array([2.0, -1.0]), 1e-6
    found = d.tensor(X=X, x=x, k=4)
    for i, j in np.ndindex(2, 2):
        E = np.zeros((2, 2))
        E[i, j] = h
        change = [np.trace(np.linalg.matrix_power(X + s * E, 4)) for s in (1, -1)]
        np.testing.assert_allclose(found[:, i, j], x * (change[0] - change[1]) / (2 * h), rtol=1e-6)


def test_a_constant_power_has_a_second_derivative() -> None:
    assert str(symjac.derive("x'*A^k*x", "x", order=2).result) == "A^k + (A^k)'"


@pytest.mark.parametrize("format", texts())
def test_it_is_written_in_every_format(format: str) -> None:
    assert symjac.derive("tr(X^k)", "X").render(format)


def test_the_differential_is_shown() -> None:
    text = symjac.derive("tr(X^k)", "X", style="differential").render("text")
    assert "= k tr(Xᵏ⁻¹ dX)" in text and "an integer" in text and "power_change" not in text


REFUSED = [
    ("X^k", "X", "X: n x n"), ("tr(A*X^k)", "X", "A: n x n"), ("sum(X^k)", "X", "X: n x n"), ("X^k*x", "X", "x: n"),
    ("x'*X^k*x", "X", "x: n"), ("norm(X^k)^2", "X", "X: n x n"), ("log(det(X^k))", "X", None), ("tr(X*X^k)", "X", None),
    ("(t*A)^k", "t", "A: n x n; t: scalar"), ("sum((t*A)^k)", "t", "A: n x n; t: scalar"), ("diag(x)^k*y", "x", "x: n; y: n"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "where"), REFUSED, ids=[c[0] for c in REFUSED])
@pytest.mark.parametrize("style", ["auto", "differential"])
def test_anything_else_is_refused_by_name(f: str, x: str, where: str | None, style: str) -> None:
    with pytest.raises(UnsupportedError, match="symbolic exponent has a closed derivative under a trace only"):
        symjac.derive(f, x, where, style=style)


def test_the_second_derivative_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match="under a trace only"):
        symjac.derive("tr(X^k)", "X", order=2)


@pytest.mark.parametrize("exponent", ["1/2", "1.5", "0.5", "k + 1/2", "2*k", "k + j", "-k", "k^2", "sin(k)"])
def test_other_exponents_are_refused(exponent: str) -> None:
    with pytest.raises(UnsupportedError, match="power"):
        symjac.derive(f"tr(X^({exponent}))", "X")


def test_the_exponent_is_an_integer() -> None:
    assert read("tr(X^k)", "X").symbols["k"].data[1] == {"integer"}
    assert read("tr(X)*t^k", "X", "t: scalar").symbols["k"].data[1] == frozenset()
    assert read("k*x", "x", "k: integer").symbols["k"] is symbol("k", SCALAR, ("integer",))
    with pytest.raises(ShapeError, match="needs a scalar"):
        read("x", "x", "x: n integer")
    with pytest.raises(UnsupportedError, match="is an integer"):
        symjac.derive("tr(A^k)", "k")
    with pytest.raises(LimitError):
        read("tr(X^(k + 65))", "X")
    with pytest.raises(ParseError):
        parse("power_change(X, k, D)", "X: n x n; D: n x n")


def test_values_in_numpy() -> None:
    A = np.array([[1.0, 2.0], [3.0, 5.0]])
    a, k = symbol("A", (dim("n"), dim("n"))), symbol("k", SCALAR, ("integer",))
    for n in (-2, 0, 1, 3, 4.0):
        wanted = np.linalg.matrix_power(A, int(n))
        np.testing.assert_allclose(arrays.evaluate(power(a, k), {"A": A, "k": n}), wanted, atol=1e-12)
    with pytest.raises(DomainError, match="declared integer"):
        arrays.evaluate(power(a, k), {"A": A, "k": 2.5})
    d = symjac.derive("tr(X^k)", "X")
    np.testing.assert_allclose(d.evaluate(X=A, k=3), 3 * (A @ A).T)


@pytest.mark.parametrize("n", [-2, -1, 0, 1, 2, 5])
def test_the_value_of_the_internal_operation(n: int) -> None:
    """power_change(X, k, D) is the change of X^k, by dual numbers and by NumPy."""
    N = dim("n")
    x, d, k = symbol("X", (N, N)), symbol("dX", (N, N), ("differential",)), symbol("k", SCALAR, ("integer",))
    shifted = add(k, number(n - 3)) if n > 3 else add(k, neg(number(3 - n))) if n != 3 else k
    change = function("power_change", x, shifted, d)
    right = Term(Sym("r"), Value(change))
    check.verify([check.Claim(Term(Sym("l"), Directional(power(x, shifted), x)), right, (), "d X^k")], [x, k])
    X, D = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.5, 1.0], [-2.0, 0.25]])
    ends = [np.linalg.matrix_power(X + h * D, n) for h in (1e-6, -1e-6)]
    found = arrays.evaluate(change, {"X": X, "dX": D, "k": 3})
    np.testing.assert_allclose(found, (ends[0] - ends[1]) / 2e-6, rtol=1e-4, atol=1e-4)


def test_a_wrong_factor_is_found_by_the_checker() -> None:
    problem = read("tr(X^k)", "X")
    good, bad = (parse(text, context=problem) for text in ("k*(X^(k - 1))'", "(k + 1)*(X^(k - 1))'"))
    assert symjac.derive("tr(X^k)", "X").result is good and not check.equal(good, bad)
