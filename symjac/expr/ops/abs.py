"""|z|, entry by entry; |·|' = sign."""

from symjac.expr.families import elementwise, where
from symjac.writing.box import Fence

elementwise(
    "abs",
    elsewhere="Abs",
    spellings=("Abs",),
    derivative=lambda z, h, f: f.sign(z),
    sign="≥",
    sentence="|z| has the derivative sign z",
    source="calculus of one variable",
    look=lambda expr, args: Fence("|", args[0], "|"),
    domain=where("nonzero entries"),
)
