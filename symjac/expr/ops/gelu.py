"""gelu z = z Φ(z) = z (1 + erf(z/√2))/2, entry by entry."""

from symjac.expr.families import written_out

written_out(
    "gelu",
    lambda z, f: z * (1 + f.erf(z / f.sqrt(2))) / 2,
    sentence="gelu z is z (1 + erf(z/√2))/2",
    source="Hendrycks & Gimpel 2016",
    spellings=("GELU",),
)
