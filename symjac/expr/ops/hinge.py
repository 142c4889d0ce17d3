"""hinge z = max(0, 1 − z), entry by entry: the loss of a margin z = y w'x."""

from symjac.expr.families import written_out

written_out(
    "hinge",
    lambda z, f: f.relu(1 - z),
    sentence="hinge z is relu(1 − z)",
    source="Hastie, Tibshirani & Friedman, ESL, section 12.3.2",
    spellings=("Hinge",),
)
