"""mahalanobis(x, mu, S) = √((x − μ)'S⁻¹(x − μ)): the distance of x from μ in the metric of S."""

from symjac.expr.expr import Expr
from symjac.expr.families import abbreviation
from symjac.expr.make import function, mul, sub, transpose


def expand(x: Expr, mu: Expr, S: Expr) -> Expr:
    r = sub(x, mu)
    return function("sqrt", mul(transpose(r), function("inv", S), r))


abbreviation(
    "mahalanobis",
    "(n, 1) (n, 1) (n, n) -> (1, 1)",
    expand,
    sentence="the Mahalanobis distance, √((x − μ)'S⁻¹(x − μ))",
    source="Bishop, PRML, eq. (2.44)",
    example="mahalanobis(x, mu, S)",
)
