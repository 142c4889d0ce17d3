"""σ(z) = 1/(1 + e^(−z)), entry by entry; σ' = σ(1 − σ)."""

from symjac.expr.families import elementwise, named

elementwise(
    "sigmoid",
    formula=lambda f, z: 1 / (1 + f.exp(-z)),
    derivative=lambda z, h, f: h * (1 - h),
    sign=">",
    sentence="the sigmoid has the derivative σ(1 − σ)",
    source="Bishop, PRML, eq. (4.88)",
    spellings=("logistic",),
    look=named("sigma"),
    code={
        "numpy": "1.0 / (1.0 + np.exp(np.minimum({2}, 709.0)))",  # e^709 is the last one that floating point holds
        "jax": "jax.nn.sigmoid({0})",
        "torch": "torch.sigmoid({0})",
    },
)
