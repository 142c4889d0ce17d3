"""step z = 1 where z > 0, else 0; its derivative is 0 away from z = 0."""

from symjac.expr.families import elementwise, where_entries

elementwise(
    "step",
    formula=lambda f, z: (1 + f.sign(z)) / 2,
    derivative=lambda z, h, f: 0 * z,
    sign="≥",
    sentence="a step is constant away from its jump",
    source="calculus of one variable",
    domain=where_entries("nonzero entries"),
    code={"numpy": "np.heaviside({0}, 0.5)", "jax": "jnp.heaviside({0}, 0.5)"},
)
