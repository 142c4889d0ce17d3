"""softplus z = log(1 + e^z), entry by entry; softplus' = σ."""

from symjac.expr.families import elementwise

elementwise(
    "softplus",
    formula=lambda f, z: f.log(1 + f.exp(z)),
    derivative=lambda z, h, f: f.sigmoid(z),
    sign=">",
    sentence="softplus has the derivative σ",
    source="calculus of one variable",
    stable=lambda f, z: (z + f.abs(z)) / 2 + f.log(1 + f.exp(-f.abs(z))),
    code={
        "numpy": "np.logaddexp(0.0, {0})",
        "jax": "jnp.logaddexp(0.0, {0})",
        "torch": "torch.logaddexp(torch.zeros_like({0}), {0})",
    },
)
