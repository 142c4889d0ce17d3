"""silu z = z σ(z), entry by entry; also called swish."""

from symjac.expr.families import written_out

written_out(
    "silu",
    lambda z, f: z * f.sigmoid(z),
    sentence="silu z is z σ(z)",
    source="Elfwing, Uchibe & Doya 2018",
    spellings=("swish", "SiLU", "Swish"),
)
