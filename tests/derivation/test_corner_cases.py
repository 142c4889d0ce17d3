"""Corners: numbers for arrays, constants in disguise, size 1, free entries twice, several scalars, long products."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest

import symjac
from symjac.errors import CheckError, DomainError, LimitError, SymjacError, UnsupportedError
from symjac.expr.make import mul, number
from symjac.expr.registry import operations
from symjac.interop.numpy import evaluate
from tests.helpers.work import work


def test_every_function_of_a_number_is_derived_or_refused_by_name() -> None:
    """Of a 1 x 1 array the elementwise operations are the ordinary ones; nothing runs in circles."""
    for f in [f"{name}(x)" for name in named_functions()] + [
        "softmax((x/3)')",
        "softmax((-x)')",
        "softmax((x+y)')",
        "x.*x./x",
        "x.^y",
    ]:
        for order in (1, 2):
            try:
                symjac.derive(f, "x", "x: scalar; y: scalar", order=order)
            except SymjacError as refused:
                assert not isinstance(refused, CheckError), (f, refused)


def named_functions() -> list[str]:
    return [op.name for op in operations() if op.listed == "function" and op.signature is not None]


@pytest.mark.parametrize(
    ("f", "wrt", "where", "result"),
    [
        ("det(X*inv(X))", "X", "X: n x n", "zeros(n, n)"),
        ("inv(X*inv(X))", "X", "X: n x n", "zeros(n*n, n*n)"),
        ("det(Q'*Q)", "Q", "Q: n x n orthogonal", "2*Q"),
        ("logdet(Q'*Q)", "Q", "Q: n x n orthogonal", "2*Q"),
        ("exp(x - x)", "x", "x: n", "zeros(n, n)"),
        ("log(exp(P./P))", "P", "P: m x n", "zeros(m*n, m*n)"),
    ],
)
def test_what_becomes_constant_has_the_derivative_zero(f: str, wrt: str, where: str, result: str) -> None:
    assert str(symjac.derive(f, wrt, where).result) == result


def test_a_derivative_is_not_simplified_before_it_is_worked_out() -> None:
    """d(Q'Q) is not d(I), although Q'Q = I: the entries of Q move freely."""
    from symjac.calculus.simplify import simplify
    from symjac.expr.make import function

    inside = symjac.parse("Q'*Q", "Q: n x n orthogonal")
    left_open = function("differential_of", inside)
    assert simplify(mul(function("inv", inside), left_open)) is left_open
    assert str(simplify(mul(number(2), inside))) == "2*eye(n)"


@pytest.mark.parametrize("f", ["norm(softmax(u))^2", "sum(softmax(u).^2)", "softmax(u)'*softmax(u)", "logsumexp(softmax(u) + u)"])
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_a_number_within_a_chain_is_transposed_as_a_number(f: str, layout: str) -> None:
    d = symjac.derive(f, "u", "u: n", layout=layout)
    assert d.check is not None and d.shape == (("1", "n") if layout == "numerator" else ("n", "1"))


@pytest.mark.parametrize(("f", "shape"), [("[t; t^2]", ("1", "2")), ("t^3*x'", ("N", "1")), ("t^3*A", ("M", "N"))])
def test_twice_by_a_number_in_denominator_layout(f: str, shape: tuple[str, str]) -> None:
    assert symjac.derive(f, "t", "x: N; A: M x N; t: scalar", order=2, layout="denominator").shape == shape


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_a_matrix_by_several_numbers_is_stacked_as_asked(order_of: str, layout: str) -> None:
    d = symjac.derive("[s, c; s*c, 1]", "s, c", order_of=order_of, layout=layout)
    slopes = d.tensor(s=2.0, c=3.0)
    assert np.array_equal(slopes, [[[1, 0], [0, 1]], [[3, 2], [0, 0]]])


def test_sizes_without_a_variable() -> None:
    where = "a: scalar; c: scalar"
    assert str(symjac.derive("a*c*sum(ones(n))", "a, c", where).result) == "[c*n, a*n]"
    assert str(symjac.derive("a*c + n", "a, c", where + "; x: n").result) == "[c, a]"
    assert str(symjac.derive("a*c*sum(ones(1000000))", "a, c", where).result) == "[1000000*c, 1000000*a]"


@pytest.mark.parametrize(("f", "where"), [("X^k", "x: n; X: m x m"), ("y", "x: n; y: m"), ("A", "x: n; A: n x n")])
@pytest.mark.parametrize("at", ["x = a", "x = [1; 2]"])
def test_a_point_for_a_variable_that_does_not_occur(f: str, where: str, at: str) -> None:
    d = symjac.derive(f, "x", where, at=at)
    assert d.check is not None and "zeros" in str(d.result)


@pytest.mark.parametrize("sizes", ["M=1, N=1", "M=1, N=2", "M=2, N=1", "M=2, N=3"])
@pytest.mark.parametrize(("f", "wrt"), [("A*x", "x"), ("A*x", "A"), ("x'*A'*A*x", "x"), ("norm(A*x)", "x"), ("A'*A", "A")])
def test_an_instance_with_size_1(f: str, wrt: str, sizes: str) -> None:
    assert symjac.derive(f, wrt, "A: M x N; x: N", instance=sizes).check is not None


@pytest.mark.parametrize("sizes", ["N=1", "N=2"])
@pytest.mark.parametrize("f", ["x'*A*x", "norm(x)", "norm(x)^2", "sum(exp(x))"])
@pytest.mark.parametrize("order_of", ["notes", "columns"])
def test_an_instance_of_the_second_derivative(f: str, sizes: str, order_of: str) -> None:
    d = symjac.derive(f, "x", "A: N x N; x: N", order=2, instance=sizes, order_of=order_of)
    assert any(step.kind == "instance" for step in d.steps)


def test_an_instance_twice_by_a_number() -> None:
    d = symjac.derive("[t; t^3]", "t", order=2, instance="n=2", where="x: n")
    assert d.check is not None


@pytest.mark.parametrize(
    ("f", "word"), [("tr(S*S*S)", "symmetric"), ("tr(S*S)", "diagonal"), ("det(S)", "symmetric"), ("sum(exp(S))", "symmetric")]
)
def test_the_hessian_by_free_entries(f: str, word: str) -> None:
    """Numbers for comparison: f of the free entries alone, by second differences."""
    d = symjac.derive(f, "S", f"S: n x n {word}", order=2)
    S = np.array([[1.0, 0.5], [0.5, 2.0]]) if word == "symmetric" else np.diag([1.0, 2.0])
    H, h = d.evaluate(S=S), 1e-4

    def moved(k: int, by: float) -> np.ndarray:
        E = np.zeros((2, 2))
        i, j = divmod(k, 2)
        if word == "symmetric" or i == j:
            E[i, j] = E[j, i] = by
        return E

    def f_at(A: np.ndarray) -> float:
        return float(evaluate(d.f, {"S": A}, list(d.problem.symbols.values()))[0, 0])

    for k in range(4):
        for l in range(4):
            corners = [p * q * f_at(S + moved(k, p * h) + moved(l, q * h)) for p in (1, -1) for q in (1, -1)]
            assert abs(sum(corners) / (4 * h * h) - H[k, l]) < 1e-4
    assert "free entries" in d.render("text")
    assert set(d.views) >= {"constrained", "unconstrained"}


def test_independent_entries_are_said_to_be_so() -> None:
    for f in ("S*x", "S*S"):
        assert "independent of one another" in " ".join(symjac.derive(f, "S", "S: n x n symmetric").render("text").split())
    assert "independent of" not in symjac.derive("x'*S*x", "S", "S: n x n symmetric").render("text")
    assert "independent of" not in symjac.derive("S*x", "x", "S: n x n symmetric").render("text")


@pytest.mark.parametrize("f", ["norm(a*(b'*x))", "norm(a*(b'*x + t))", "norm(A*c*(b'*x))"])
def test_a_hessian_that_is_zero_is_written_as_zero(f: str) -> None:
    d = symjac.derive(f, "x", "x: N; a: M; b: N; t: scalar", order=2)
    assert str(d.result) == "zeros(N, N)"


def test_a_hessian_that_is_not_zero_is_kept() -> None:
    assert str(symjac.derive("norm(x)", "x", order=2).result) == "eye(N)/norm(x) - x*x'/norm(x)^3"


@pytest.mark.parametrize(
    ("f", "wrt", "where"),
    [
        ("x'" * 400, "x", None),
        ("x*" * 1999 + "x", "x", "x: scalar"),
        ("A*" * 199 + "A", "A", None),
        ("*".join(f"(x + {k})" for k in range(300)), "x", "x: scalar"),
        ("*".join(f"(a{k}'*x)" for k in range(60)), "x", None),
        ("x.*" * 300 + "x", "x", "x: n"),
    ],
)
@pytest.mark.parametrize("order", [1, 2])
def test_long_products_end_soon(f: str, wrt: str, where: str | None, order: int) -> None:
    with work() as done, suppress(LimitError, UnsupportedError):
        symjac.derive(f, wrt, where, order=order)
    assert done.calls < 6_000_000


def test_equal_factors_are_collected_before_a_long_product_is_differentiated() -> None:
    d = symjac.derive("x*" * 99 + "x", "x", "x: scalar")
    assert str(d.result) == "100*x^99" and "Collect equal factors" in d.render("text")


def test_a_number_with_too_many_digits_is_refused() -> None:
    with pytest.raises(LimitError):
        symjac.derive("((3*x)^9999)^9999", "x", "x: scalar")


def test_division_by_zero_is_said_in_entries_too() -> None:
    with pytest.raises(DomainError, match="division by zero"):
        symjac.derive("zeros(n, m).^(-1)*P", "P", style="components")


@pytest.mark.parametrize("f", ["[a; x]'*[x; a]", "norm([a; x] - [x; a])^2", "[x, A]*[b; x]", "tr([A, x]*[x'; A])"])
def test_blocks_of_other_heights_are_not_taken_for_each_other(f: str) -> None:
    """[a; x] and [x; a] are both n + 1 high, and their blocks lie elsewhere."""
    assert symjac.derive(f, "x", "x: n; A: n x n; a: scalar; b: scalar").check is not None
