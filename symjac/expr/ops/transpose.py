"""A': the transpose; dF = (dA)'."""

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import is_op, transpose
from symjac.expr.plain import POSTFIX, Plain, bracket
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import ATOM, Box, paren, transposed


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return transpose(da)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return transposed(paren(args[0], ATOM + 1) if is_op(expr.args[0], "number") else args[0])


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    """A'; of a power (X^2)', for X^2' could be read as X^(2'); of a number (1)', for 1' is a row of ones."""
    powered = is_op(expr.args[0], "power", "hpower", "matrix_power", "number")
    return Plain((f"({args[0].text})" if powered else bracket(args[0], POSTFIX)) + "'", POSTFIX)


register(
    Op(
        name="transpose",
        spellings=(),
        signature=signature("(m, n) -> (n, m)"),
        value=lambda xp, expr, a: a.T,
        entry=lambda route, expr, i, j: route.entry(expr.args[0], j, i),
        differential=differential,
        linear=Linear(pullback=lambda expr, k, G: transpose(G), push=lambda expr, k, term: term.transposed()),
        look=look,
        plain=plain,
        domain=always,
        sentence="the differential of a transpose is the transpose of the differential",
        source="Magnus & Neudecker, ch. 8, eq. (13)",
        example="A'",
        listed="operator",
    )
)
