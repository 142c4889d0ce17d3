"""colnorm X = √(1'X.²): the row of the 2-norms of the columns."""

from symjac.expr.families import abbreviation
from symjac.expr.make import function, hpower, mul, ones, transpose

abbreviation(
    "colnorm",
    "(m, n) -> (1, n)",
    lambda X: function("sqrt", mul(transpose(ones(X.shape[0])), hpower(X, 2))),
    sentence="the 2-norms of the columns, √(1'X.²), as a row",
    source="the root of the column sums of squares",
    example="colnorm(X)",
)
