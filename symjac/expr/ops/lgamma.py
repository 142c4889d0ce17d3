"""lgamma z = log Γ(z), entry by entry, for positive z; lgamma' = digamma."""

from symjac.expr.families import elementwise, where

elementwise(
    "lgamma",
    derivative=lambda z, h, f: f.digamma(z),
    elsewhere="loggamma",
    sentence="lgamma, the logarithm of the gamma function, has the derivative digamma",
    source="Abramowitz & Stegun, eq. (6.3.1)",
    spellings=("gammaln", "loggamma"),
    domain=where("positive"),
)
