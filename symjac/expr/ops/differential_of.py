"""d(A): a differential still to be worked out, a line in a derivation; its value is the change of A along dX."""

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always, plain_call
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, differential


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return differential(args[0])


register(
    Op(
        name="differential_of",
        spellings=(),
        signature=signature("(m, n) -> (m, n)"),
        value=lambda xp, expr, a: xp.tangent(a),
        entry=None,
        differential=None,
        linear=None,
        look=look,
        plain=plain_call,
        domain=always,
        sentence="the differential, not yet worked out",
        source="",
        example="",
        listed="",
    )
)
