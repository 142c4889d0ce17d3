"""−A; dF = −dA."""

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import neg
from symjac.expr.plain import UNARY, Plain, bracket
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import PREFIX, BigOp, Box, Prefix, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return neg(da)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Prefix("−", args[0] if isinstance(args[0], BigOp) else paren(args[0], PREFIX + 1))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return Plain("-" + bracket(args[0], UNARY + 1), UNARY, negated=args[0])


register(
    Op(
        name="neg",
        spellings=(),
        signature=signature("(m, n) -> (m, n)"),
        value=lambda xp, expr, a: -a,
        entry=lambda route, expr, i, j: route.negative(route.entry(expr.args[0], i, j)),
        differential=differential,
        linear=Linear(pullback=lambda expr, k, G: neg(G), push=lambda expr, k, term: term.negated()),
        look=look,
        plain=plain,
        domain=always,
        sentence="a constant factor stays in front",
        source="Magnus & Neudecker, ch. 8, eq. (7)",
        example="-A",
        listed="operator",
    )
)
