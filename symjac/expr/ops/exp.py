"""exp z, entry by entry; exp' = exp."""

from symjac.expr.families import elementwise

elementwise(
    "exp",
    derivative=lambda z, h, f: h,
    sign=">",
    sentence="exp is its own derivative",
    source="calculus of one variable",
)
