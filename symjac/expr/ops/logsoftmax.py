"""logsoftmax z = log softmax z = z − logsumexp(z) 1."""

from symjac.expr.families import abbreviation
from symjac.expr.make import function

abbreviation(
    "logsoftmax",
    "(n, 1) -> (n, 1)",
    lambda z: function("log", function("softmax", z)),
    sentence="the logarithm of the softmax",
    source="Boyd & Vandenberghe, section 3.1.5",
    example="logsoftmax(z)",
    spellings=("log_softmax", "LogSoftmax"),
)
