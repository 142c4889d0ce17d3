"""elu z = z where z > 0, e^z − 1 elsewhere, entry by entry: relu z + e^(−relu(−z)) − 1."""

from symjac.expr.families import written_out

written_out(
    "elu",
    lambda z, f: f.relu(z) + f.exp(-f.relu(-z)) - 1,
    sentence="elu z is relu z + e^(−relu(−z)) − 1",
    source="Clevert, Unterthiner & Hochreiter 2016",
    spellings=("ELU",),
)
