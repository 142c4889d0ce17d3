"""df[i..]/dx[j..]: a derivative as an array of shape(f) + shape(x) (+ shape(x) for order 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symjac.derivation.result import Derived
from symjac.derivation.styles.sums.matrices import in_arrays
from symjac.errors import UnsupportedError
from symjac.expr.binding import one_of_each
from symjac.expr.expr import Expr, postorder
from symjac.interop.arrays import Array, by_name, prepare
from symjac.interop.numpy import evaluate
from symjac.verify.term import Derivative

Axes = tuple[int, ...]


def tensor(d: Derived, values: Mapping[str, Any], sizes: Mapping[str, int] | None = None) -> Array:
    """The result as it is laid out, taken apart into axes; of a mixed derivative those of x come before those of y."""
    import numpy

    what, values = d.answer.meaning, by_name(values)
    array, known = computed(d, values, sizes)
    f, x = axes(what.f, size(what.f, known)), variable_axes(what, known)
    found = laid_out(array, what, f, x)
    if d.question.member is not None:  # the members of a family have an axis of their own
        apart = member_axes(d.question.member, known)
        found = found.reshape(f + apart * d.order)
    return numpy.array(found, order="C")


def computed(
    d: Derived, values: Mapping[str, Any], sizes: Mapping[str, int] | None, symbols: Iterable[Expr] = ()
) -> tuple[Array, Mapping[str, int]]:
    """The value as it is laid out, and the sizes; a sum over samples in matrices, where there is such a form."""
    expr, members = d.closed, one_of_each(d.f)
    own = {str(e.data[0]): e for e in (*postorder(d.f), *symbols) if e.op.name == "symbol"}
    if d.question.indexed and d.question.member is None and (form := in_arrays(d.question, expr)) is not None:
        found = {str(e.data[0]): e for e in postorder(form) if e.op.name == "symbol"}
        expr = form
        own |= found
        members = {family: x for family, x in members.items() if own[str(family.data[0])] is family}
    array = evaluate(expr, values, own.values(), sizes, members)
    return array, prepare(values, [e for e in own.values() if str(e.data[0]) in values], sizes, members)[1]


def without_indices(d: Derived, expr: Expr) -> Expr:
    """The formula; of sums over an index, what they are in matrices."""
    if not d.question.indexed:
        return expr
    found = in_arrays(d.question, expr) if d.question.member is None else None
    if found is None:
        hint = "d.evaluate and d.tensor compute it"
        raise UnsupportedError("code is written for sums that have a form in matrices", found=str(d.result), hint=hint)
    return found


def member_axes(x: Expr, sizes: Mapping[str, int]) -> Axes:
    """One axis for each index, then those of a member."""
    return tuple(n.value(sizes) for n in x.data) + axes(x, size(x, sizes))


def laid_out(array: Array, what: Derivative, f: Axes, x: Axes) -> Array:
    """See docs/conventions.md for what goes where."""
    if shape_kept(what):
        return array.reshape(f + x)  # of the shape of f, or of x; only a vector is ever turned
    if what.order == 2:
        return unstacked(unstacked(array, 1, x, what.order_of == "columns"), 0, x, what.order_of == "columns")
    upright = array.T if what.layout == "denominator" else array
    return unstacked(unstacked(upright, 1, x, what.order_of == "columns"), 0, f, what.order_of != "rows")


def shape_kept(what: Derivative) -> bool:
    """Whether the derivative has the shape of f, or of the variable, and not a side for each."""
    x, *others = what.variables
    return not others and (x.is_scalar or (what.order == 1 and what.f.is_scalar))


def size(e: Expr, sizes: Mapping[str, int]) -> Axes:
    return tuple(n.value(sizes) for n in e.shape)


def axes(e: Expr, shape: Axes) -> Axes:
    """None for a scalar, one for a vector, two for a matrix, whatever its sizes are as numbers."""
    return tuple(k for n, k in zip(e.shape, shape, strict=True) if n.number != 1)


def variable_axes(what: Derivative, sizes: Mapping[str, int]) -> Axes:
    """The axes of the variable; several scalars count as a vector."""
    first, *others = what.variables
    return (1 + len(others),) if others else axes(first, size(first, sizes))


def unstacked(a: Array, axis: int, shape: Axes, by_columns: bool) -> Array:
    """The flattened side as axes again: one axis of `a` becomes those of `shape`."""
    before, after = a.shape[:axis], a.shape[axis + 1 :]
    if len(shape) == 2 and by_columns:
        return a.reshape((*before, shape[1], shape[0], *after)).swapaxes(axis, axis + 1)
    return a.reshape((*before, *shape, *after))
