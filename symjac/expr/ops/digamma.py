"""digamma z = Γ'(z)/Γ(z), entry by entry, for positive z; digamma' = trigamma."""

from symjac.expr.families import elementwise, where

elementwise(
    "digamma",
    derivative=lambda z, h, f: f.trigamma(z),
    elsewhere="digamma",
    sentence="digamma has the derivative trigamma",
    source="Abramowitz & Stegun, eq. (6.4.1)",
    domain=where("positive"),
)
