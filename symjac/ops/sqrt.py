"""√z, entry by entry; d√z = dz/(2√z)."""

from symjac.core.box import Root
from symjac.families import elementwise, where

elementwise(
    "sqrt",
    formula=lambda f, z: f.sqrt(z),
    derivative=lambda z, h, f: 1 / (2 * h),
    sentence="the root has the derivative 1/(2√z)",
    source="calculus of one variable",
    look=lambda expr, args: Root(args[0]),
    domain=where("positive"),
)
