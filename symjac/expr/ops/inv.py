"""X⁻¹: the inverse; dX⁻¹ = −X⁻¹ (dX) X⁻¹."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import plain_call, where
from symjac.expr.make import mul, neg
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import ATOM, MINUS_ONE, Box, Script, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    (dx,) = d
    assert dx is not None
    return neg(mul(expr, dx, expr))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    base, minus_one = args[0], MINUS_ONE
    if isinstance(base, Script) and base.sup is None:
        return Script(base.base, base.sub, minus_one)
    return Script(paren(base, ATOM), sup=minus_one)


register(
    Op(
        name="inv",
        spellings=(),
        signature=signature("(n, n) -> (n, n)"),
        value=lambda xp, expr, a: xp.inv(a),
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=where("invertible"),
        sentence="differentiate X X⁻¹ = I: the inverse stands on both sides, with a minus",
        source="Magnus & Neudecker, ch. 8, section 4; Matrix Cookbook, eq. (40)",
        example="inv(X)",
        listed="function",
    )
)
