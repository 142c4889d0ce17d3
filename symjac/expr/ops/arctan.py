"""arctan z, entry by entry; arctan' z = 1/(1 + z²)."""

from symjac.expr.families import elementwise

elementwise(
    "arctan",
    elsewhere="atan",
    derivative=lambda z, h, f: 1 / (1 + z**2),
    sentence="arctan has the derivative 1/(1 + z²)",
    source="Abramowitz & Stegun, eq. (4.4.54)",
    spellings=("atan",),
)
