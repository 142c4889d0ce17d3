"""sinh z, entry by entry; sinh' = cosh."""

from symjac.expr.families import elementwise

elementwise(
    "sinh",
    derivative=lambda z, h, f: f.cosh(z),
    definition=lambda f, z: (f.exp(z) - f.exp(-z)) / 2,
    sentence="sinh has the derivative cosh",
    source="calculus of one variable",
)
