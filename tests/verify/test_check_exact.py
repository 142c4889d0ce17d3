"""The checker's own arithmetic: Mat against SymPy, surds, dual numbers against SymPy's derivatives."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symjac.verify import exact
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals, Exact, Functions
from symjac.verify.scalars import CONTEXT, Dual, Irrational, Outside, Surd, divide, integer_power

ENTRY = st.one_of(st.integers(-6, 6), st.fractions(-3, 3, max_denominator=4))


def mats(m: int, n: int) -> st.SearchStrategy[Mat]:
    return st.lists(st.lists(ENTRY, min_size=n, max_size=n), min_size=m, max_size=m).map(Mat)


def to_sympy(a: Mat) -> sympy.Matrix:
    return sympy.Matrix([[sympy.Rational(x.numerator, x.denominator) for x in row] for row in a.rows])


def same(a: Mat, b: sympy.Matrix) -> bool:
    return a.shape == b.shape and to_sympy(a) == b


@given(mats(2, 3), mats(2, 3), mats(3, 4))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_arithmetic_is_that_of_sympy(a: Mat, b: Mat, c: Mat) -> None:
    p, q, r = map(to_sympy, (a, b, c))
    assert same(a + b, p + q) and same(a - b, p - q) and same(-a, -p) and same(a.T, p.T)
    assert same(a * b, p.multiply_elementwise(q)) and same(a @ c, p * r)
    assert same(exact.kron(a, c), sympy.Matrix(sympy.kronecker_product(p, r)))
    assert same(exact.vec(c), r.vec())
    assert same(exact.block([[a, b], [b, a]]), sympy.Matrix(sympy.BlockMatrix([[p, q], [q, p]])))


@given(st.integers(1, 6).flatmap(lambda n: mats(n, n)))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_determinant_and_inverse_are_those_of_sympy(a: Mat) -> None:
    p = to_sympy(a)
    if p.det() != 0:
        assert exact.det(a) == p.det()
        assert same(exact.inverse(a), p.inv())
    else:
        with pytest.raises(Outside):
            exact.inverse(a)


def test_khatrirao_is_kron_column_by_column() -> None:
    a, b = Mat([[1, 2], [3, 4]]), Mat([[5, 6], [7, 8], [9, 10]])
    columns = [exact.kron(Mat([[x] for x in p]), Mat([[x] for x in q])) for p, q in zip(a.T.rows, b.T.rows, strict=True)]
    assert exact.khatrirao(a, b) == Mat([[c.rows[i][0] for c in columns] for i in range(6)])


def test_shapes_that_do_not_fit_are_refused() -> None:
    for op in (Mat.__add__, Mat.__mul__, Mat.__matmul__):
        with pytest.raises(ValueError):
            op(Mat([[1, 2, 3]]), Mat([[1, 2]]))


def test_integers_stay_integers() -> None:
    assert type(divide(6, 3)) is int and divide(1, 3) == Fraction(1, 3)
    with pytest.raises(Outside):
        divide(1, 0)


def test_surds_square_exactly_and_refuse_the_rest() -> None:
    r = Surd(1, 5)
    assert r * r == 5 and (2 * r) * (r / 3) == Fraction(10, 3) and r + r == 2 * r and r - r == 0
    assert 1 / r == r / 5 and integer_power(r, -2) == Fraction(1, 5) and abs(-r) == r
    assert Surd(1, 8) * Surd(3, 2) == 12 and Surd(1, 8) / Surd(1, Fraction(1, 2)) == 4
    assert Surd(1, 8) == 2 * Surd(1, 2) and Surd(1, 2) != Surd(1, 3) and Surd(1, 2) != -Surd(1, 2)
    for impossible in (lambda: r + 1, lambda: Surd(1, 2) + Surd(1, 3), lambda: r ** Fraction(1, 2)):
        with pytest.raises(Irrational):
            impossible()


def x_of(value: Fraction | int) -> Dual:
    return Dual(value, {0: 1})


@given(st.fractions(1, 3, max_denominator=5), st.fractions(-3, 3, max_denominator=5))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_dual_arithmetic_is_the_product_and_quotient_rule(at: Fraction, c: Fraction) -> None:
    t = sympy.Symbol("t")
    for f in (
        lambda x: (x * x + c) / x,
        lambda x: 1 / (x + 1) - c * x,
        lambda x: (x - c) ** 3 * x,
        lambda x: -x / (c * c + 1),
    ):
        slope = sympy.diff(f(t), t).subs(t, sympy.Rational(at.numerator, at.denominator))
        assert f(x_of(at)).d[0] == Fraction(int(slope.p), int(slope.q))


def test_levels_do_not_mix() -> None:
    x, y = Dual(Fraction(3), {0: 1}, 1), Dual(Fraction(5), {0: 1}, 2)
    product = x * x * y
    assert product.level == 2 and product.d[0].d[0] == 6 and product.a.d[0] == 30
    assert (y + x).d == {0: 1} and (x - y).d == {0: -1}


NAMES = ["exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "abs", "sign", "atan", "erf"]


@pytest.mark.parametrize("name", NAMES)
def test_slopes_of_functions_agree_with_sympy(name: str) -> None:
    f, at, t = Functions(Decimals()), Decimal("0.625"), sympy.Symbol("t", real=True)
    g = getattr(sympy, {"abs": "Abs"}.get(name, name))(t)
    with localcontext(CONTEXT):
        outer = Dual(Dual(at, {0: Decimal(1)}, 1), {0: Decimal(1)}, 2)
        found = getattr(f, name)(outer)
        values = found.a.a, found.a.d[0], found.d[0].d.get(0, 0) if isinstance(found.d[0], Dual) else 0
        for order, value in enumerate(values):
            true = sympy.diff(g, t, order).subs(t, sympy.Rational(5, 8)).evalf(60)
            assert abs(Decimal(str(true)) - Decimal(value)) < Decimal("1e-45"), order


def test_exact_functions_are_exact_or_refuse() -> None:
    f = Functions(Exact())
    assert f.sqrt(Fraction(9, 4)) == Fraction(3, 2) and f.abs(-3) == 3 and f.abs(x_of(-3)).d == {0: -1}
    assert f.power(4, Fraction(1, 2)) == 2 and f.power(4, Fraction(-3, 2)) == Fraction(1, 8) and f.power(x_of(2), 0) == 1
    with pytest.raises(Irrational):
        f.exp(1)
    for kink in (f.abs, f.sqrt, f.sign):
        with pytest.raises(Outside):
            kink(x_of(0))


def test_decimals_refuse_what_is_not_real() -> None:
    f = Functions(Decimals())
    for bad in (
        lambda: f.log(Decimal(-1)),
        lambda: f.sqrt(Decimal(-2)),
        lambda: f.log(Decimal(0)),
        lambda: f.asin(Decimal(2)),
    ):
        with pytest.raises(Outside):
            bad()


def test_powers_agree_with_sympy() -> None:
    f, one = Functions(Decimals()), Decimal(1)
    with localcontext(CONTEXT):
        found = f.power(Dual(Decimal("1.5"), {0: one}), Dual(Decimal("0.3"), {1: one}))
    a, k = sympy.symbols("a k")
    at = {a: sympy.Rational(3, 2), k: sympy.Rational(3, 10)}
    for true, value in ((a**k, found.a), (sympy.diff(a**k, a), found.d[0]), (sympy.diff(a**k, k), found.d[1])):
        assert abs(Decimal(str(true.subs(at).evalf(60))) - value) < Decimal("1e-45")
