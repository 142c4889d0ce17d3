"""x_i, X_ij: member i of a family x_1, …, x_N, which stand one below the other; entry (i, j) of a matrix."""

from typing import Any

from symjac.errors import Absent
from symjac.expr.expr import Array, Differentials, Expr, Op
from symjac.expr.families import always
from symjac.expr.make import is_op, member
from symjac.expr.plain import ATOM, Plain, bracket
from symjac.expr.registry import register
from symjac.writing.box import SCRIPTED, Box, Call, Infix, Num, Script, paren


def differential(expr: Expr, d: Differentials) -> Expr:
    family, *_ = d
    assert family is not None
    return member(family, expr.args[1:], expr.data, expr.shape)


def value(xp: Any, expr: Expr, family: Array, *indices: Array) -> Array:
    """Rows (i − 1)m + 1 to im; of two indices the second runs faster, and in a matrix it counts columns."""
    rows, columns = (xp.size(n) for n in expr.shape)
    place, column = 0, 0
    for k, (i, n) in enumerate(zip(indices, expr.data, strict=True)):
        at, size = xp.whole(i), xp.size(n)
        if at > size:
            raise Absent(f"{expr} does not exist where there are only {size}", n.names, at)
        if k == 1 and entries(expr):
            column = at - 1
        else:
            place = place * size + at - 1
    return xp.part(family, place * rows, column, rows, columns)


def entries(expr: Expr) -> bool:
    """Whether it is an entry of a matrix, of which the second index counts columns."""
    return len(expr.data) == 2 and expr.args[0].shape[1] != expr.shape[1]


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    base, *indices = args
    if not is_op(expr.args[0], "symbol") and not isinstance(base, Call):
        base = paren(base, SCRIPTED + 1)
    if isinstance(base, Script) and base.sub is not None:
        indices, base = [base.sub, *indices], Script(base.base, None, base.sup) if base.sup is not None else base.base
    sign = "," if any(isinstance(i, Num | Script) for i in indices[1:]) else ""
    below = indices[0] if len(indices) == 1 else Infix(tuple(indices), (sign,) * (len(indices) - 1), SCRIPTED)
    return Script(base.base, below, base.sup) if isinstance(base, Script) else Script(base, below)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    base, *indices = args
    return Plain(f"{bracket(base, ATOM)}_{''.join(i.text for i in indices)}")


register(
    Op(
        name="member",
        spellings=(),
        signature=None,
        value=value,
        entry=None,
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=always,
        sentence="a member of a family moves alone: ∂x_i/∂x_k is the identity for i = k, else zero",
        source="",
        example="",
        listed="",
    )
)
