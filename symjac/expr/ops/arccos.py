"""arccos z, entry by entry; arccos' z = −1/√(1 − z²)."""

from symjac.expr.families import elementwise, where_entries

elementwise(
    "arccos",
    elsewhere="acos",
    derivative=lambda z, h, f: -1 / f.sqrt(1 - z**2),
    sign="≥",
    sentence="arccos has the derivative −1/√(1 − z²)",
    source="Abramowitz & Stegun, eq. (4.4.53)",
    spellings=("acos",),
    domain=where_entries("inside entries"),
)
