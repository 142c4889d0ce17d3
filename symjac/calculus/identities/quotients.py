"""(4‖x‖³ + 2‖x‖)/‖x‖ = 4‖x‖² + 2: what every term of a sum has, and the product is divided by."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.factors import Product, factors, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.expr import Expr
from symjac.expr.make import add, is_op


@identity("mul", "div", says="what is in every term of a sum, and below the stroke as well")
def shared_divisor(expr: Expr) -> Expr | None:
    p = factors(expr)
    below = [(base, -e) for base, e in p.scalars if e < 0]
    sums = [base for base, e in p.scalars if e == 1 and is_op(base, "add")] if below else []
    for total in sums:
        terms = [factors(term) for term in total.args]
        for base, e in below:
            least = min(dict(term.scalars).get(base, Fraction(0)) for term in terms)
            if (cut := min(least, e)) > 0:
                left = add(*(rebuilt(times(term, base, -cut)) for term in terms))
                rest = tuple((left if b is total else b, k) for b, k in p.scalars)
                return rebuilt(times(Product(p.coefficient, rest, p.chain), base, cut))
    return None


def times(p: Product, base: Expr, exponent: Fraction) -> Product:
    return Product(p.coefficient, merged((*p.scalars, (base, exponent))), p.chain)


RULES = (shared_divisor,)
