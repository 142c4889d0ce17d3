"""khatrirao(A, B): the column-wise Kronecker product, column j is a_j ⊗ b_j; vec(A diag(v) B) = khatrirao(B', A) v."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import always, named, plain_call
from symjac.expr.make import add, function
from symjac.expr.registry import register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (a, b), (da, db) = expr.args, d
    terms = [] if da is None else [function("khatrirao", da, b)]
    return add(*terms, *([] if db is None else [function("khatrirao", a, db)]))


register(
    Op(
        name="khatrirao",
        spellings=(),
        signature=signature("(m, n) (p, n) -> (m*p, n)"),
        value=lambda xp, expr, a, b: xp.khatrirao(a, b),
        entry=None,
        differential=differential,
        linear=None,
        look=named("khatrirao"),
        plain=plain_call,
        domain=always,
        sentence="the column-wise Kronecker (Khatri–Rao) product",
        source="Khatri & Rao (1968)",
        example="khatrirao(A, B)",
        listed="function",
    )
)
