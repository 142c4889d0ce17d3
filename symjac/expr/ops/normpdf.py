"""φ(z) = e^(−z²/2)/√(2π), entry by entry: the density of the standard normal distribution."""

from symjac.expr.families import written_out

written_out(
    "normpdf",
    lambda z, f: f.exp(-(z**2) / 2) / f.sqrt(2 * f.pi),
    sentence="normpdf z is e^(−z²/2)/√(2π)",
    source="Abramowitz & Stegun, eq. (26.2.1)",
)
