"""Every registered operation: one value over exact numbers, decimals, duals and NumPy; its differential is right."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import localcontext
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from symjac import verify as check
from symjac.derivation.tensor import tensor
from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr, fold
from symjac.expr.make import add, commutation, number, ones, size, symbol
from symjac.expr.registry import operations
from symjac.interop import numpy as arrays
from symjac.verify import Claim, Mismatch, verify
from symjac.verify.evaluate import Point
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals, Exact
from symjac.verify.points import Draw, draw_sizes
from symjac.verify.scalars import CONTEXT, Irrational, Outside, Surd
from symjac.verify.term import Directional, Term, Value
from symjac.writing.box import Sym
from tests.helpers.calls import M, N, examples

INDEXED = ("index", "member", "bigsum", "bigprod", "stack", "delta")  # tests/derivation/test_sums.py
ALL = [
    pytest.param(e, id=f"{op.name}-{k}")
    for op in operations()
    if op.name not in ("differential_of", "power_change", *INDEXED, "image", "jacobian") and op.expand is None
    for k, e in enumerate(examples(op))
]


def points(expr: Expr, numbers: Exact | Decimals, attempt: int) -> Point:
    symbols = check.symbols_of(expr)
    dims: list[Dim] = [n for s in symbols for n in s.shape]
    draw = Draw(numbers, "values", attempt, halves=True)
    return Point(numbers, draw_sizes(dims, {}, 0), draw, symbols)


def decimal_point(expr: Expr) -> Point:
    """A point in the domain, in decimals."""
    for attempt in range(30):
        point = points(expr, Decimals(), attempt)
        try:
            check.value(expr, point)
            return point
        except ArithmeticError:
            continue
    raise AssertionError(f"no point for {expr}")


def floats(a: Mat) -> np.ndarray:
    return np.array([[float(x.c) * float(x.q) ** 0.5 if isinstance(x, Surd) else float(x) for x in row] for row in a.rows])


@pytest.mark.parametrize("expr", ALL)
def test_decimals_and_numpy_agree(expr: Expr) -> None:
    point = decimal_point(expr)
    values = {name: floats(a) for name, a in point.values.items()}
    found = fold(expr, lambda e, args: e.op.value(arrays.NumPy(values, point.sizes), e, *args))
    assert found.shape == check.value(expr, point).shape == tuple(n.value(point.sizes) for n in expr.shape)
    np.testing.assert_allclose(found, floats(check.value(expr, point)), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("expr", ALL)
def test_exact_and_decimals_agree(expr: Expr) -> None:
    for attempt in range(30):
        point = points(expr, Exact(), attempt)
        try:
            found = check.value(expr, point)
        except Irrational:
            return
        except Outside:
            continue
        other = points(expr, Decimals(), 0)
        with localcontext(CONTEXT):
            other.fix({name: a.rows for name, a in point.values.items()})
        np.testing.assert_allclose(floats(found), floats(check.value(expr, other)), rtol=1e-14)
        return
    raise AssertionError("no point")


@pytest.mark.parametrize("expr", ALL)
def test_dual_numbers_are_the_limit_of_differences(expr: Expr) -> None:
    point = decimal_point(expr)
    for x in check.symbols_of(expr):
        base = {name: floats(a) for name, a in point.values.items()}
        d = np.array(check.tensor(expr, x, point), dtype=float)
        for k, l in np.ndindex(base[str(x.data[0])].shape):
            ends = []
            for h in (1e-6, -1e-6):
                moved = {name: a.copy() for name, a in base.items()}
                moved[str(x.data[0])][k, l] += h
                xp = arrays.NumPy(moved, point.sizes)
                ends.append(fold(expr, lambda e, args, xp=xp: e.op.value(xp, e, *args)))
            np.testing.assert_allclose(d[:, :, k, l], (ends[0] - ends[1]) / 2e-6, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("expr", ALL)
def test_differential_of_every_operation(expr: Expr) -> None:
    """The op's own differential against dual numbers: the facts and the checker meet here for the first time."""
    op = expr.op
    if op.differential is None:
        return
    for k, x in enumerate(expr.args):
        if x.op.name != "symbol":
            continue
        d = [None] * len(expr.args)
        d[k] = symbol(f"d{x.data[0]}", x.shape)  # type: ignore[call-overload]
        try:
            right = op.differential(expr, tuple(d))
        except UnsupportedError:
            continue
        term = Term(Sym("d"), Directional(expr, x))
        verify([Claim(term, Term(Sym("d"), Value(right)), (), f"d {op.name}")], check.symbols_of(expr))
        wrong = add(right, ones(*right.shape))
        with pytest.raises(Mismatch):
            verify([Claim(term, Term(Sym("d"), Value(wrong)), (), op.name)], check.symbols_of(expr))


def test_commutation_turns_vec_into_vec_of_the_transpose() -> None:
    from symjac.expr.make import function, mul, transpose

    a = symbol("A", (M, N))
    left = mul(commutation(M, N), function("vec", a))
    assert check.equal(left, function("vec", transpose(a)))
    assert not check.equal(mul(transpose(commutation(M, N)), function("vec", a)), function("vec", transpose(a)))
    values = {"A": np.arange(6.0).reshape(2, 3)}
    np.testing.assert_array_equal(arrays.evaluate(left, values)[:, 0], values["A"].ravel())


def test_numpy_evaluation_reads_sizes_and_refuses_what_does_not_fit() -> None:
    from symjac.errors import DomainError, ShapeError
    from symjac.expr.make import mul

    a, x = symbol("A", (M, N)), symbol("x", (N, ONE))
    np.testing.assert_allclose(arrays.evaluate(mul(a, x), {"A": [[1, 2], [3, 4], [5, 6]], "x": [1, 1]}), [[3], [7], [11]])
    with pytest.raises(ShapeError):
        arrays.evaluate(mul(a, x), {"A": [[1, 2], [3, 4]], "x": [1, 1, 1]})
    with pytest.raises(DomainError):
        arrays.evaluate(mul(a, x), {"A": [[1, 2]]})
    assert arrays.evaluate(size(M), {"A": np.ones((5, 2))}, [a]).item() == 5


def test_softmax_does_not_overflow_in_numpy() -> None:
    from symjac.expr.make import function

    z = symbol("z", (N, ONE))
    np.testing.assert_allclose(arrays.evaluate(function("softmax", z), {"z": [1000.0, 0.0]})[:, 0], [1, 0], atol=1e-12)
    assert arrays.evaluate(function("logsumexp", z), {"z": [1000.0, 1000.0]}).item() == pytest.approx(1000 + np.log(2))
    assert arrays.evaluate(function("softplus", z), {"z": [1000.0, -1000.0]})[:, 0] == pytest.approx([1000, 0])


def test_open_differentials_have_no_value_in_numpy() -> None:
    from symjac.errors import SymjacError
    from symjac.expr.make import function

    with pytest.raises(SymjacError):
        arrays.evaluate(function("differential_of", symbol("x", (N, ONE))), {"x": [1.0]})


@dataclass
class Result:
    """As much of a Derivation as a tensor needs."""

    f: Expr
    variables: tuple[Expr, ...]
    result: Expr
    layout: str = "numerator"
    order_of: str = "notes"
    order: int = 1

    @property
    def answer(self) -> Any:
        from symjac.verify.term import Derivative

        meaning = Derivative(self.f, self.variables, self.layout, self.order_of, self.order)
        return SimpleNamespace(meaning=meaning, laid_out=self.result)

    @property
    def closed(self) -> Expr:
        return self.result

    @property
    def question(self) -> Any:
        return SimpleNamespace(member=None, indexed=False)


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_the_tensor_undoes_the_layout(layout: str, order_of: str) -> None:
    """The laid-out derivative as a literal of numbers, read back as an array, against the dual numbers."""
    from symjac.expr.make import function, hadamard, literal, mul, transpose
    from symjac.verify.term import Derivative
    from symjac.verify.values import laid_out

    m, n = dim("m"), dim("n")
    X, v, t = symbol("X", (m, n)), symbol("v", (n, ONE)), symbol("t", (ONE, ONE))
    gram = mul(X, transpose(hadamard(X, X)))
    for f, x, order in (
        (gram, X, 1),
        (mul(X, v), X, 1),
        (mul(X, v), v, 1),
        (function("sum", gram), X, 1),
        (function("sum", mul(X, v)), v, 1),
        (mul(t, gram), t, 1),
        (mul(t, X, v), t, 1),
        (mul(t, transpose(v)), v, 1),
        (mul(v, transpose(v)), v, 1),
        (mul(t, t), t, 1),
        (function("sum", gram), X, 2),
    ):
        at = check.point([X, v, t])
        whole = laid_out(Derivative(f, (x,), layout, order_of, order), at)
        result = literal(tuple(tuple(number(a) for a in row) for row in whole.rows))
        values = {name: floats(a) for name, a in at.values.items()}
        values |= {s.data[0]: floats(check.value(s, at)) for s in (X, v, t)}
        found = tensor(Result(f, (x,), result, layout, order_of, order), values)
        if order == 1:
            full = np.array(check.tensor(f, x, at), dtype=float)
            kept = [n for s in (f, x) for n, d in zip((*check.value(s, at).shape,), s.shape, strict=True) if d != ONE]
            assert found.shape == tuple(kept)
            np.testing.assert_allclose(found, full.reshape(kept))
        else:
            assert found.shape == (2, 3, 2, 3) or found.shape == (3, 2, 3, 2)
            np.testing.assert_allclose(found, found.transpose(2, 3, 0, 1))
            k, l = 0, 1
            h = 1e-4
            ends = []
            for sign in (h, -h):
                moved = {**values, "X": values["X"].copy()}
                moved["X"][k, l] += sign
                d = laid_out(Derivative(f, (x,)), check.point([X, v, t], {"X": exact_rows(moved["X"])}))
                ends.append(floats(d))
            np.testing.assert_allclose(found[:, :, k, l], (ends[0] - ends[1]) / (2 * h), rtol=1e-6, atol=1e-6)


def exact_rows(a: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(x) for x in row] for row in a.tolist()]
