"""Φ(z) = (1 + erf(z/√2))/2, entry by entry: the distribution function of the standard normal distribution."""

from symjac.expr.families import written_out

written_out(
    "normcdf",
    lambda z, f: (1 + f.erf(z / f.sqrt(2))) / 2,
    sentence="normcdf z is (1 + erf(z/√2))/2",
    source="Abramowitz & Stegun, eq. (26.2.29)",
)
