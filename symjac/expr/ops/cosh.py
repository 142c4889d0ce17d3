"""cosh z, entry by entry; cosh' = sinh."""

from symjac.expr.families import elementwise

elementwise(
    "cosh",
    derivative=lambda z, h, f: f.sinh(z),
    sign=">",
    definition=lambda f, z: (f.exp(z) + f.exp(-z)) / 2,
    sentence="cosh has the derivative sinh",
    source="calculus of one variable",
)
