"""d.evaluate and d.tensor: shape(f) + shape(x) (+ shape(x)) of every shape, sizes that no array tells, what is declared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import symjac
from symjac.errors import DomainError, ShapeError, SymjacError, UnsupportedError

S = np.array([[2.0, 1.0], [1.0, 3.0]])
A = np.arange(6.0).reshape(2, 3)
SHAPES: list[tuple[str, str, str, int, dict[str, Any], tuple[int, ...]]] = [
    ("[t; t^2]", "t", "", 2, {"t": 3}, (2,)),
    ("[t, t^2]", "t", "", 2, {"t": 3}, (2,)),
    ("t^3*x", "t", "t: scalar; x: m", 2, {"t": 2, "x": [1, 2]}, (2,)),
    ("t^3*x", "t", "t: scalar; x: m", 2, {"t": 2, "x": [1]}, (1,)),
    ("t^3*x", "t", "t: scalar; x: m", 1, {"t": 2, "x": [1]}, (1,)),
    ("t^3*A", "t", "t: scalar; A: m x n", 2, {"t": 2, "A": A}, (2, 3)),
    ("t^3", "t", "", 2, {"t": 2}, ()),
    ("norm(x)^2", "x", "x: n", 1, {"x": [1]}, (1,)),
    ("norm(x)^2", "x", "x: n", 2, {"x": [1]}, (1, 1)),
    ("r*x", "r", "r: 1 x n; x: n", 1, {"r": [1, 2, 3], "x": [4, 5, 6]}, (3,)),
    ("r*A", "r", "r: 1 x m; A: m x n", 1, {"r": [1, 2], "A": A}, (3, 2)),
    ("r*A*A'*r'", "r", "r: 1 x m; A: m x n", 2, {"r": [1, 2], "A": A}, (2, 2)),
    ("A*x", "x", "A: m x n", 1, {"A": A[:1], "x": [1, 2, 3]}, (1, 3)),
    ("A*x", "A", "A: m x n", 1, {"A": A, "x": [1, 2, 3]}, (2, 2, 3)),
    ("A'A", "A", "A: m x n", 1, {"A": A}, (3, 3, 2, 3)),
    ("tr(A'A)", "A", "A: m x n", 1, {"A": A}, (2, 3)),
    ("tr(A'A)", "A", "A: m x n", 2, {"A": A}, (2, 3, 2, 3)),
    ("t*sum(x.^2)", "x, t", "t: scalar; x: n", 2, {"t": 2, "x": [1, 2, 3]}, (3,)),
    ("tr(A'*B*A)", "A, B", "A: m x n; B: m x m", 2, {"A": A, "B": S}, (2, 3, 2, 2)),
    ("a*b^2*sum(x)", "a, b", "a: scalar; b: scalar; x: n", 1, {"a": 2, "b": 3, "x": [1, 2]}, (2,)),
    ("a*b^2*x", "a, b", "a: scalar; b: scalar; x: n", 1, {"a": 2, "b": 3, "x": [1]}, (1, 2)),
    ("a*b^2", "a, b", "", 2, {"a": 2, "b": 3}, (2, 2)),
]


@pytest.mark.parametrize(("f", "wrt", "where", "order", "values", "shape"), SHAPES)
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
def test_the_array_has_the_shape_of_f_and_of_x(
    f: str, wrt: str, where: str, order: int, values: dict[str, Any], shape: tuple[int, ...], layout: str, order_of: str
) -> None:
    given = {"layout": layout, "order_of": order_of, "check": False}
    d = symjac.derive(f, wrt, where, order=order, **given)
    found = d.tensor(values)
    assert found.shape == shape
    usual = symjac.derive(f, wrt, where, order=order, check=False).tensor(values)
    np.testing.assert_allclose(found, usual)


def test_a_size_that_no_array_tells_is_given() -> None:
    d = symjac.derive("norm(x)^2", "x", "x: m + n")
    with pytest.raises(DomainError, match="size m"):
        d.tensor(x=[1, 2, 3, 4])
    np.testing.assert_allclose(d.tensor(x=[1, 2, 3, 4], sizes={"m": 3}), [2, 4, 6, 8])
    np.testing.assert_allclose(d.evaluate({"x": [1, 2]}, sizes={"n": 1}), [[2, 4]])


@pytest.mark.parametrize("sizes", [{"m": 4}, {"m": 0}, {"m": 2.0}, {"m": True}, {"k": 1}, {"m": 1, "n": 1}])
def test_sizes_that_do_not_fit_are_refused(sizes: dict[str, Any]) -> None:
    with pytest.raises(SymjacError):
        symjac.derive("norm(x)^2", "x", "x: m + n").tensor(x=[1, 2, 3, 4], sizes=sizes)


def test_a_variable_called_sizes_keeps_its_name() -> None:
    d = symjac.derive("sizes*sum(x.^2)", "x", "x: m + n; sizes: scalar")
    np.testing.assert_allclose(d.tensor({"sizes": 2, "x": [1, 2]}, sizes={"m": 1}), [4, 8])
    with pytest.raises(UnsupportedError, match="sizes is a variable"):
        d.tensor(x=[1, 2], sizes={"m": 1})


@pytest.mark.parametrize(
    ("f", "where", "values", "found"),
    [
        ("x'M x", "M: n x n symmetric", {"M": [[1, 2], [3, 4]]}, "M[1,2] = 2, M[2,1] = 3"),
        ("x'M x", "M: n x n posdef", {"M": [[1, 2], [3, 4]]}, "M[1,2]"),
        ("x'M x", "M: n x n posdef", {"M": [[1, 2], [2, 1]]}, "eigenvalue -1"),
        ("x'M x", "M: n x n diagonal", {"M": [[1, 0], [3, 4]]}, "M[2,1] = 3"),
        ("norm(M*x)^2", "M: n x n orthogonal", {"M": [[1, 0], [0, 2]]}, "(M'*M)[2,2] = 4"),
        ("x'inv(M)*x", "M: n x n invertible", {"M": [[1, 2], [2, 4]]}, "singular"),
        ("k*x'x", "k: scalar positive", {"k": 0}, "k = 0"),
        ("k*x'x", "k: integer", {"k": 0.5}, "k = 0.5"),
        ("a'x", "a: n positive", {"a": [1, -2]}, "a[2] = -2"),
    ],
)  # fmt: skip
def test_a_value_has_what_is_declared_of_it(f: str, where: str, values: dict[str, Any], found: str) -> None:
    d = symjac.derive(f, "x", f"{where}; x: n")
    for ask in (d.evaluate, d.tensor):
        with pytest.raises(DomainError) as failure:
            ask(values, x=[1, 1])
        assert found in str(failure.value.found)


def test_what_was_computed_in_floating_point_is_good_enough() -> None:
    random = np.random.default_rng(1)
    q, _ = np.linalg.qr(random.normal(size=(30, 30)))
    rough = q @ np.diag(np.linspace(1, 1e6, 30)) @ q.T
    assert symjac.derive("norm(Q*x)^2", "x", "Q: n x n orthogonal").evaluate(Q=q, x=np.ones(30)).shape == (1, 30)
    for word in ("symmetric", "posdef", "invertible"):
        assert symjac.derive("x'S x", "x", f"S: n x n {word}").evaluate(S=rough, x=np.ones(30)).shape == (1, 30)


def test_a_name_that_means_nothing_is_refused() -> None:
    d = symjac.derive("x'S x", "x", "S: n x n")
    for wrong in ({"z": 3}, {"n": 2}, {"s": S}, {"x_1": 1}):
        with pytest.raises(SymjacError):
            d.evaluate({"S": S, "x": [1, 1], **wrong})
    with pytest.raises(DomainError, match="twice"):
        d.evaluate({"S": S, "x": [1, 1]}, x=[1, 1])


@pytest.mark.parametrize("x", ["ab", "1", None, [[1], [2, 3]], 1j, {"x": 1}, [None, 1], [[[1]]], [], object()])
def test_what_is_no_array_of_numbers_is_refused(x: Any) -> None:
    with pytest.raises((ShapeError, DomainError)):
        symjac.derive("x'S x", "x", "S: n x n").evaluate(S=S, x=x)
