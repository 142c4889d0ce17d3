"""colsum X = 1'X: the row of the column sums."""

from symjac.expr.families import abbreviation
from symjac.expr.make import mul, ones, transpose

abbreviation(
    "colsum",
    "(m, n) -> (1, n)",
    lambda X: mul(transpose(ones(X.shape[0])), X),
    sentence="the column sums, 1'X, as a row",
    source="the vector of ones, transposed, times X",
    example="colsum(X)",
)
