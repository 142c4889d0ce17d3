"""cos z, entry by entry; cos' = −sin."""

from symjac.expr.families import elementwise

elementwise(
    "cos",
    derivative=lambda z, h, f: -f.sin(z),
    sentence="cos has the derivative −sin",
    source="calculus of one variable",
)
