"""I_n: the identity matrix; constant."""

from symjac.expr.expr import Op
from symjac.expr.families import always
from symjac.expr.looks import look_of_dim
from symjac.expr.plain import call
from symjac.expr.registry import register
from symjac.writing.box import Script, Sym

register(
    Op(
        name="eye",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.eye(xp.size(expr.shape[0])),
        entry=lambda route, expr, i, j: route.delta(i, j),
        differential=None,
        linear=None,
        look=lambda expr, args: Script(Sym("I"), sub=look_of_dim(expr.shape[0])),
        plain=lambda expr, args: call("eye", [str(expr.shape[0])]),
        domain=always,
        sentence="the identity matrix; without a size, the one that fits",
        source="",
        example="eye(n)",
        listed="function",
    )
)
