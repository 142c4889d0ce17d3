"""softsign z = z/(1 + |z|), entry by entry."""

from symjac.expr.families import written_out

written_out(
    "softsign",
    lambda z, f: z / (1 + f.abs(z)),
    sentence="softsign z is z/(1 + |z|)",
    source="Bergstra et al. 2009",
)
