"""X⁺: the Moore–Penrose inverse of a matrix of full rank; dX⁺ = −X⁺dX X⁺ + X⁺X⁺'dX'(I − XX⁺) + (I − X⁺X)dX'X⁺'X⁺."""

from typing import Any

from symjac.expr.expr import Array, Condition, Differentials, Expr, Op
from symjac.expr.families import plain_call
from symjac.expr.make import add, eye, mul, neg, sub, transpose
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.expr.structure import of_rank_one
from symjac.writing.box import ATOM, Box, Script, Sym, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    m, n = x.shape
    turned, back = transpose(dx), transpose(expr)
    left = mul(expr, back, turned, sub(eye(m), mul(x, expr)))
    right = mul(sub(eye(n), mul(expr, x)), turned, back, expr)
    return add(neg(mul(expr, dx, expr)), left, right)


def value(xp: Any, expr: Expr, a: Array) -> Array:
    """(X'X)⁻¹X' of a tall matrix, X'(XX')⁻¹ of a wide one; X'/‖X‖² of one of rank 1."""
    if of_rank_one(expr.args[0]):
        return a.T / xp.sum(a * a)
    tall = a.shape[0] >= a.shape[1]
    return xp.inv(a.T @ a) @ a.T if tall else a.T @ xp.inv(a @ a.T)


def domain(expr: Expr) -> tuple[Condition, ...]:
    (x,) = expr.args
    return (Condition("nonzero" if of_rank_one(x) else "of full rank", x),)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Script(paren(args[0], ATOM), sup=Sym("+"))


register(
    Op(
        name="pinv",
        spellings=(),
        signature=signature("(m, n) -> (n, m)"),
        value=value,
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=domain,
        sentence="the differential of the Moore–Penrose inverse at constant rank",
        source="Magnus & Neudecker, ch. 8, theorem 5",
        example="pinv(X)",
        listed="function",
    )
)
