"""A ⊙ B: the elementwise (Hadamard) product; d(A ⊙ B) = dA ⊙ B + A ⊙ dB."""

from functools import reduce

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import add, hadamard
from symjac.expr.plain import Plain, product
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, elementwise


def others(expr: Expr, k: int) -> Expr:
    return hadamard(*expr.args[:k], *expr.args[k + 1 :])


def differential(expr: Expr, d: Differentials) -> Expr:
    a = expr.args
    return add(*(hadamard(*a[:k], dk, *a[k + 1 :]) for k, dk in enumerate(d) if dk is not None))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return elementwise("⊙", args)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return product(".*", args)


register(
    Op(
        name="hadamard",
        spellings=(),
        signature=signature("(m, n) (m, n) -> (m, n)"),
        value=lambda xp, expr, *args: reduce(lambda a, b: a * b, args),
        entry=lambda route, expr, i, j: route.multiply([route.entry(arg, i, j) for arg in expr.args]),
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: hadamard(others(expr, k), G),
            push=lambda expr, k, term: term.hadamard(others(expr, k)),
        ),
        look=look,
        plain=plain,
        domain=always,
        sentence="product rule, entry by entry",
        source="Magnus & Neudecker, ch. 8, eq. (16)",
        example="x.*y",
        listed="operator",
        flat=True,
    )
)
