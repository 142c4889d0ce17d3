"""ones(m, n): the vector or matrix of ones; constant."""

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always
from symjac.expr.looks import look_of_shape
from symjac.expr.plain import call
from symjac.expr.registry import register
from symjac.writing.box import Box, Script, Sym


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """A bold 1; of a matrix, with its shape."""
    one = Sym("1", "bold")
    return one if expr.is_vector else Script(one, sub=look_of_shape(expr.shape))


register(
    Op(
        name="ones",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.ones(xp.size(expr.shape[0]), xp.size(expr.shape[1])),
        entry=lambda route, expr, i, j: route.number(1),
        differential=None,
        linear=None,
        look=look,
        plain=lambda expr, args: call("ones", [str(n) for n in expr.shape[: 1 if expr.is_vector else 2]]),
        domain=always,
        sentence="the vector or matrix of ones",
        source="",
        example="ones(n)",
        listed="function",
    )
)
