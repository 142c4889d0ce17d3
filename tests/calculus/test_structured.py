"""What a Hessian is made of is read off its form: the kinds, the parts, the systems; planted errors are found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import symjac
from symjac.calculus.structured.solution import certainly_definite
from symjac.calculus.structured.structure import KINDS, Structure
from symjac.derivation import structure as stating
from symjac.expr.make import add, mul, number

HESSIANS = [
    ("x'*x", "x", "x: n", "scaled identity: 2*eye(n)"),
    ("norm(X)^2", "X", "X: m x n", "scaled identity: 2*eye(m*n)"),
    ("c'*x - sum(log(x))", "x", "x: n positive", "diagonal: diag(ones(n)./x.^2)"),
    ("sum(exp(X))", "X", "X: m x n", "diagonal: diag(vec(exp(X)'))"),
    ("logsumexp(x)", "x", "x: n", "diagonal plus low rank: diag(softmax(x)) - softmax(x)*softmax(x)', of rank 1 at most"),
    ("sum(exp(x)) + (a'*x)^2", "x", "x: n", "diagonal plus low rank: diag(exp(x)) + 2*a*a', of rank 1 at most"),
    ("norm(x)", "x", "x: n", "diagonal plus low rank: eye(n)/norm(x) - x*x'/norm(x)^3, of rank 1 at most"),
    ("(a'*x)^2 + (c'*x)^4 + norm(x)^2", "x", "x: n",
     "diagonal plus low rank: 2*eye(n) + [c, a]*diag([12*(c'*x)^2; 2])*[c, a]', of rank 2 at most"),
    ("(a'*x)*(c'*x)", "x", "x: n", "low rank: [c, a]*[a, c]', of rank 2 at most"),
    ("norm(A*x - b)^2 + lambda*norm(x)^2", "x", "A: m x n; lambda: scalar positive",
     "diagonal plus low rank: 2*lambda*eye(n) + 2*A'*A, of rank m at most"),
    ("sum(softplus(X*w)) + lambda/2*norm(w)^2", "w", "X: m x n; lambda: scalar positive",
     "diagonal plus low rank: lambda*eye(n) + X'*diag(sigmoid(X*w).*(ones(m) - sigmoid(X*w)))*X, of rank m at most"),
    ("norm(T - U*V')^2", "U", "T: m x n; V: n x k", "kronecker: 2*kron(eye(m), V'*V)"),
    ("norm(A*X*B - C)^2", "X", "A: p x m; X: m x n; B: n x q", "kronecker: 2*kron(A'*A, B*B')"),
    ("tr(X'*X*S) + norm(X)^2", "X", "X: m x n; S: n x n posdef", "kronecker: kron(eye(m), 2*(eye(n) + S))"),
    ("logdet(X)", "X", "X: n x n", "kronecker: -commutation(n, n)*kron(inv(X), inv(X)')"),
    ("norm(Q*X - C)^4", "X", "Q: p x m; X: m x n",
     "kronecker plus low rank: kron(4*norm(Q*X - C)^2*Q'*Q, eye(n)) + 8*vec((Q*X - C)'*Q)*vec((Q*X - C)'*Q)', of rank 1 at most"),
    ("sum(exp(X*B))", "X", "X: m x n; B: n x k", "block diagonal: kron(eye(m), B)*diag(vec(exp(X*B)'))*kron(eye(m), B')"),
    ("sum(Y.*sin(A*X))", "X", "A: p x m; X: m x n",
     "block diagonal: kron(A', eye(n))*diag(vec(-(sin(A*X).*Y)'))*kron(A, eye(n))"),
    ("norm(W.*(T - U*V'))^2 + lambda*norm(U)^2", "U", "T: m x n; V: n x k; W: m x n; lambda: scalar",
     "block diagonal: 2*lambda*eye(k*m) + kron(eye(m), V')*diag(vec(2*(W.^2)'))*kron(eye(m), V)"),
    ("exp(x'*S*x)", "x", "S: n x n symmetric", "dense"),
    ("a'*x", "x", "x: n", "zero"),
]  # fmt: skip
JACOBIANS = [
    ("softmax(x)", "x", "x: n", "diagonal plus low rank: diag(softmax(x)) - softmax(x)*softmax(x)', of rank 1 at most"),
    ("exp(x)", "x", "x: n", "diagonal: diag(exp(x))"),
    ("exp(X)", "X", "X: m x n", "diagonal: commutation(n, m)*diag(vec(exp(X)'))"),
    ("A*X*B", "X", "A: p x m; X: m x n; B: n x q", "kronecker: commutation(q, p)*kron(A, B')"),
    ("x*(a'*x)", "x", "x: n", "diagonal plus low rank: (a'*x)*eye(n) + x*a', of rank 1 at most"),
    ("X'*X", "X", "X: m x n", "dense"),
]
EVERY = [(*case, 2) for case in HESSIANS] + [(*case, 1) for case in JACOBIANS]


@pytest.mark.parametrize(("f", "wrt", "where", "wanted", "order"), EVERY)
def test_the_structure_is_told(f: str, wrt: str, where: str, wanted: str, order: int) -> None:
    found = symjac.derive(f, wrt, where, order=order).structure
    assert str(found) == wanted
    assert found.kind in KINDS


def test_the_parts_stand_by_their_names() -> None:
    found = symjac.derive("logsumexp(x)", "x", "x: n", order=2).structure
    assert {name: str(part) for name, part in found.parts.items()} == {"d": "softmax(x)", "u": "softmax(x)", "c": "-1"}
    assert str(found.form) == "diag(d) + c*u*u'" and str(found.rank) == "1"
    parts: Any = found.parts
    with pytest.raises(TypeError):
        parts["d"] = found.form


def test_what_has_no_narrow_product_for_certain_is_dense() -> None:
    """Of A'A with a 5 x 3 matrix A nothing is of low rank; of one that is 2 x 3 it is."""
    tall, wide = (symjac.derive("norm(A*x)^2", "x", f"A: {m} x 3", order=2).structure for m in (5, 2))
    assert tall.kind == "dense" and wide.kind == "low rank"


@pytest.mark.parametrize("f", ["x'*A*x", "sum(x)"])
def test_a_gradient_has_no_structure(f: str) -> None:
    with pytest.raises(symjac.UnsupportedError, match="this is a gradient"):
        _ = symjac.derive(f, "x", "x: n").structure


# ---- claims are checked -----------------------------------------------------------------------------------------


def spoiled(found: Structure) -> Structure:
    return replace(found, expr=add(found.expr, found.expr))


def test_a_wrong_structure_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = stating.read_off
    monkeypatch.setattr(stating, "read_off", lambda M: spoiled(right(M)))
    for f in ("logsumexp(x)", "norm(A*x - b)^2"):
        with pytest.raises(symjac.errors.CheckError, match="do not make it up"):
            _ = symjac.derive(f, "x", "A: m x n; x: n" if "A" in f else "x: n", order=2).structure


def test_a_wrong_solution_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = stating.solution
    monkeypatch.setattr(stating, "solution", lambda H, b: mul(number(2), right(H, b)))
    with pytest.raises(symjac.errors.CheckError, match="the solution by structure is none"):
        symjac.derive("sum(exp(x)) + (a'*x)^2", "x", "x: n", order=2).code(solve="b")


@pytest.mark.parametrize(
    ("f", "why"),
    [
        ("logsumexp(x)", "it sends ones(n) to zero"),
        ("norm(x)", "it sends norm(x)*x to zero"),
        ("log(a'*exp(x))", "to zero"),
        ("(a'*x)^2", "it is of rank 1 at most"),
        ("a'*x", "it is of rank 0 at most"),
    ],
)
def test_a_matrix_without_an_inverse_is_refused(f: str, why: str) -> None:
    with pytest.raises(symjac.UnsupportedError, match="the matrix has no inverse") as refused:
        symjac.derive(f, "x", "x: n; a: n positive", order=2).code(solve="b")
    assert why in str(refused.value)


def test_a_singular_matrix_without_a_structure_is_refused_where_it_is_checked() -> None:
    with pytest.raises(symjac.UnsupportedError, match="no point was found where the matrix has an inverse"):
        symjac.derive("norm(P*x)^4", "x", "P: 2 x 3", order=2).code(solve="b")


@pytest.mark.parametrize(
    ("text", "where", "wanted"),
    [
        ("S", "S: n x n posdef", True),
        ("A'*A + lambda*eye(n)", "A: m x n; lambda: scalar positive", True),
        ("2*(lambda*eye(n) + A'*A)", "A: m x n; lambda: scalar positive", True),
        ("lambda*eye(n) + A'*diag(sigmoid(z))*A", "A: m x n; lambda: scalar positive", True),
        ("kron(S, T)", "S: n x n posdef; T: m x m posdef", True),
        ("A'*A", "A: m x n", False),
        ("A'*A + lambda*eye(n)", "A: m x n; lambda: scalar", False),
        ("S", "S: n x n symmetric", False),
    ],
)
def test_what_has_a_cholesky_factor_is_known_by_its_form(text: str, where: str, wanted: bool) -> None:
    assert certainly_definite(symjac.parse(text, where)) is wanted
