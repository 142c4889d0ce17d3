"""log |det X|; d log |det X| = tr(X⁻¹ dX)."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import plain_call, where
from symjac.expr.make import function, mul
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import PRODUCT, Box, Call, Infix, Sym


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    return function("tr", mul(function("inv", x), dx))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Call(Infix((Sym("log", "roman"), Sym("det", "roman")), ("",), PRODUCT), args)


register(
    Op(
        name="logdet",
        spellings=(),
        signature=signature("(n, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.logabsdet(a),
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain_call,
        domain=where("invertible"),
        sentence="the differential of a log-determinant is a trace with the inverse",
        source="Magnus & Neudecker, ch. 8, section 3; Matrix Cookbook, eq. (43)",
        example="logdet(X)",
        listed="function",
    )
)
