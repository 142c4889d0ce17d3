"""adj X: the adjugate, det(X) X⁻¹ where X is invertible; d adj X = (tr(adj X dX) I − adj X dX) X⁻¹."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import named, plain_call, where
from symjac.expr.make import eye, function, mul, sub
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    moved = mul(expr, dx)
    return mul(sub(mul(function("tr", moved), eye(x.shape[0])), moved), function("inv", x))


register(
    Op(
        name="adj",
        spellings=("adjugate",),
        signature=signature("(n, n) -> (n, n)"),
        value=lambda xp, expr, a: xp.inv(a) * xp.det(a),
        entry=None,
        differential=differential,
        linear=None,
        look=named("adj"),
        plain=plain_call,
        domain=where("invertible"),
        sentence="differentiate X adj X = det(X) I",
        source="Magnus & Neudecker, ch. 8, section 5",
        example="adj(X)",
        listed="function",
    )
)
