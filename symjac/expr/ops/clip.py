"""clip(z, a, b): z between a and b, entry by entry: a + relu(z − a) − relu(z − b)."""

from symjac.expr.expr import Expr
from symjac.expr.families import abbreviation, level
from symjac.expr.make import add, function, neg, sub, value_of


def expand(z: Expr, a: Expr, b: Expr) -> Expr:
    beyond = neg(function("relu", sub(z, level(b, z))))
    if value_of(a) == 0:
        return add(function("relu", z), beyond)
    low = level(a, z)
    return add(low, function("relu", sub(z, low)), beyond)


abbreviation(
    "clip",
    "(m, n) (1, 1) (1, 1) -> (m, n)",
    expand,
    sentence="clip(z, a, b) is a + relu(z − a) − relu(z − b), for a ≤ b",
    source="calculus of one variable",
    example="clip(x, 0, 1)",
    spellings=("clamp",),
)
