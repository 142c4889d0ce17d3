"""The convention that is printed is the one in force: the sentence is read, and the numbers must lie as it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symjac import Derivation, derive
from symjac.derivation.explain.article import conventions
from symjac.derivation.tensor import axes
from symjac.verify import symbols_of

LAYOUTS = ("numerator", "denominator")
ORDERS = {
    "notes": "variables are read row by row, values column by column",
    "rows": "variables and values are read row by row",
    "columns": "variables and values are read column by column",
}
GRADIENT = ("the gradient of a scalar is a row", "the gradient of a scalar is a column")
COMPONENTS = ("each component of the function has its row", "each component of the function has its column")

# What by what, and what is said of it in either layout; whether the order of stacking is said, too.
FIRST: dict[str, tuple[str, str, str, tuple[str, str], bool]] = {
    "scalar by scalar": ("t^2*a", "t", "t: scalar; a: scalar", GRADIENT, False),
    "scalar by column": ("x'*A*x", "x", "A: n x n", GRADIENT, False),
    "scalar by scalars": ("u^2*v", "u, v", "u: scalar; v: scalar", GRADIENT, False),
    "scalar by row": ("r*r'", "r", "r: 1 x n", ("a scalar by a row has the shape of the row",) * 2, False),
    "scalar by matrix": ("tr(A*X)", "X", "A: n x m", ("a scalar by a matrix has the shape of the matrix",) * 2, False),
    "scalar by matrix and column": (
        "c'*(W*x + b)",
        "b, W",
        "x: n; b: m; W: m x n",
        tuple(f"a scalar by a matrix has the shape of the matrix, and by a column it is a {side}" for side in ("row", "column")),
        False,
    ),
    "column by scalar": ("t*b", "t", "t: scalar; b: n", COMPONENTS, False),
    "column by scalars": ("[u^2; v]", "u, v", "u: scalar; v: scalar", COMPONENTS, False),
    "column by column": ("A*x", "x", "A: m x n", COMPONENTS, False),
    "row by scalar": ("t*r", "t", "t: scalar; r: 1 x n", ("a row by a scalar is a row", "a row by a scalar is a column"), False),
    "row by column": ("x'*A", "x", "A: n x m; x: n", COMPONENTS, False),
    "row by row": ("r*A", "r", "r: 1 x n; A: n x m", COMPONENTS, False),
    "matrix by scalar": ("t*A", "t", "t: scalar; A: m x n", ("a matrix by a scalar has the shape of the matrix",) * 2, False),
    "matrix by column": ("b*x'", "x", "x: n; b: m", COMPONENTS, True),
    "row by matrix": ("b'*X", "X", "X: m x n; b: m", COMPONENTS, True),
    "column by matrix": ("X*b", "X", "X: m x n; b: n", COMPONENTS, True),
    "matrix by matrix": ("A*X*B", "X", "A: m x n; X: n x k; B: k x p", COMPONENTS, True),
}
SIZES = {"m": 2, "n": 3, "k": 4, "p": 5}


def numbers(d: Derivation) -> dict[str, Any]:
    source = np.random.default_rng(1)
    shapes = {str(s.data[0]): axes(s, [n.value(SIZES) for n in s.shape]) for s in symbols_of(d.f)}
    return {name: source.uniform(1, 2, size=shape) for name, shape in shapes.items()}


def laid_out(d: Derivation, said: str, tensor: np.ndarray) -> np.ndarray:
    """The array df[i..]/dx[j..] as a matrix, as the sentence says."""
    if "by a column it is a" in said and d.variables[0].is_vector:
        return tensor.reshape((1, -1) if said.endswith("a row)") else (-1, 1))
    if "has the shape" in said:
        return tensor.reshape([n.value(SIZES) for n in (d.f if d.variables[0].is_scalar else d.variables[0]).shape])
    if "by a scalar is a" in said:
        return tensor.reshape((1, -1) if said.endswith("a row)") else (-1, 1))
    values = d.f.shape[0].value(SIZES) * d.f.shape[1].value(SIZES)
    whole = tensor.reshape(*(n.value(SIZES) for n in d.f.shape), -1)
    by_columns = "values column by column" in said or "values are read column by column" in said
    whole = (whole.transpose(1, 0, 2) if by_columns else whole).reshape(values, -1)
    if "variables and values are read column by column" in said:
        rows, columns = (n.value(SIZES) for n in d.variables[0].shape)
        whole = whole.reshape(values, rows, columns).transpose(0, 2, 1).reshape(values, -1)
    return whole.T if said.startswith("Denominator") else whole


ASKED = [
    (kind, layout, order)
    for kind, case in FIRST.items()
    for layout in LAYOUTS
    for order in ORDERS
    if case[4] or order == "columns"
]


@pytest.mark.parametrize(("kind", "layout", "order_of"), ASKED)
def test_the_convention_is_said_and_followed(kind: str, layout: str, order_of: str) -> None:
    f, x, where, words, stacked = FIRST[kind]
    d = derive(f, x, where, layout=layout, order_of=order_of, check=False)
    said = conventions(d)
    means = f"{layout.capitalize()} layout ({words[LAYOUTS.index(layout)]})"
    assert said == (f"{means}; {ORDERS[order_of]}" if stacked else means)
    assert f"Convention: {said}." in " ".join(d.render("text").split())
    at = numbers(d)
    np.testing.assert_allclose(d.evaluate(at), laid_out(d, said, d.tensor(at)))


SYMMETRIC = "The Hessian is symmetric, so it is the same in numerator and denominator layout"


@pytest.mark.parametrize("order_of", ORDERS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("f", "x", "where", "stacked"),
    [
        ("t^3", "t", "t: scalar", False),
        ("x'*A*x", "x", "A: n x n", False),
        ("u^2*v", "u, v", "u: scalar; v: scalar", False),
        ("tr(X'*A*X*B)", "X", "A: m x m; X: m x n; B: n x n", True),
    ],
)
def test_of_a_hessian(f: str, x: str, where: str, stacked: bool, layout: str, order_of: str) -> None:
    d = derive(f, x, where, order=2, layout=layout, order_of=order_of, check=False)
    assert conventions(d) == (f"{SYMMETRIC}; {ORDERS[order_of]}" if stacked else SYMMETRIC)
    found = d.evaluate(numbers(d))
    np.testing.assert_allclose(found, found.T)
    assert d.result is derive(f, x, where, order=2, order_of=order_of, check=False).result


@pytest.mark.parametrize(("layout", "rows", "columns"), [("numerator", "x", "y"), ("denominator", "y", "x")])
def test_of_a_mixed_derivative(layout: str, rows: str, columns: str) -> None:
    d = derive("norm(y - A*x)^2", "x, y", "A: m x n; x: n; y: m", order=2, layout=layout)
    assert conventions(d) == f"{layout.capitalize()} layout (the rows belong to {rows}, the columns to {columns})"
    assert d.shape == tuple({"x": "n", "y": "m"}[name] for name in (rows, columns))


@pytest.mark.parametrize("word", ["symmetric", "diagonal"])
def test_of_a_structured_variable(word: str) -> None:
    d = derive("tr(S*C)", "S", f"S: n x n {word}")
    assert conventions(d).endswith(f"; S is {word}, so the derivative is by its free entries (constrained)")
    assert "constrained" not in conventions(derive("tr(S*C)", "S", "S: n x n posdef"))


def test_the_sigmoid_is_explained_typed_or_not() -> None:
    for f in ("log(1 + exp(t))", "sigmoid(t)"):
        assert " ".join(derive(f, "t").render("text").split()).count("σ(s) = 1/(1 + exp(−s))") == 1
