"""df[i..]/dx[j..]: a derivative as an array of shape(f) + shape(x)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symjac.derivation.result import Derived
from symjac.expr.expr import Expr, postorder
from symjac.interop.numpy import Array, by_name, evaluate, prepare


def tensor(d: Derived, values: Mapping[str, Any]) -> Array:
    """df[i..]/dx[j..] of shape(f) + shape(x) (+ shape(x) for order 2): the result, with its layout undone."""
    import numpy

    f, values = d.f, by_name(values)
    symbols = [e for e in postorder(f) if e.op.name == "symbol"]
    array = evaluate(d.result, values, symbols)
    _, sizes = prepare(values, symbols)
    shape = [n.value(sizes) for n in f.shape]
    if d.order == 2:
        side = variable_axes(d.variables, sizes)
        return unstacked(unstacked(array, 1, side, d.order_of == "columns"), 0, side, d.order_of == "columns")
    kept = array_of(f, d.variables)
    if d.layout == "denominator" and not (kept and (f.is_scalar or f.is_matrix)):
        array = array.T
    if kept:
        return array.reshape(axes(f, shape) + variable_axes(d.variables, sizes))
    array = unstacked(array, 1, variable_axes(d.variables, sizes), d.order_of == "columns")
    return numpy.ascontiguousarray(unstacked(array, 0, axes(f, shape), d.order_of != "rows"))


def array_of(f: Expr, variables: Sequence[Expr]) -> bool:
    """By one scalar, the derivative has the shape of f; a scalar by a matrix or a row has theirs."""
    x = variables[0]
    return len(variables) == 1 and (x.is_scalar or (f.is_scalar and (x.is_matrix or x.is_row)))


def axes(x: Expr, shape: Sequence[int]) -> tuple[int, ...]:
    """None for a scalar, one for a vector, two for a matrix."""
    return tuple(shape) if x.is_matrix else tuple(n for d, n in zip(x.shape, shape, strict=True) if d.number != 1)


def variable_axes(variables: Sequence[Expr], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The axes of the variable; several scalars count as a vector."""
    if len(variables) > 1:
        return (len(variables),)
    (x,) = variables
    return axes(x, [n.value(sizes) for n in x.shape])


def unstacked(a: Array, axis: int, shape: tuple[int, ...], by_columns: bool) -> Array:
    """The flattened side as axes again: one axis of `a` becomes those of `shape`."""
    before, after = a.shape[:axis], a.shape[axis + 1 :]
    if len(shape) == 2 and by_columns:
        return a.reshape((*before, shape[1], shape[0], *after)).swapaxes(axis, axis + 1)
    return a.reshape((*before, *shape, *after))
