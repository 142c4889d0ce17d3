"""tanh z, entry by entry; tanh' = 1 − tanh²."""

from symjac.expr.families import elementwise

elementwise(
    "tanh",
    derivative=lambda z, h, f: 1 - h**2,
    definition=lambda f, z: (f.exp(z) - f.exp(-z)) / (f.exp(z) + f.exp(-z)),
    sentence="tanh has the derivative 1 − tanh²",
    source="calculus of one variable",
)
