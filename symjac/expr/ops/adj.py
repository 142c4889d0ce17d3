"""adj X: the adjugate, det(X) X⁻¹ where X is invertible; d adj X = (tr(adj X dX) I − adj X dX) X⁻¹."""

from symjac.errors import UnsupportedError
from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.families import named, plain_call
from symjac.expr.make import eye, function, mul, sub, zeros
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.expr.structure import of_rank_one


def differential(expr: Expr, d: Differentials) -> Expr:
    (x,), (dx,) = expr.args, d
    assert dx is not None
    n = x.shape[0].number
    if n == 2:  # adj X = tr(X) I − X
        return sub(trace_times_identity(dx), dx)
    if of_rank_one(x):
        return for_rank_one(expr, n)
    moved = mul(expr, dx)
    return mul(sub(trace_times_identity(moved), moved), function("inv", x))


def trace_times_identity(a: Expr) -> Expr:
    return mul(function("tr", a), eye(a.shape[0]))


def for_rank_one(expr: Expr, n: int | None) -> Expr:
    """The adjugate of u v' is zero from 3 x 3 on, and for 2 x 2 it is not: no one formula holds for all sizes."""
    if n is not None:
        return zeros(*expr.shape)
    raise UnsupportedError(
        "the derivative of an adjugate is written with the inverse, which a matrix of rank 1 has not",
        found=str(expr),
        hint=f"give {expr.shape[0]} as a number: the adjugate of a matrix of rank 1 is zero from 3 x 3 on",
    )


def domain(expr: Expr) -> tuple[Condition, ...]:
    (x,) = expr.args
    return () if x.shape[0].number == 2 or of_rank_one(x) else (Condition("invertible", x),)


register(
    Op(
        name="adj",
        spellings=("adjugate",),
        signature=signature("(n, n) -> (n, n)"),
        value=lambda xp, expr, a: xp.adjugate(a),
        entry=None,
        differential=differential,
        linear=None,
        look=named("adj"),
        plain=plain_call,
        domain=domain,
        sentence="differentiate X adj X = det(X) I",
        source="Magnus & Neudecker, ch. 8, section 5",
        example="adj(X)",
        listed="function",
    )
)
