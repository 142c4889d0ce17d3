"""leakyrelu(z, a) = z where z > 0, a z elsewhere, entry by entry: relu z − a relu(−z); a is 0.01 where it is not given."""

from fractions import Fraction

from symjac.expr.expr import Expr
from symjac.expr.families import WITH_NUMBER, abbreviation
from symjac.expr.make import function, mul, neg, number, sub


def expand(z: Expr, a: Expr | None = None) -> Expr:
    slope = number(Fraction(1, 100)) if a is None else a
    return sub(function("relu", z), mul(slope, function("relu", neg(z))))


abbreviation(
    "leakyrelu",
    WITH_NUMBER,
    expand,
    sentence="leakyrelu(z, a) is relu z − a relu(−z), with a = 0.01 where it is not given",
    source="Maas, Hannun & Ng 2013",
    example="leakyrelu(x)",
    spellings=("LeakyReLU", "lrelu", "leaky_relu", "LReLU"),
)
