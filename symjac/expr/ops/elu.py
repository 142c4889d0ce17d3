"""elu(z, a) = z where z > 0, a (e^z − 1) elsewhere, entry by entry: relu z + a (e^(−relu(−z)) − 1); a is 1 where not given."""

from symjac.expr.expr import Expr
from symjac.expr.families import WITH_NUMBER, abbreviation, level
from symjac.expr.make import add, function, mul, neg, sub


def expand(z: Expr, a: Expr | None = None) -> Expr:
    below = function("exp", neg(function("relu", neg(z))))
    if a is None:
        return add(function("relu", z), below, neg(level(1, z)))
    return add(function("relu", z), mul(a, sub(below, level(1, z))))


abbreviation(
    "elu",
    WITH_NUMBER,
    expand,
    sentence="elu(z, a) is relu z + a (e^(−relu(−z)) − 1), with a = 1 where it is not given",
    source="Clevert, Unterthiner & Hochreiter 2016",
    example="elu(x)",
    spellings=("ELU",),
)
