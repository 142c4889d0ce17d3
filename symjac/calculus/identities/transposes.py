"""Transposes: (A')' = A, (AB)' = B'A', and S' = S for what is symmetric."""

from __future__ import annotations

from symjac.calculus.identities.factors import Product, factors, flip_term, rebuilt, reversed_chain, symmetric_at_sight
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr, length
from symjac.expr.families import ScalarOp
from symjac.expr.make import add, commutation, function, hadamard, hdiv, is_op, literal, ones, transpose, zeros


@identity("transpose", says="the transpose of a transpose is the matrix itself")
def transpose_transpose(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return a.args[0] if is_op(a, "transpose") else None


@identity("transpose", says="a symmetric matrix is its own transpose")
def transpose_symmetric(expr: Expr) -> Expr | None:
    return expr.args[0] if symmetric_at_sight(expr.args[0]) else None


@identity("transpose", says="the transpose of a product is the product of the transposes in reverse order")
def transpose_product(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if not is_op(a, "mul", "neg", "div"):
        return None
    p = factors(a)
    return rebuilt(Product(p.coefficient, p.scalars, reversed_chain(p.chain)))


@identity("transpose", says="the transpose of a sum is the sum of the transposes")
def transpose_sum(expr: Expr) -> Expr | None:
    """Only where that takes fewer transposes; (y − Φθ)' stays as it is."""
    (a,) = expr.args
    if not is_op(a, "add"):
        return None
    other = add(*map(flip_term, a.args))
    return other if length(other) < length(expr) else None


@identity("transpose", says="the transpose of a sum is the sum of the transposes")
def row_of_rows(expr: Expr) -> Expr | None:
    """(2λθ + Aᵀr)ᵀ is the row 2λθᵀ + rᵀA of the textbook; a residual (y − Φθ)ᵀ, which needs more transposes then, stays."""
    (a,) = expr.args
    if not is_op(a, "add") or not a.is_vector:
        return None
    ends = [factors(term).chain[-1] for term in a.args if factors(term).chain]
    chains = [f for term in a.args for f in factors(term).chain]
    if len({*ends}) < len(ends):
        return None  # (A + Aᵀ)w and w have w in common
    if not any(is_op(f, "transpose", "add") for f in chains):
        return None
    other = add(*map(flip_term, a.args))
    return other if length(other) <= length(expr) + any(f.is_matrix and is_op(f, "add") for f in chains) else None


@identity("transpose", says="the transpose acts on each factor of an elementwise product")
def transpose_hadamard(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if not is_op(a, "hadamard", "hdiv"):
        return None
    flipped = list(map(flip_term, a.args))
    if sum(map(length, flipped)) >= sum(map(length, a.args)) + 1:
        return None
    return hadamard(*flipped) if is_op(a, "hadamard") else hdiv(*flipped)


@identity("transpose", says="K' is the commutation matrix the other way round; constants transpose in shape")
def transpose_constant(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "commutation"):
        return commutation(a.data[1], a.data[0])
    if is_op(a, "ones") and a.is_matrix:
        return ones(*expr.shape)
    return zeros(*expr.shape) if is_op(a, "zeros") else None


@identity("transpose", says="(A ⊗ B)' = A' ⊗ B'")
def transpose_kron(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return function("kron", *(transpose(b) for b in a.args)) if is_op(a, "kron") else None


@identity("transpose", says="rows become columns")
def transpose_literal(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if not is_op(a, "literal"):
        return None
    rows, columns = a.data
    grid = [a.args[r * columns : (r + 1) * columns] for r in range(rows)]
    return literal(tuple(tuple(transpose(line[c]) for line in grid) for c in range(columns)))


@identity("transpose", says="the transpose of an elementwise function of A' is the function of A")
def transpose_entrywise(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if isinstance(a.op, ScalarOp) or is_op(a, "differential_of"):
        inside = a.args[0]
        return function(a.op.name, inside.args[0]) if is_op(inside, "transpose") else None
    return None


RULES = (
    transpose_transpose, transpose_symmetric, transpose_product, transpose_sum, transpose_hadamard, transpose_constant,
    transpose_kron, transpose_literal, transpose_entrywise,
)  # fmt: skip
LAST = (row_of_rows,)
