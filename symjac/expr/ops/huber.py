"""huber(z, d) = z²/2 where |z| ≤ d, d|z| − d²/2 elsewhere, entry by entry: (z² − relu(|z| − d)²)/2; d is 1 where not given."""

from symjac.expr.expr import Expr
from symjac.expr.families import WITH_NUMBER, abbreviation, level
from symjac.expr.make import div, function, hpower, number, power, sub


def expand(z: Expr, d: Expr | None = None) -> Expr:
    def square(t: Expr) -> Expr:
        return power(t, 2) if t.is_scalar else hpower(t, 2)

    beyond = function("relu", sub(function("abs", z), level(1 if d is None else d, z)))
    return div(sub(square(z), square(beyond)), number(2))


abbreviation(
    "huber",
    WITH_NUMBER,
    expand,
    sentence="huber(z, d) is (z² − relu(|z| − d)²)/2, with d = 1 where it is not given",
    source="Huber 1964",
    example="huber(x)",
    spellings=("Huber", "smooth_l1"),
)
