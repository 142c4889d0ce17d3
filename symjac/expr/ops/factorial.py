"""z! = Γ(z + 1) = exp(lgamma(z + 1)), entry by entry."""

from symjac.expr.families import written_out

written_out(
    "factorial",
    lambda z, f: f.exp(f.lgamma(z + 1)),
    sentence="z! is exp(lgamma(z + 1))",
    source="Abramowitz & Stegun, eq. (6.1.6)",
)
