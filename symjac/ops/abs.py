"""|z|, entry by entry; |·|' = sign."""

from symjac.core.box import Fence
from symjac.families import elementwise, where

elementwise(
    "abs",
    formula=lambda f, z: f.abs(z),
    derivative=lambda z, h, f: f.sign(z),
    sign="≥",
    sentence="|z| has the derivative sign z",
    source="calculus of one variable",
    look=lambda expr, args: Fence("|", args[0], "|"),
    domain=where("nonzero entries"),
)
