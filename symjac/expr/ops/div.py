"""A / s: division by a scalar; d(A/s) = dA/s − A ds/s²."""

from symjac.expr.expr import Condition, Differentials, Expr, Linear, Op
from symjac.expr.make import add, div, mul, neg, power
from symjac.expr.plain import Plain, product
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import PRODUCT, Box, Frac, Infix, Num, Prefix


def differential(expr: Expr, d: Differentials) -> Expr:
    (a, s), (da, ds) = expr.args, d
    terms = [] if da is None else [div(da, s)]
    if ds is not None:
        terms.append(neg(mul(div(ds, power(s, 2)), a)))
    return add(*terms)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    top, bottom = args
    if isinstance(top, Prefix) and top.sign == "−":
        return Prefix("−", quotient(top.body, bottom))
    return quotient(top, bottom)


def quotient(top: Box, bottom: Box) -> Box:
    """top/bottom; (1/s) dA, for a quotient that begins with d is taken for a derivative."""
    if isinstance(top, Prefix) and top.sign == "d":
        return Infix((Frac(Num("1"), bottom), top), ("",), PRODUCT)
    return Frac(top, bottom)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return product("/", args)


register(
    Op(
        name="div",
        spellings=(),
        signature=signature("(m, n) (1, 1) -> (m, n)"),
        value=lambda xp, expr, a, s: a / s,
        entry=lambda route, expr, i, j: route.over(route.entry(expr.args[0], i, j), route.scalar(expr.args[1])),
        differential=differential,
        linear=Linear(
            pullback=lambda expr, k, G: div(G, expr.args[1]),
            push=lambda expr, k, term: term.over(expr.args[1]),
        ),
        look=look,
        plain=plain,
        domain=lambda expr: (Condition("nonzero", expr.args[1]),),
        sentence="quotient rule",
        source="Magnus & Neudecker, ch. 8",
        example="A/s",
        listed="operator",
    )
)
