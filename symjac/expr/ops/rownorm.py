"""rownorm X = √(X.² 1): the column of the 2-norms of the rows."""

from symjac.expr.families import abbreviation
from symjac.expr.make import function, hpower, mul, ones

abbreviation(
    "rownorm",
    "(m, n) -> (m, 1)",
    lambda X: function("sqrt", mul(hpower(X, 2), ones(X.shape[1]))),
    sentence="the 2-norms of the rows, √(X.² 1)",
    source="the root of the row sums of squares",
    example="rownorm(X)",
)
