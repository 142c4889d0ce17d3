"""|z|, entry by entry; |·|' = sign."""

from symjac.expr.expr import Expr
from symjac.expr.families import elementwise, where_entries
from symjac.writing.box import Box, Call, Fence, Sym


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """|s| of a number; of an array abs(A), for bars around a matrix are its determinant."""
    return Fence("|", args[0], "|") if expr.is_scalar else Call(Sym("abs", "roman"), args)


elementwise(
    "abs",
    elsewhere="Abs",
    spellings=("Abs",),
    derivative=lambda z, h, f: f.sign(z),
    sign="≥",
    sentence="|z| has the derivative sign z",
    source="calculus of one variable",
    look=look,
    domain=where_entries("nonzero entries"),
)
