"""∂f/∂x_k for all k, and f_k for all k, as one matrix: what a derivative by a member x_k, or of one, says of the whole family."""

from __future__ import annotations

from symjac.derivation.question import Question
from symjac.expr.binding import unused
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import delta, function, index, is_op, mul, stack, transpose


def whole(q: Question, result: Expr) -> Expr:
    """The derivative by the whole family, as `Derivative` means it: all members put together."""
    if q.member is None:
        return for_every(q, result) if is_op(q.f, "stack") else result
    x = q.member
    if q.order == 2:
        (k,), (l,) = x.free, q.other.args[1:] if q.other is not None else x.free
        return stack(k, transpose(stack(l, result)))
    at, result = apart(q, list(x.args[1:]), result)
    if len(at) == 2 and is_op(q.f, "stack") and x.is_scalar and result.is_scalar:
        return by_entries(q, at, result)
    if len(at) == 2 and x.is_scalar and x.args[0].shape[1] == x.data[1]:
        total = stack(at[0], transpose(stack(at[1], result)))
    else:
        turned_member = result.is_row and x.is_vector
        row = turned_member or (result.is_scalar and (q.layout == "numerator" or is_op(q.f, "stack")))
        upright = transpose(result) if turned_member else result
        for i in reversed(at):
            upright = stack(i, upright)
        turned = x.args[0].shape[1] == ONE and row
        total = transpose(upright) if turned else upright
    if not is_op(q.f, "stack"):
        return total
    jacobian = stack(first_free(q.inner), total)
    return jacobian if q.layout == "numerator" or not total.is_row else transpose(jacobian)


def for_every(q: Question, result: Expr) -> Expr:
    """∂f_k/∂x for all k: a row for each, of the entries of a matrix in the order in which they are read."""
    if q.x.is_matrix:
        upright = function("vec", result if q.order_of == "columns" else transpose(result))
    else:
        upright = result if result.is_vector else transpose(result)
    jacobian = stack(first_free(q.inner), transpose(upright))
    return jacobian if q.layout == "numerator" else transpose(jacobian)


def by_entries(q: Question, at: list[Expr], result: Expr) -> Expr:
    """∂f_k/∂X_ij: a row of all entries for each k, in the order in which the entries are read."""
    i, j = at if q.order_of != "columns" else at[::-1]
    jacobian = stack(first_free(q.inner), transpose(stack(i, stack(j, result))))
    return jacobian if q.layout == "numerator" else transpose(jacobian)


def apart(q: Question, at: list[Expr], result: Expr) -> tuple[list[Expr], Expr]:
    """Where f_k itself is asked by x_k, and no other member is in it: by x_j this is zero for j ≠ k."""
    taken = [*(i.data[0] for i in (*at, *q.inner.free)), *q.problem.symbols]
    for n, i in enumerate(at):
        if i in q.f.free:
            at[n] = index(unused(taken), i.data[1])
            result = mul(delta(at[n], i), result)
    return at, result


def first_free(f: Expr) -> Expr:
    (k,) = f.free
    return k
