"""log z, the natural logarithm, entry by entry; log' z = 1/z."""

from symjac.expr.families import elementwise, where_entries

elementwise(
    "log",
    derivative=lambda z, h, f: 1 / z,
    sentence="log has the derivative 1/z",
    source="calculus of one variable",
    spellings=("ln",),
    domain=where_entries("positive"),
)
