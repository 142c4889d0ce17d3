"""A ⊘ B: elementwise division; d(A ⊘ B) = dA ⊘ B − A ⊙ dB ⊘ B²."""

from symjac.expr.expr import Condition, Differentials, Expr, Linear, Op
from symjac.expr.make import add, hadamard, hdiv, hpower, neg, ones
from symjac.expr.plain import Plain, product
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, elementwise


def differential(expr: Expr, d: Differentials) -> Expr:
    (a, b), (da, db) = expr.args, d
    terms = [] if da is None else [hdiv(da, b)]
    if db is not None:
        terms.append(neg(hadamard(hdiv(a, hpower(b, 2)), db)))
    return add(*terms)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return elementwise("⊘", args)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return product("./", args)


register(
    Op(
        name="hdiv",
        spellings=(),
        signature=signature("(m, n) (m, n) -> (m, n)"),
        value=lambda xp, expr, a, b: a / b,
        entry=lambda route, expr, i, j: route.over(route.entry(expr.args[0], i, j), route.entry(expr.args[1], i, j)),
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: hdiv(G, expr.args[1]),
            push=lambda expr, k, term: term.hadamard(hdiv(ones(*expr.shape), expr.args[1])),
        ),
        look=look,
        plain=plain,
        domain=lambda expr: (Condition("nonzero entries", expr.args[1]),),
        sentence="quotient rule, entry by entry",
        source="entrywise quotient rule",
        example="x./y",
        listed="operator",
    )
)
