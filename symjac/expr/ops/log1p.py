"""log1p z = log(1 + z), entry by entry."""

from symjac.expr.families import written_out

written_out(
    "log1p",
    lambda z, f: f.log(1 + z),
    sentence="log1p z is log(1 + z)",
    source="calculus of one variable",
)
