"""sign z: 1, 0 or −1, entry by entry; its derivative is 0 away from z = 0."""

from symjac.expr.families import elementwise, where_entries

elementwise(
    "sign",
    derivative=lambda z, h, f: 0 * z,
    sentence="a sign is constant away from its jump",
    source="calculus of one variable",
    domain=where_entries("nonzero entries"),
)
