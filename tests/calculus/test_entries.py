"""The entry route: entries, index calculus, cases; explicit instances; SymPy in and out."""

from __future__ import annotations

import pytest
import sympy

from symjac.calculus.entries import Explicit, Names, Route, cases, collect, contract, deltas, differentiate, index, names_in, tidy
from symjac.calculus.entries.look import look
from symjac.errors import UnsupportedError
from symjac.expr.dims import dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, function, hadamard, literal, mul, neg, number, power, sub, symbol, transpose
from symjac.interop.sympy import to_expr, to_sympy
from symjac.writing.formats.text.page import box

M, N, ONE = dim("M"), dim("N"), dim(1)
A, B, S = symbol("A", (M, N)), symbol("B", (N, N)), symbol("S", (N, N), ("symmetric",))
x, y, t = symbol("x", (N, ONE)), symbol("y", (M, ONE)), symbol("t", (ONE, ONE))
i, j, p, q = map(index, "ijpq")


def entry(f: Expr, wrt: Expr, row: object = i, column: object = 1) -> sympy.Expr:
    names = Names(names_in(f, wrt) | set("ijpq"))
    return Route(names, wrt).entry(f, row, column)


def slope(f: Expr, wrt: Expr, by: sympy.Expr, row: object = i, column: object = 1) -> sympy.Expr:
    return collect(tidy(contract(deltas(differentiate(entry(f, wrt, row, column), by))), list("klmrs")))


xj, Aij = sympy.IndexedBase("x")[j], sympy.IndexedBase("A")[i, j]


@pytest.mark.parametrize(
    ("f", "text"),
    [
        (mul(A, x), "Sum(A[i, k]*x[k], (k, 1, N))"),
        (sub(y, mul(A, x)), "y[i] - Sum(A[i, k]*x[k], (k, 1, N))"),
        (function("tanh", x), "tanh(x[i])"),
        (hadamard(x, x), "x[i]**2"),
        (mul(transpose(x), x, x), "x[i]*Sum(x[k]**2, (k, 1, N))"),
    ],
)
def test_entries(f: Expr, text: str) -> None:
    assert str(entry(f, x)) == text


def test_what_was_typed_is_not_reordered() -> None:
    assert box(look(entry(add(neg(mul(A, x)), y), x))).split("\n")[1].replace(" ", "") == "−∑Aᵢₖxₖ+yᵢ"


@pytest.mark.parametrize(
    ("f", "text"),
    [
        (mul(A, x), "A[i, j]"),
        (function("exp", x), "exp(x[i])*KroneckerDelta(i, j)"),
        (mul(transpose(x), B, x), "Sum((B[j, k] + B[k, j])*x[k], (k, 1, N))"),
        (power(function("norm", x), 2), "2*x[j]"),
    ],
)
def test_derivatives_by_a_vector(f: Expr, text: str) -> None:
    assert str(slope(f, x, xj)) == text


def test_cases_are_those_of_the_notes() -> None:
    found = cases(slope(mul(transpose(A), A), A, Aij, p, q), [p, q, i, j])
    shown = [(str(value), {(str(a), str(b), equal) for a, b, equal in same}) for value, same in found]
    assert shown == [
        ("2*A[i, p]", {("p", "j", True), ("p", "q", True)}),
        ("A[i, q]", {("p", "q", False), ("p", "j", True)}),
        ("A[i, p]", {("p", "q", False), ("q", "j", True)}),
        ("0", set()),
    ]


def test_names_of_sums_are_not_those_of_the_problem() -> None:
    k = symbol("k", (dim("l"), ONE))
    e = entry(mul(symbol("m", (M, dim("l"))), k), k)
    assert [str(limit[0]) for limit in e.limits] == ["r"]


def test_sums_inside_factors_have_other_names() -> None:
    e = entry(mul(transpose(x), power(B, 2), power(B, 2), x), x)
    limits = [str(limit[0]) for s in e.atoms(sympy.Sum) for limit in s.limits]
    inner = {str(limit[0]) for s in e.args[0].atoms(sympy.Sum) for limit in s.limits}
    outer = {str(limit[0]) for limit in e.limits}
    assert limits and not inner & outer


def test_a_variable_without_entry_formula_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match="inv"):
        entry(mul(function("inv", B), x), B)
    assert "inv" in str(entry(mul(function("inv", B), x), x))


def test_explicit_instance() -> None:
    route = Explicit({"M": 2, "N": 2}, A)
    e = route.entry(mul(transpose(A), A), sympy.Integer(1), sympy.Integer(2))
    assert str(e) == "A_11*A_12 + A_21*A_22"
    assert str(collect(differentiate(e, sympy.Symbol("A_12")))) == "A_11"


@pytest.mark.parametrize(
    "expr",
    [
        mul(A, x),
        mul(transpose(x), B, x),
        function("sigmoid", mul(A, x)),
        function("tanh", x),
        function("tr", mul(transpose(A), A)),
        function("log", function("det", B)),
        function("kron", A, B),
        function("inv", B),
        mul(number(2), S),
        power(t, 3),
        literal(((power(t, 2), t), (function("sin", t), number(1)))),
    ],
)
def test_to_sympy_and_back(expr: Expr) -> None:
    symbols = {str(s.data[0]): s for s in (A, B, S, x, y, t)}
    assert to_expr(to_sympy(expr), symbols) == expr
