"""arcsin z, entry by entry; arcsin' z = 1/√(1 − z²)."""

from symjac.expr.families import elementwise, where_entries

elementwise(
    "arcsin",
    elsewhere="asin",
    derivative=lambda z, h, f: 1 / f.sqrt(1 - z**2),
    sentence="arcsin has the derivative 1/√(1 − z²)",
    source="Abramowitz & Stegun, eq. (4.4.52)",
    spellings=("asin",),
    domain=where_entries("inside entries"),
)
