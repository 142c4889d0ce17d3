"""Irrational results: enough digits where the sides cancel or underflow; near misses are caught; what is singular says so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import symjac
from symjac.errors import CheckError, DomainError, LimitError
from symjac.expr.expr import Expr
from symjac.expr.make import mul, number
from symjac.expr.registry import get
from symjac.verify import equal
from symjac.verify.exact import Mat, det, inverse
from symjac.verify.scalars import Dual, Outside, total
from tests.helpers.planted import differential, slope


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize(
    ("name", "f", "wrt"),
    [
        ("exp", "exp(t)", "t"),
        ("exp", "exp(A*x)", "x"),
        ("exp", "norm(exp(x))", "x"),
        ("tanh", "tanh(t)", "t"),
        ("sin", "sum(sin(x))", "x"),
        ("log", "log(x'*x)", "x"),
        ("logsumexp", "logsumexp(x)", "x"),
        ("logdet", "logdet(X)", "X"),
        ("norm", "norm(x)", "x"),
    ],
)
def test_a_rule_that_is_off_by_the_tenth_digit_is_caught(name: str, f: str, wrt: str, layout: str) -> None:
    where = "t: scalar; x: n; X: n x n; A: m x n"
    assert symjac.derive(f, wrt, where, layout=layout, style="differential").check is not None
    with off(name), pytest.raises(CheckError, match="the two sides differ"):
        symjac.derive(f, wrt, where, layout=layout, style="differential")


def off(name: str) -> Any:
    """The operation with a differential that is wrong by a relative 10⁻¹⁰."""
    right = get(name).differential
    assert right is not None
    factor = number(1 + Fraction(1, 10**10))
    return differential(name, lambda e, d: mul(factor, right(e, d)))


def test_a_wrong_slope_of_what_is_almost_zero_is_caught() -> None:
    """Every value is about 10⁻¹⁰⁰: to a fixed number of decimals both sides were zero."""

    def twice(z: Expr, h: Expr) -> Expr:
        return mul(number(2), h)

    f = "exp(t - 300)"
    assert symjac.derive(f, "t").check is not None
    with slope("exp", twice), pytest.raises(CheckError):
        symjac.derive(f, "t", style="differential")


@pytest.mark.parametrize("k", [50, 100, 1000, 10000, 100000])
@pytest.mark.parametrize("f", ["logsumexp(k*x)", "sum(log(1+exp(k*x)))", "sum(softplus(k*x))", "log(sum(exp(k*A*x)))"])
def test_a_logarithm_of_exponentials_is_checked_at_any_scale(f: str, k: int) -> None:
    assert symjac.derive(f.replace("k", str(k)), "x", "x: n").check is not None


def test_sides_that_cancel_to_all_usual_digits_are_told_apart() -> None:
    a = symjac.parse("log(1 + exp(300*t)) - 300*t", "t: scalar")
    assert equal(a, symjac.parse("log(1 + exp(-300*t))", "t: scalar"))
    assert not equal(a, symjac.parse("log(1 + 2*exp(-300*t))", "t: scalar"))


def test_the_activation_page_takes_a_steep_softplus() -> None:
    assert "softplus" in symjac.activation("s(t) = softplus(100000*t)").render("text")


SINGULAR = ["logdet(exp(x)*x')", "inv(exp(x)*x')", "tr(inv(x*x'))", "logdet(x*x')"]


@pytest.mark.parametrize("f", SINGULAR)
def test_what_is_always_singular_is_refused_as_singular(f: str) -> None:
    with pytest.raises(DomainError) as refused:
        symjac.derive(f, "x", "x: n")
    assert "singular" in str(refused.value)


def test_what_is_invertible_for_some_sizes_is_derived() -> None:
    assert symjac.derive("det(exp(Y)'*exp(Y))", "Y", "Y: n x m", order=2).check is not None
    assert symjac.derive("inv(W*X)", "X", "W: m x 2; X: 2 x m").check is not None


@pytest.mark.parametrize("n", [2, 3, 5])
def test_rows_that_depend_on_one_another_make_a_matrix_singular_in_decimals(n: int) -> None:
    u, v = [Decimal(k + 1).ln() + 1 for k in range(n)], [Decimal(k + 2).sqrt() for k in range(n)]
    with pytest.raises(Outside, match="singular"):
        inverse(Mat([[a * b for b in v] for a in u]))


def test_a_small_determinant_is_not_singular() -> None:
    tiny = Mat([[Decimal("1e-30"), Decimal("2e-30")], [Decimal("3e30"), Decimal("5e30")]])
    assert det(tiny) == -1
    assert (inverse(tiny) @ tiny).rows[0][0] == 1


@pytest.mark.parametrize(
    ("f", "wrt", "where"),
    [
        ("relu(D)", "D", "D: n x n diagonal"),
        ("log(diag(x))", "x", "x: n"),
        ("norm(x - x)", "x", "x: n"),
        ("sum(sqrt(x - x))", "x", "x: n"),
        ("zeros(n,m).^(-1)*P", "P", None),
        ("sin(mahalanobis(x,x,S))", "S", None),
    ],
)
def test_a_function_without_a_derivative_anywhere_is_a_matter_of_its_domain(f: str, wrt: str, where: str | None) -> None:
    with pytest.raises(DomainError):
        symjac.derive(f, wrt, where)


def test_powers_are_exact_only_while_they_are_short() -> None:
    where = "a: scalar; c: scalar; x: scalar"
    for f in ("x^(3^c)", "x^(9^(c^2))", "x^(1000^c)", "(x^9999)^9999"):
        with pytest.raises(LimitError, match="exponent"):
            symjac.derive(f, "x", where)
    assert "exactly" in str(symjac.derive("x^50", "x", where).check)


def test_a_sum_of_dual_numbers_adds_all_their_parts() -> None:
    terms = [Dual(1, {0: 2}, 1), 3, Dual(Dual(4, {1: 5}, 1), {0: Dual(6, {1: 7}, 1)}, 2), Dual(1, {1: 1}, 1)]
    found, one_by_one = total(terms), terms[0] + 3 + terms[2] + terms[3]
    assert found.level == one_by_one.level == 2
    assert (found.a.a, found.a.d) == (one_by_one.a.a, one_by_one.a.d) == (9, {0: 2, 1: 6})
    assert {k: (v.a, v.d) for k, v in found.d.items()} == {0: (6, {1: 7})}
