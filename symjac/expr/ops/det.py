"""det X: the determinant; d det X = det(X) tr(X⁻¹ dX), and tr(adj(X) dX) where X has no inverse."""

from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.families import named, plain_call
from symjac.expr.make import function, mul
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.expr.structure import of_rank_one


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    if of_rank_one(x):
        return function("tr", mul(function("adj", x), dx))
    return mul(expr, function("tr", mul(function("inv", x), dx)))


def domain(expr: Expr) -> tuple[Condition, ...]:
    """The determinant is a polynomial: X⁻¹ is only the usual way of writing its derivative."""
    return () if of_rank_one(expr.args[0]) else (Condition("invertible", expr.args[0]),)


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
        domain=domain,
        sentence="Jacobi's formula",
        source="Magnus & Neudecker, ch. 8, section 3; Matrix Cookbook, eq. (41)",
        example="det(X)",
        listed="function",
    )
)
