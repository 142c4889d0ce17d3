"""zeros(m, n): the vector or matrix of zeros; constant."""

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always
from symjac.expr.looks import look_of_shape
from symjac.expr.plain import call
from symjac.expr.registry import register
from symjac.writing.box import Box, Script, Sym


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """A bold 0; of a matrix, with its shape."""
    zero = Sym("0", "bold")
    return zero if expr.is_vector else Script(zero, sub=look_of_shape(expr.shape))


register(
    Op(
        name="zeros",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.zeros(xp.size(expr.shape[0]), xp.size(expr.shape[1])),
        entry=lambda route, expr, i, j: route.number(0),
        differential=None,
        linear=None,
        look=look,
        plain=lambda expr, args: call("zeros", [str(n) for n in expr.shape[: 1 if expr.is_vector else 2]]),
        domain=always,
        sentence="the vector or matrix of zeros",
        source="",
        example="zeros(n)",
        listed="function",
    )
)
