"""tan z, entry by entry; tan' = 1 + tan²."""

from symjac.expr.families import elementwise

elementwise(
    "tan",
    derivative=lambda z, h, f: 1 + h**2,
    sentence="tan has the derivative 1 + tan²",
    source="calculus of one variable",
)
