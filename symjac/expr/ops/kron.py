"""A ⊗ B: the Kronecker product; d(A ⊗ B) = dA ⊗ B + A ⊗ dB."""

from typing import Any

from symjac.errors import UnsupportedError
from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always, plain_call
from symjac.expr.make import add, eye, function, mul, transpose
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, elementwise


def differential(expr: Expr, d: Differentials) -> Expr:
    (a, b), (da, db) = expr.args, d
    terms = [] if da is None else [function("kron", da, b)]
    return add(*terms, *([] if db is None else [function("kron", a, db)]))


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    """A_pq B_rs in block (p, q), row r and column s of it, where the indices say so."""
    a, b = expr.args
    row, column = (route.in_blocks(at, m, n) for at, m, n in zip((i, j), a.shape, b.shape, strict=True))
    if row is None or column is None:
        return route.opaque(expr, i, j)
    return route.multiply([route.entry(a, row[0], column[0]), route.entry(b, row[1], column[1])])


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    """Of dA ⊗ b = (I ⊗ b) dA and a ⊗ dB = (a ⊗ I) dB, with a column or row on the other side; in general there is no formula."""
    moving, other = expr.args[k], expr.args[1 - k]
    if not (other.is_vector or other.is_row):
        raise UnsupportedError("the adjoint of a Kronecker product has no matrix formula", found=str(expr))
    unit = eye(moving.shape[0] if other.is_vector else moving.shape[1])
    spread = transpose(function("kron", unit, other) if k == 0 else function("kron", other, unit))
    return mul(spread, G) if other.is_vector else mul(G, spread)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return elementwise("⊗", args)


register(
    Op(
        name="kron",
        spellings=(),
        signature=signature("(m, n) (p, q) -> (m*p, n*q)"),
        value=lambda xp, expr, a, b: xp.kron(a, b),
        entry=entry,
        differential=differential,
        linear=Linear(
            pullback=pullback,
            push=lambda expr, k, term: term.kron_right(expr.args[1]) if k == 0 else term.kron_left(expr.args[0]),
        ),
        look=look,
        plain=plain_call,
        domain=always,
        sentence="the Kronecker product is linear in each factor",
        source="Magnus & Neudecker, ch. 8, eq. (17)",
        example="kron(A, B)",
        listed="function",
    )
)
