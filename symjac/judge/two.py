"""Two texts that speak of the same variables: what one leaves open about their shapes, the other may say."""

from __future__ import annotations

from typing import Any

from symjac.derivation.derive import Where, expression
from symjac.errors import SymjacError
from symjac.expr.binding import one_of_each
from symjac.expr.dims import Shape, shape_text
from symjac.expr.expr import Expr, postorder
from symjac.language import parse
from symjac.language.declare import declarations
from symjac.language.expression import declared


def read_two(a: Any, b: Any, where: Where) -> tuple[Expr, Expr]:
    """Both with the same symbols; the first error of the two orders in which they can be read."""
    try:
        return in_turn(a, b, where)
    except SymjacError as first:
        try:
            right, left = in_turn(b, a, where)
            return left, right
        except SymjacError:
            raise first from None


def in_turn(a: Any, b: Any, where: Where) -> tuple[Expr, Expr]:
    left = read_one(a, where)
    return left, read_one(b, with_shapes(where, left), like=left.shape)


def read_one(a: Any, where: Where, like: Shape | None = None) -> Expr:
    """The expression of a text, or the one that is given, with the properties that are declared."""
    return parse(a, where, like=like) if isinstance(a, str) else declared(expression(a), where)[0]


def with_shapes(where: Where, expr: Expr) -> str:
    """The declarations, and the shapes that an expression has given to its symbols."""
    known = declarations(where)
    text = where if isinstance(where, str) else "; ".join(f"{name}: {shape}" for name, shape in (where or {}).items())
    members = one_of_each(expr)  # of a family the shape of one member is declared, x_i: D
    symbols = {members.get(e, e): e for e in postorder(expr) if e.op.name == "symbol"}
    own = {str(e): shape_text(e.shape) for e, s in symbols.items() if s.data[0] not in known and str(e) not in known}
    return "; ".join(part for part in (text, *(f"{name}: {shape}" for name, shape in own.items())) if part)
