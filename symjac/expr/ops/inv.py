"""X⁻¹: the inverse; dX⁻¹ = −X⁻¹ (dX) X⁻¹."""

from collections.abc import Callable
from typing import Any

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


def slope(route: Any, expr: Expr, i: Any, j: Any, d: Callable[[Any], Any]) -> Any:
    """∂(X⁻¹)_ij = −Σ_kl (X⁻¹)_ik ∂X_kl (X⁻¹)_lj, from X X⁻¹ = I by entries."""
    (x,) = expr.args
    n = x.shape[0]

    def term(k: Any, l: Any) -> Any:
        return route.multiply([route.entry(expr, i, k), d(route.entry(x, k, l)), route.entry(expr, l, j)])

    return route.negative(route.sum(n, lambda k: route.sum(n, lambda l: term(k, l))))


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
        slope=slope,
        look=look,
        plain=plain_call,
        domain=where("invertible"),
        sentence="differentiate X X⁻¹ = I: the inverse stands on both sides, with a minus",
        source="Magnus & Neudecker, ch. 8, section 4; Matrix Cookbook, eq. (40)",
        example="inv(X)",
        listed="function",
    )
)
