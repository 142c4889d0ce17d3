"""f(x): the value of a map f: ℝⁿ → ℝᵐ of which only the name is known; d f(x) = ∇f(x) dx."""

from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import always
from symjac.expr.make import is_op, jacobian, map_of, mul
from symjac.expr.names import look_of
from symjac.expr.plain import Plain, call
from symjac.expr.registry import register
from symjac.writing.box import ATOM, Box, Call, Matrix


def differential(expr: Expr, d: Differentials) -> Expr:
    (dx,) = d
    assert dx is not None
    return mul(jacobian(map_of(expr), expr.args[0]), dx)


def arguments(expr: Expr, box: Box) -> tuple[Box, ...]:
    """f(x_1, x_2) of a column that is written out, f(x) of any other."""
    if is_op(expr.args[0], "literal") and isinstance(box, Matrix):
        return tuple(cell for line in box.rows for cell in line)
    return (box,)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Call(look_of(expr.data[0]), arguments(expr, args[0]), prec=ATOM)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return call(expr.data[0], args)


register(
    Op(
        name="image",
        spellings=(),
        signature=None,
        value=lambda xp, expr, x: xp.image(*expr.data, x),
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=always,
        sentence="near x the map is linear, with matrix ∇f(x)",
        source="Deisenroth, Faisal & Ong, Mathematics for Machine Learning, definition 5.6",
        example="",
        listed="",
    )
)
