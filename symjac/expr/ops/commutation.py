"""K_{m,n}: the commutation matrix, K vec(A) = vec(A') for A of shape m x n; constant."""

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always
from symjac.expr.looks import look_of_dim
from symjac.expr.plain import call
from symjac.expr.registry import register
from symjac.writing.box import RELATION, Box, Infix, Script, Sym


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    m, n = (look_of_dim(n) for n in expr.data)
    return Script(Sym("K"), sub=Infix((m, n), (",",), RELATION))


register(
    Op(
        name="commutation",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.commutation(*(xp.size(n) for n in expr.data)),
        entry=None,
        differential=None,
        linear=None,
        look=look,
        plain=lambda expr, args: call("commutation", [str(n) for n in expr.data]),
        domain=always,
        sentence="the commutation matrix: K vec(A) = vec(A') for A of shape m x n",
        source="Magnus & Neudecker, ch. 3, section 7",
        example="commutation(m, n)",
        listed="function",
    )
)
