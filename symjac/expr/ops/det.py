"""det X: the determinant; d det X = det(X) tr(X⁻¹ dX)."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import named, plain_call, where
from symjac.expr.make import function, mul
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    return mul(expr, function("tr", mul(function("inv", x), dx)))


register(
    Op(
        name="det",
        spellings=(),
        signature=signature("(n, n) -> (1, 1)"),
        value=lambda xp, expr, a: xp.det(a),
        entry=None,
        differential=differential,
        linear=None,
        look=named("det"),
        plain=plain_call,
        domain=where("invertible"),
        sentence="Jacobi's formula",
        source="Magnus & Neudecker, ch. 8, section 3; Matrix Cookbook, eq. (41)",
        example="det(X)",
        listed="function",
    )
)
