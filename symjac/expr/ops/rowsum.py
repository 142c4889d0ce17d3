"""rowsum X = X 1: the column of the row sums."""

from symjac.expr.families import abbreviation
from symjac.expr.make import mul, ones

abbreviation(
    "rowsum",
    "(m, n) -> (m, 1)",
    lambda X: mul(X, ones(X.shape[1])),
    sentence="the row sums, X 1",
    source="X times the vector of ones",
    example="rowsum(X)",
)
