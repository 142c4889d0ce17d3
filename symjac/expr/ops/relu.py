"""relu z = max(z, 0), entry by entry; relu' = 1 where z > 0, else 0."""

from symjac.expr.families import elementwise, named, where_entries

elementwise(
    "relu",
    formula=lambda f, z: (z + f.abs(z)) / 2,
    derivative=lambda z, h, f: f.step(z),
    sign="≥",
    sentence="relu has the derivative 1 where its argument is positive, 0 where it is negative",
    source="calculus of one variable",
    spellings=("ReLU",),
    look=named("ReLU"),
    domain=where_entries("nonzero entries"),
    code={"numpy": "np.maximum({0}, 0.0)", "jax": "jax.nn.relu({0})", "torch": "torch.relu({0})"},
)
