"""erf z = 2/√π ∫₀ᶻ e^(−t²) dt, entry by entry; erf' z = 2/√π e^(−z²)."""

from symjac.expr.families import elementwise

elementwise(
    "erf",
    derivative=lambda z, h, f: 2 / f.sqrt(f.pi) * f.exp(-(z**2)),
    sentence="erf has the derivative 2/√π e^(−z²)",
    source="Abramowitz & Stegun, eq. (7.1.19)",
    code={
        "numpy": "np.vectorize(math.erf, otypes=[float])({0})",
        "jax": "jax.scipy.special.erf({0})",
        "torch": "torch.erf({0})",
    },
)
