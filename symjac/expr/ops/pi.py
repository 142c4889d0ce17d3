"""π = 4 arctan 1: the number; constant."""

from symjac.expr.expr import Op
from symjac.expr.families import always
from symjac.expr.names import look_of
from symjac.expr.plain import Plain
from symjac.expr.registry import register

register(
    Op(
        name="pi",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.each(lambda f, z: 4 * f.arctan(z), xp.number(1)),
        entry=lambda route, expr, i, j: route.constant("pi"),
        differential=None,
        linear=None,
        look=lambda expr, args: look_of("pi"),
        plain=lambda expr, args: Plain("pi"),
        domain=always,
        sentence="the number π, unless pi is declared",
        source="",
        example="",
        listed="",
    )
)
