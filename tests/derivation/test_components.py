"""The components style: what it writes, that every line holds, that it is fast."""

from __future__ import annotations

from types import SimpleNamespace as Namespace
from typing import Any

import pytest

import symjac
from symjac.calculus.entries import Route
from symjac.derivation.question import Question
from symjac.derivation.styles import components
from symjac.derivation.styles.components import hessian
from symjac.derivation.trail import Step, Trail
from symjac.errors import CheckError, UnsupportedError
from symjac.expr.dims import dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, div, function, hadamard, literal, mul, number, power, sub, symbol, transpose
from symjac.verify import Claim, verify
from symjac.writing.formats.text.page import box
from tests.helpers import planted

K, M, N, ONE = dim("K"), dim("M"), dim("N"), dim(1)
A, X, W = symbol("A", (M, N)), symbol("X", (M, N)), symbol("W", (K, M))
B, S, D = symbol("B", (N, N)), symbol("S", (N, N), ("symmetric",)), symbol("D", (N, K))
x, a, y, b = (symbol(name, (n, ONE)) for name, n in (("x", N), ("a", N), ("y", M), ("b", M)))
t, x1, x2 = (symbol(name, (ONE, ONE)) for name in ("t", "x_1", "x_2"))
f = function

CASES = [
    (mul(A, x), x), (add(mul(A, x), b), x), (mul(transpose(x), B, x), x), (mul(transpose(x), S, x), x), (mul(A, x), A),
    (mul(transpose(A), A), A), (mul(A, transpose(A)), A), (transpose(A), A), (mul(B, B), B), (mul(W, X, D), X),
    (f("tanh", mul(W, X)), X), (f("tanh", add(mul(A, x), b)), x), (f("exp", x), x), (hadamard(x, a, x), x),
    (power(f("norm", sub(y, mul(A, x))), 2), x), (f("norm", x), x), (f("softmax", x), x), (f("logsumexp", x), x),
    (f("tr", mul(transpose(X), A)), X), (f("tr", mul(transpose(X), X)), X), (mul(transpose(y), X, x), X),
    (f("sum", f("sin", mul(A, x))), x), (f("tanh", mul(A, f("tanh", mul(B, x)))), x), (mul(f("inv", B), x), x),
    (mul(t, x), t), (mul(power(t, 2), A), t), (f("exp", mul(transpose(a), x)), x), (transpose(mul(B, x)), x),
    (literal(((power(t, 2),), (f("sin", t),))), t), (mul(transpose(x), power(B, 2), power(B, 2), x), x),
    (mul(x, transpose(x)), x),
    (div(x, f("norm", x)), x), (f("diag", mul(B, x)), x), (mul(transpose(x), S, f("tanh", mul(S, x))), x),
]  # fmt: skip


def task(expr: Expr, wrt: Expr, name: str = "", **conventions: Any) -> Question:
    symbols = {str(e.data[0]): e for e in (*postorder(expr), wrt) if e.op.name == "symbol"}
    problem = Namespace(
        name=name,
        called=name or "fF"["f" in symbols],
        maps={},
        symbols=symbols,
        definitions=(),
        params=(),
        target=expr,
        variables=(str(wrt.data[0]),),
    )
    return Question(problem, (wrt,), **conventions)  # type: ignore[arg-type]


def derived(expr: Expr, wrt: Expr, **conventions: Any) -> list[Step]:
    one = task(expr, wrt, **conventions)
    assert components.fits(one)
    trail = Trail()
    components.derive(one, trail)
    check(trail.steps, one.problem.symbols.values())
    return trail.steps


def check(steps: list[Step], symbols: Any) -> None:
    claims = [Claim(s.before, s.after, s.free, f"{s.id} {s.rule.name}") for s in steps if s.before is not None]
    assert verify(claims, symbols).lines == len(claims)


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize(("expr", "wrt"), CASES, ids=[f"{e} by {v}" for e, v in CASES])
def test_every_line_holds(expr: Expr, wrt: Expr, layout: str) -> None:
    steps = derived(expr, wrt, layout=layout)
    assert steps[-1].kind == "conclude" and steps[-1].importance == 3


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize(("expr", "wrt"), [(mul(A, x), A), (mul(transpose(A), A), A), (transpose(A), A), (mul(W, X), X)])
def test_instances_in_every_order(expr: Expr, wrt: Expr, order_of: str) -> None:
    steps = derived(expr, wrt, order_of=order_of, sizes={"K": 2, "M": 3, "N": 2})
    assert [s for s in steps if s.rule.name == "instance"]


def drawn(steps: list[Step], name: str) -> str:
    return "\n".join(box(s.after.box) for s in steps if s.rule.name == name)


def test_sample_1_in_full() -> None:
    names = [s.rule.name for s in derived(mul(A, x), x)]
    assert names == [
        "components", "written_out", "sum_written_out", "component", "differentiate", "deltas", "contract", "partials", "entries",
        "closed_form", "conclude",
    ]  # fmt: skip


def test_the_instance_of_the_notes() -> None:
    steps = derived(mul(transpose(A), A), A, sizes={"M": 3, "N": 2})
    lines = [line.split() for line in drawn(steps, "instance").split("\n")]
    assert ["⎡2A₁₁", "0", "│", "2A₂₁", "0", "│", "2A₃₁", "0", "⎤"] in lines
    assert ["(2×2)×(3×2)"] in lines


def test_blocks_of_a_vector_by_a_matrix() -> None:
    shown = drawn(derived(mul(A, x), A), "entries").split("\n")
    assert shown[0].split() == ["⎡x₁", "⋯", "x_N", "│", "0", "⋯", "0", "│", "⋯", "│", "0", "⋯", "0", "⎤"]
    assert shown[-1].strip() == "M×(M×N)"


def test_cases_of_a_vector_by_a_matrix() -> None:
    shown = drawn(derived(mul(A, x), A), "cases")
    assert "if k = i" in shown and "if k ≠ i" in shown


def test_component_functions() -> None:
    expr = literal(((mul(power(x1, 2), x2),), (f("sin", x1),)))
    one = task(expr, x1)
    one.problem.symbols["x_2"] = x2  # type: ignore[index]
    trail = Trail()
    result = components.derive_components(one.problem, (x1, x2), trail)
    check(trail.steps, (x1, x2))
    assert result == literal(((mul(number(2), x1, x2), power(x1, 2)), (f("cos", x1), number(0))))


def test_the_entries_view() -> None:
    term, free = components.entries_view(task(mul(transpose(A), A), A))
    assert [str(i.symbol) for i in free] == ["p", "q", "i", "j"]
    assert "p ≠ q" in box(term.box) and "otherwise" in box(term.box)


@pytest.mark.parametrize(
    ("expr", "wrt"), [(f("det", B), B), (f("logdet", B), B), (mul(transpose(x), S, x), S)], ids=["det", "logdet", "symmetric"]
)
def test_what_does_not_fit(expr: Expr, wrt: Expr) -> None:
    assert not components.fits(task(expr, wrt))


def test_a_summation_index_is_not_caught_where_a_sum_is_of_zeros() -> None:
    """Σ_l (G_kl − G_kl)S_il depends on k, which SymPy does not say of it."""
    where = "B: n x n; G: p x n; S: n x n symmetric"
    assert symjac.derive("sum(sin((G - G)*(S*B)))", "B", where, style="components").check is not None


INVERSES = ["X^-1", "a'*X^-1*b", "inv(X)'", "tr(inv(X)*A)", "X^-1*A*X", "a'*inv(X'*X + A)*b", "norm(inv(A + t*X)*b)^2"]


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize("formula", INVERSES)
def test_inverses(formula: str, order_of: str) -> None:
    d = symjac.derive(formula, "X", "X: N x N; t: scalar; A: N x N", style="components", order_of=order_of)
    other = symjac.derive(formula, "X", "X: N x N; t: scalar; A: N x N", style="differential", order_of=order_of)
    assert d.result == other.result
    names = [step.rule.name for step in d.steps]
    assert names.count("equations") == 1
    assert names.index("equations") < names.index("product_rule")


def test_an_inverse_by_its_equations() -> None:
    text = symjac.derive("X^-1", "X", style="components").render("text")
    assert "are determined by XX⁻¹ = I" in text
    assert "−(X⁻¹)ₚᵢ(X⁻¹)_jq" in text
    assert "d(Z⁻¹)ᵢⱼ/dt" in symjac.derive("inv(A + t*B)", "t", style="components").render("text")  # of a number: d, not ∂


def test_a_wrong_rule_for_the_inverse_is_caught() -> None:
    """∂(X⁻¹)_ij = −Σ (X⁻¹)_ik ∂X_lk (X⁻¹)_lj"""

    def wrong(route: Any, expr: Expr, i: Any, j: Any, d: Any) -> Any:
        (X,), n = expr.args, expr.shape[0]
        term = lambda k, l: route.multiply([route.entry(expr, i, k), d(route.entry(X, l, k)), route.entry(expr, l, j)])  # noqa: E731
        return route.negative(route.sum(n, lambda k: route.sum(n, lambda l: term(k, l))))

    with planted.op("inv", slope=wrong), pytest.raises(CheckError):
        symjac.derive("X^-1", "X", style="components")


KRONECKER = [
    ("kron(A, X)", "X"),
    ("kron(X, X)", "X"),
    ("kron(A*X, B)", "X"),
    ("kron(a, x)", "x"),
    ("kron(A, x)", "x"),
    ("kron(x, a')", "x"),
]


@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize(("formula", "wrt"), KRONECKER)
def test_kronecker_products(formula: str, wrt: str, order_of: str) -> None:
    d = symjac.derive(formula, wrt, style="components", order_of=order_of)
    assert d.result == symjac.derive(formula, wrt, style="differential", order_of=order_of).result
    assert d.style == "components"


def test_the_entries_of_a_kronecker_product_are_those_of_its_blocks() -> None:
    text = symjac.derive("kron(A, X)", "X", style="components").render("text")
    assert "A ⊗ X is made of blocks" in text
    assert "Entry (r, s) of block (p, q) is" in text
    assert "F_((p−1)K+r,(q−1)P+s) = A_pq Xᵣₛ" in text


def test_blocks_that_are_taken_for_one_another_are_caught() -> None:
    """A_rs X_pq"""
    right = Route.in_blocks
    with planted.attribute(Route, "in_blocks", lambda *at: (right(*at) or ())[::-1] or None), pytest.raises(CheckError):
        symjac.derive("kron(A, X)", "X", "A: M x N; X: M x N", style="components")


HESSIANS = [
    "x'*A*x",
    "norm(A*x - b)^2",
    "exp(-1/2*x'*x)",
    "log(1 + exp(b'*x))",
    "sum(x.^3)",
    "norm(x)",
    "b'*x",
    "logsumexp(x)",
    "sum(tanh(A*x))",
]


@pytest.mark.parametrize("detail", ["full", "exam", "brief"])
@pytest.mark.parametrize("formula", HESSIANS)
def test_hessians(formula: str, detail: str) -> None:
    d = symjac.derive(formula, "x", "A: N x N; x: N; b: N", order=2, style="components", detail=detail)
    assert d.result == symjac.derive(formula, "x", "A: N x N; x: N; b: N", order=2, style="differential").result
    assert "∂xᵢ∂xⱼ" in d.render("text") or "∂xₖ∂xⱼ" in d.render("text")


def test_the_second_derivative_goes_on_from_the_first() -> None:
    text = " ".join(symjac.derive("x'*A*x", "x", order=2, style="components").render("text").split())
    assert "Differentiate once more, with respect to xᵢ:" in text
    assert "[A + Aᵀ]ᵢⱼ" in text


def test_a_wrong_second_derivative_is_caught() -> None:
    """∂²f/∂x_i∂x_j = ∂f/∂x_j"""
    with planted.attribute(hessian, "twice", lambda s, i: s.derivative), pytest.raises(CheckError):
        symjac.derive("x'*A*x", "x", order=2, style="components")


@pytest.mark.parametrize(
    ("formula", "wrt", "order", "message"),
    [
        ("det(X)", "X", 1, "those of det have no formula"),
        ("tr(X'*X)", "X", 2, "second derivatives of a scalar by a vector"),
        ("+".join(["tanh(A*tanh(A*x))"] * 9), "x", 1, "names, numbers and operators, more than"),
    ],
)
def test_a_refusal_says_why(formula: str, wrt: str, order: int, message: str) -> None:
    with pytest.raises(UnsupportedError) as refused:
        symjac.derive(formula, wrt, "A: N x N; X: N x N; x: N", order=order, style="components")
    assert message in refused.value.message
    assert "styles that can: " in str(refused.value.hint) and "(style=" in str(refused.value.hint)


@pytest.mark.parametrize("order_of", ["rows", "columns"])
@pytest.mark.parametrize(
    ("f", "names"), [("norm1(k*u)*exp(diag(u))", "k: scalar positive; u: m"), ("(a'u)*cos(diag(u))", "u: m; a: m")]
)
def test_cases_are_left_where_there_are_more_than_two(f: str, names: str, order_of: str) -> None:
    """∂/∂u_j of a function of δ_pq u_p beside another: p = q without j = p is a case of its own."""
    d = symjac.derive(f, "u", names, style="components", order_of=order_of)
    assert d.check is not None and "⎨" not in d.render("text")


def test_cases_stay_where_the_others_vanish() -> None:
    assert "⎨" in symjac.derive("exp(diag(u))", "u", "u: m", style="components").render("text")
