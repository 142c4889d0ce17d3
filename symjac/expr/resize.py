"""The same expression in other sizes: N = 2 in every shape, and a plain number where a shape is 1 x 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symjac.expr.dims import SCALAR, Dim, Shape
from symjac.expr.expr import Expr, fold
from symjac.expr.make import div, index, is_op, mul, number, power
from symjac.expr.registry import apply

# What an operation on arrays is where a size becomes 1.
AS_NUMBERS: Mapping[str, Callable[..., Expr]] = {
    "ones": lambda: number(1), "eye": lambda: number(1), "zeros": lambda: number(0), "hadamard": mul, "hdiv": div,
    "hpower": power, "diag": lambda a: a, "vec": lambda a: a, "transpose": lambda a: a, "kron": mul,
}  # fmt: skip


def resized(expr: Expr, sizes: Mapping[str, Dim], table: Mapping[Expr, Expr] | None = None) -> Expr:
    """The expression with dimension names replaced by sizes, in every shape, and the variables of the table replaced."""

    def size(part: Any) -> Any:
        if isinstance(part, Expr):  # the index of a sum
            return index(part.data[0], part.data[1].substitute(sizes))
        return part.substitute(sizes) if isinstance(part, Dim) else part

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if table and e in table:
            return table[e]
        data = tuple(map(size, e.data))
        shape: Shape = (e.shape[0].substitute(sizes), e.shape[1].substitute(sizes))
        if is_op(e, "size") and data[0].number is not None:
            return number(data[0].number)
        if shape == SCALAR and e.op.name in AS_NUMBERS:
            return AS_NUMBERS[e.op.name](*args)
        return apply(e.op, args, data, shape)

    return fold(expr, visit)
