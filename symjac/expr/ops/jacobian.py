"""∇f(x) = [∂f_k/∂x_i]: the Jacobian of a map that is only named, m × n, at a point; f′(t) where the argument is a number."""

from symjac.errors import UnsupportedError
from symjac.expr.expr import Differentials, Expr, Op
from symjac.expr.families import always
from symjac.expr.names import look_of
from symjac.expr.ops.image import arguments
from symjac.expr.plain import Plain, call
from symjac.expr.registry import register
from symjac.writing.box import SCRIPTED, Box, Call, Row, Script, Sym


def differential(expr: Expr, d: Differentials) -> Expr:
    """A matrix has no second derivative to write as one; of a map that is only named there is no other way to say it."""
    name = expr.data[0]
    raise UnsupportedError(
        f"`{name}` is only named: its first derivative can be written, its second cannot",
        found=str(expr),
        hint=f"give {name} by a formula, as {name}(x) = …",
    )


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    name, inputs, _ = expr.data
    f, inside = look_of(name), arguments(expr, args[0])
    if inputs.number == 1:
        return Call(Script(f, sup=Sym("′")), inside)
    return Row((Sym("∇"), Call(f, inside)), SCRIPTED)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return call("jacobian", (expr.data[0], *args))


register(
    Op(
        name="jacobian",
        spellings=(),
        signature=None,
        value=lambda xp, expr, x: xp.image_jacobian(*expr.data, x),
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=always,
        sentence="the Jacobian of a map that is only named",
        source="Deisenroth, Faisal & Ong, Mathematics for Machine Learning, definition 5.6",
        example="",
        listed="",
    )
)
