"""expm1 z = e^z − 1, entry by entry."""

from symjac.expr.families import written_out

written_out(
    "expm1",
    lambda z, f: f.exp(z) - 1,
    sentence="expm1 z is e^z − 1",
    source="calculus of one variable",
)
