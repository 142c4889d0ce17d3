"""δ_ik: the Kronecker delta, 1 if i = k, else 0."""

from typing import Any

from symjac.expr.expr import Array, Expr, Op
from symjac.expr.families import always
from symjac.expr.plain import Plain, call
from symjac.expr.registry import register
from symjac.writing.box import SCRIPTED, Box, Infix, Script, Sym


def value(xp: Any, expr: Expr, i: Array, k: Array) -> Array:
    return xp.number(int(xp.whole(i) == xp.whole(k)))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Script(Sym("delta"), sub=Infix(args, ("",), SCRIPTED))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return call("kronecker", args)


register(
    Op(
        name="delta",
        spellings=(),
        signature=None,
        value=value,
        entry=None,
        differential=None,
        linear=None,
        look=look,
        plain=plain,
        domain=always,
        sentence="the Kronecker delta is 1 for equal indices, else 0",
        source="",
        example="",
        listed="",
    )
)
