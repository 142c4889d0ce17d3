"""√z, entry by entry; d√z = dz/(2√z)."""

from symjac.expr.families import elementwise, where_entries
from symjac.writing.box import Root

elementwise(
    "sqrt",
    derivative=lambda z, h, f: 1 / (2 * h),
    sentence="the root has the derivative 1/(2√z)",
    source="calculus of one variable",
    look=lambda expr, args: Root(args[0]),
    domain=where_entries("positive"),
)
