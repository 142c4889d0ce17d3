"""Traces and sums of entries: tr(xy') = y'x, tr(A') = tr A, tr(A ⊗ B) = tr A tr B, sum(u ⊙ v) = u'v."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.identities.entrywise import entry_factors
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import add, function, hadamard, is_op, mul, number, one_less, ones, power, size, transpose, zeros


@identity("tr", "sum", "mean", "diag", "vec", says="a linear operation lets constant factors pass")
def linear_scaled(expr: Expr) -> Expr | None:
    p = factors(expr.args[0])
    if (p.coefficient == 1 and not p.scalars) or not p.chain:
        return None
    return mul(rebuilt(Product(p.coefficient, p.scalars, ())), function(expr.op.name, mul(*p.chain)))


@identity("tr", "sum", "mean", says="the trace, the sum and the mean of a number are the number")
def total_of_a_number(expr: Expr) -> Expr | None:
    return expr.args[0] if expr.args[0].is_scalar else None


@identity("tr", says="tr(x y') = y'x")
def trace_outer(expr: Expr) -> Expr | None:
    chain = factors(expr.args[0]).chain
    for k in range(1, len(chain)):
        if chain[k].shape[0] == ONE:
            return mul(*chain[k:], *chain[:k])
    return None


@identity("tr", says="a matrix and its transpose have the same trace")
def trace_transpose(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return function("tr", a.args[0]) if is_op(a, "transpose") else None


@identity("tr", says="the trace of the identity is its size, and tr(A ⊗ B) = tr A tr B")
def trace_known(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "eye"):
        return size(a.shape[0])
    if is_op(a, "kron") and all(b.shape[0] == b.shape[1] for b in a.args):
        return mul(*(function("tr", b) for b in a.args))
    if is_op(a, "add") and all(is_op(b, "kron") for b in a.args):
        return add(*(function("tr", b) for b in a.args))
    return function("sum", a.args[0]) if is_op(a, "diag") else None


@identity("tr", says="the terms Xⁱ dX Xᵏ⁻¹⁻ⁱ of d(Xᵏ) have all the same trace")
def trace_power_change(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "add") and any(is_op(f, "power_change") for term in a.args for f in factors(term).chain):
        return add(*(function("tr", term) for term in a.args))
    if not is_op(a, "power_change"):
        return None
    x, k, change = a.args
    return mul(k, function("tr", mul(power(x, one_less(k)), change)))


@identity("sum", says="the sum of the entries of u ⊙ v is u'v")
def sum_hadamard(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if a.is_scalar:
        return a
    if is_op(a, "hadamard") and a.is_vector:
        return mul(transpose(a.args[0]), hadamard(*a.args[1:]))
    return None


@identity("sum", says="sum(A ⊗ B) = sum(A) sum(B)")
def sum_kron(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return mul(*(function("sum", b) for b in a.args)) if is_op(a, "kron") else None


@identity("sum", says="the ones sum to their number")
def sum_ones(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "ones"):
        return size(a.shape[0] * a.shape[1])
    return number(0) if is_op(a, "zeros") else None


@identity("mul", says="1'x is the sum of the entries of x")
def ones_mul(expr: Expr) -> Expr | None:
    if len(expr.args) != 2 or not expr.is_scalar:
        return None
    a, b = expr.args
    one = ones(b.shape[0]) if b.is_vector else None
    return function("sum", b) if one is not None and is_op(a, "transpose") and a.args[0] is one else None


@identity("mul", says="entries that cancel in an inner product leave a sum")
def inner_cancels(expr: Expr) -> Expr | None:
    """(u ⊘ v)'v = sum(u)."""
    if len(expr.args) != 2 or not expr.is_scalar or not is_op(expr.args[0], "transpose"):
        return None
    a, b = expr.args[0].args[0], expr.args[1]
    (_, first), (_, second) = entry_factors(a), entry_factors(b)
    table = dict(first)
    opposite = any(table.get(x, Fraction(0)) * e < 0 for x, e in second)
    return function("sum", hadamard(a, b)) if opposite else None


@identity("sum", says="the entries of a softmax sum to 1")
def sum_softmax(expr: Expr) -> Expr | None:
    return number(1) if is_op(expr.args[0], "softmax") else None


@identity("norm", says="a sign inside a norm does not count")
def norm_neg(expr: Expr) -> Expr | None:
    p = factors(expr.args[0])
    if p.scalars or p.coefficient in (0, 1) or not p.chain:
        return None
    return mul(number(abs(p.coefficient)), function("norm", mul(*p.chain)))


@identity("norm", "norm1", "sum", says="a norm and a sum do not see how the entries are arranged")
def entries_rearranged(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return function(expr.op.name, a.args[0]) if is_op(a, "vec", "transpose") else None


@identity("vec", says="vec of a column is the column")
def vec_vector(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return a if a.is_vector else transpose(a) if a.is_row else zeros(*expr.shape) if is_op(a, "zeros") else None


RULES = (
    total_of_a_number,
    linear_scaled,
    trace_outer,
    trace_transpose,
    trace_known,
    trace_power_change,
    sum_hadamard,
    sum_kron,
    sum_ones,
    sum_softmax,
    ones_mul,
    inner_cancels,
    norm_neg,
    entries_rearranged,
    vec_vector,
)
