"""A wrong rule is never printed as fact: planted in an operation, an identity or a style, it is caught in every style."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest

import symjac
from symjac.calculus import jacobian as vectorize
from symjac.derivation.styles import chain
from symjac.derivation.styles.registry import styles
from symjac.errors import CheckError, UnsupportedError
from symjac.expr.expr import Expr
from symjac.expr.make import add, div, eye, function, hadamard, hpower, inner, mul, neg, number, ones, power, sub, transpose
from symjac.expr.registry import get
from tests.helpers.planted import Planted, adjoint, attribute, differential, identity, op, slope

SQUARE = "A: n x n; B: n x n; C: n x n; X: n x n; W: n x n; x: n; y: n; a: n; b: n; t: scalar"


# ---- ways to plant ------------------------------------------------------------------------------------------------


# ---- the wrong rules ----------------------------------------------------------------------------------------------


def only_first(expr: Expr, d: tuple[Expr | None, ...]) -> Expr:
    """Product rule with a single term."""
    k = next(k for k, part in enumerate(d) if part is not None)
    return hadamard(*expr.args[:k], d[k], *expr.args[k + 1 :])


def moved_to_front(expr: Expr, d: tuple[Expr | None, ...]) -> Expr:
    """d(AXB) = dX A B."""
    a = expr.args
    return add(*(mul(dk, *a[:k], *a[k + 1 :]) for k, dk in enumerate(d) if dk is not None))


def untransposed(expr: Expr, k: int, G: Expr) -> Expr:
    """<G, L R> = <L G, R> without the transpose."""
    return mul(*expr.args[:k], G, *expr.args[k + 1 :]) if not expr.is_scalar else right_adjoint(expr, k, G)


right_adjoint = get("mul").linear.pullback  # type: ignore[union-attr]
right_power = get("power").differential
Turned = vectorize.Term.transposed


def without_factor(expr: Expr, d: tuple[Expr | None, ...]) -> Expr:
    """d(s^2) = s ds."""
    (s, k), (ds, dk) = expr.args, d
    assert ds is not None
    return mul(power(s, sub(k, number(1))), ds) if dk is None else right_power(expr, d)


def kronecker_swapped(self: vectorize.Term) -> vectorize.Term:
    """vec(A D B) = (A ⊗ B') vec D."""
    if self.M is not None:
        return self
    A, B = self._sides()
    M = function("kron", A, transpose(B)) if self._as_read else function("kron", transpose(B), A)
    return replace(self, A=None, B=None, M=M)


def not_transposed(self: vectorize.Term) -> vectorize.Term:
    return replace(Turned(self), D=self.D)


def same_order(e: Expr) -> Expr | None:
    """(AB)' = A'B'."""
    a = e.args[0]
    return mul(*map(transpose, a.args)) if a.op.name == "mul" and all(f.is_matrix for f in a.args) else None


def all_symmetric(e: Expr) -> Expr | None:
    return e.args[0] if e.args[0].op.name == "symbol" and e.is_matrix else None


def first_two(e: Expr, name: str) -> Expr | None:
    return function(name, e.args[1], e.args[0]) if str(e.args[0]) < str(e.args[1]) else None


def entry_turned(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    return route.entry(expr.args[0], i, j)


@dataclass(frozen=True)
class Case:
    name: str
    plant: Planted
    f: str
    x: str
    options: tuple[tuple[str, Any], ...] = ()
    only: tuple[str, ...] = ()  # the styles that use the rule; all, if empty


def quotient_with_a_plus(e: Any, d: Any) -> Any:
    """Numerator and denominator may move alone."""
    moved = [div(d[0], e.args[1])] if d[0] is not None else []
    moved += [div(mul(d[1], e.args[0]), power(e.args[1], 2))] if d[1] is not None else []
    return add(*moved)


CASES = [
    # differentials
    Case("inverse without the minus", lambda: differential("inv", lambda e, d: mul(e, d[0], e)), "a'*inv(X)*b", "X"),
    Case("inverse with one factor", lambda: differential("inv", lambda e, d: neg(mul(e, d[0]))), "inv(X)*b", "X"),
    Case("determinant with X for its inverse",
         lambda: differential("det", lambda e, d: mul(e, function("tr", mul(e.args[0], d[0])))), "det(X)", "X"),
    Case("log-determinant with a transpose",
         lambda: differential("logdet", lambda e, d: function("tr", mul(transpose(function("inv", e.args[0])), d[0]))),
         "logdet(X)", "X"),
    Case("product with the factors in another order", lambda: differential("mul", moved_to_front), "A*X*B", "X"),
    Case("square without the factor 2", lambda: differential("power", without_factor), "norm(A*x)^2", "x"),
    Case("norm without its division", lambda: differential("norm", lambda e, d: inner(e.args[0], d[0])), "norm(A*x)", "x"),
    Case("minus lost", lambda: differential("neg", lambda e, d: d[0]), "norm(y - A*x)^2", "x"),
    Case("quotient with a plus",
         lambda: differential("div", quotient_with_a_plus),
         "sin(t)/(1 + t^2)", "t"),
    Case("elementwise product with one term", lambda: differential("hadamard", only_first), "tanh(x).*(A*x)", "x"),
    Case("elementwise power one too low", lambda: differential(
        "hpower", lambda e, d: hadamard(mul(e.args[1], e), d[0])), "sum((A*x).^3)", "x"),
    Case("transpose not carried out", lambda: differential("transpose", lambda e, d: d[0]), "X'*a", "X"),
    Case("tanh' = 1 + tanh²", lambda: slope("tanh", lambda z, h: add(ones(*z.shape), hpower(h, 2))), "tanh(W*x + b)", "x"),
    Case("sigmoid' = σ", lambda: slope("sigmoid", lambda z, h: h), "sum(sigmoid(W*x + b))", "x"),
    Case("cos' = sin", lambda: slope("cos", lambda z, h: function("sin", z)), "cos(A*x)", "x"),
    Case("exp' = z exp", lambda: slope("exp", lambda z, h: hadamard(z, h)), "exp(A*x)", "x"),
    Case("log' = log", lambda: slope("log", lambda z, h: h), "sum(log(A*x))", "x"),
    Case("softmax with a plus",
         lambda: differential("softmax", lambda e, d: add(hadamard(e, d[0]), mul(e, transpose(e), d[0]))), "softmax(A*x)", "x"),
    Case("logsumexp without softmax", lambda: differential("logsumexp", lambda e, d: function("sum", d[0])),
         "logsumexp(tanh(A*x))", "x"),
    Case("trace doubled", lambda: differential("tr", lambda e, d: mul(number(2), function("tr", d[0]))), "tr(A*X)", "X"),
    Case("Kronecker factors exchanged",
         lambda: differential("kron", lambda e, d: function("kron", d[1], e.args[0])), "kron(A, X*B)", "X"),
    # adjoints and stacking
    Case("adjoint without a transpose", lambda: adjoint("mul", untransposed), "sum(tanh(A*x))", "x"),
    Case("adjoint of a transpose", lambda: adjoint("transpose", lambda e, k, G: G), "tr(A*X'*B)", "X"),
    Case("adjoint of a minus", lambda: adjoint("neg", lambda e, k, G: G), "sum(tanh(y - A*x))", "x"),
    Case("Kronecker factors in the wrong order", lambda: attribute(vectorize.Term, "flattened", kronecker_swapped), "A*X*B", "X"),
    Case("transpose without the commutation matrix", lambda: attribute(vectorize.Term, "transposed", not_transposed),
         "A*X'", "X"),
    Case("Hessian through a wrong differential", lambda: slope("tanh", lambda z, h: sub(ones(*z.shape), h)),
         "sum(tanh(A*x))", "x", options=(("order", 2),)),
    # identities
    Case("(AB)' = A'B'", lambda: identity("transpose", same_order), "norm(y - A*B*x)^2", "x"),
    Case("every matrix symmetric", lambda: identity("transpose", all_symmetric), "x'*A*x", "x"),
    Case("inverse of a scaled matrix", lambda: identity(
        "inv", lambda e: mul(number(2), function("inv", mul(*e.args[0].args[1:]))) if e.args[0].op.name == "mul" else None),
        "a'*inv(2*X)*b", "X"),
    Case("diag(u) v = v", lambda: identity(
        "mul", lambda e: e.args[1] if len(e.args) == 2 and e.args[0].op.name == "diag" else None), "tanh(A*x)", "x"),
    Case("A + A = A", lambda: identity("add", lambda e: e.args[0] if e.args[0] is e.args[1] else None), "x'*x", "x"),
    Case("A + B = A − B", lambda: identity(
        "add", lambda e: sub(*e.args) if len(e.args) == 2 and e.args[1].op.name == "transpose" else None), "x'*A*x", "x"),
    Case("Kronecker product commutes", lambda: identity("kron", lambda e: first_two(e, "kron")), "A*X*B", "X"),
    Case("K = I", lambda: identity("commutation", lambda e: eye(e.shape[0])), "X*A", "X"),
    # entries
    Case("(A')_ij = A_ij", lambda: op("transpose", entry=entry_turned), "A'*x", "x", only=("components",)),
    Case("(AB)_ij with the factors exchanged", lambda: op(
        "mul", entry=lambda route, e, i, j: route.product(e.args[:1] + e.args[1:], j, i)), "A*B*X", "X", only=("components",)),
    Case("(A + B)_ij = A_ij", lambda: op(
        "add", entry=lambda route, e, i, j: route.entry(e.args[0], i, j)), "A*x + b", "x", only=("components",)),
    Case("(−A)_ij = A_ij", lambda: op(
        "neg", entry=lambda route, e, i, j: route.entry(e.args[0], i, j)), "b - A*x", "x", only=("components",)),
    Case("(A ⊙ B)_ij = A_ij + B_ij", lambda: op(
        "hadamard", entry=lambda route, e, i, j: route.add([route.entry(a, i, j) for a in e.args])), "y.*x", "x",
        only=("components",)),
    # styles
    Case("Jacobians multiplied in the wrong order", lambda: attribute(chain, "outer_first", lambda task, items: list(items)),
         "tanh(W*tanh(A*x))", "x", only=("chain",)),
    Case("a factor of the chain forgotten", lambda: attribute(chain, "product", lambda task, items: mul(*items[1:])),
         "tanh(W*tanh(A*x))", "x", only=("chain",)),
]  # fmt: skip


def derived(case: Case, style: str) -> symjac.Derivation | None:
    """The derivation, or None where the style does not write such a formula."""
    try:
        return symjac.derive(case.f, case.x, SQUARE, style=style, **dict(case.options))
    except UnsupportedError as refusal:
        if refusal.message.startswith("the style"):
            return None
        raise


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_planted_rule_is_caught_in_every_style_that_uses_it(case: Case) -> None:
    writing = [style for style in case.only or [n for n in styles() if n != "sums"] if derived(case, style) is not None]
    assert writing
    for style in writing:
        with case.plant():
            try:
                found = derived(case, style)
            except CheckError:
                continue
            pytest.fail(f"{style} printed {found and found.result}")


def test_what_was_planted_is_gone() -> None:
    with ExitStack() as stack:
        for case in CASES:
            stack.enter_context(case.plant())
    assert str(symjac.derive("norm(y - A*x)^2", "x", SQUARE).result) == "-2*(y - A*x)'*A"


def test_without_the_check_nothing_is_caught() -> None:
    """The check is what catches it, not an accident on the way."""
    with CASES[0].plant():
        d = symjac.derive("a'*inv(X)*b", "X", SQUARE, check=False)
    assert d.check is None and str(d.result) == "inv(X)'*a*b'*inv(X)'"
