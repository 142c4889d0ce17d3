"""sinh z, entry by entry; sinh' = cosh."""

from symjac.families import elementwise

elementwise(
    "sinh",
    formula=lambda f, z: f.sinh(z),
    derivative=lambda z, h, f: f.cosh(z),
    sentence="sinh has the derivative cosh",
    source="calculus of one variable",
)
