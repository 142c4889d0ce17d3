"""rowsoftmax X = exp X ⊘ (exp X · 11'): the softmax of every row, as in attention."""

from symjac.expr.expr import Expr
from symjac.expr.families import abbreviation
from symjac.expr.make import function, hdiv, mul, ones


def expand(X: Expr) -> Expr:
    weights = function("exp", X)
    return hdiv(weights, mul(weights, ones(X.shape[1], X.shape[1])))


abbreviation(
    "rowsoftmax",
    "(m, n) -> (m, n)",
    expand,
    sentence="the softmax of every row",
    source="Vaswani et al. (2017), eq. (1)",
    example="rowsoftmax(X)",
)
