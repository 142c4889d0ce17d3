"""sin z, entry by entry; sin' = cos."""

from symjac.expr.families import elementwise

elementwise(
    "sin",
    derivative=lambda z, h, f: f.cos(z),
    sentence="sin has the derivative cos",
    source="calculus of one variable",
)
