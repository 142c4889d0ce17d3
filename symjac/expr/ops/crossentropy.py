"""crossentropy(y, p) = −y'log p: how well the probabilities p fit the labels y."""

from symjac.expr.expr import Expr
from symjac.expr.families import abbreviation
from symjac.expr.make import function, mul, neg, transpose


def expand(y: Expr, p: Expr) -> Expr:
    return mul(neg(transpose(y)), function("log", p))


abbreviation(
    "crossentropy",
    "(n, 1) (n, 1) -> (1, 1)",
    expand,
    sentence="the cross-entropy −y'log p",
    source="Bishop, PRML, eq. (4.108)",
    example="crossentropy(y, p)",
)
