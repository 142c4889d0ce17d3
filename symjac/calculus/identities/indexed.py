"""Sums over an index: Σ_i c f_i = c Σ_i f_i, Σ_i c = N c, Σ_i 0 = 0, Σ_i δ_ik f_i = f_k; (f_1, …, f_N)_k = f_k."""

from __future__ import annotations

from symjac.calculus.identities.factors import UNIT, WHOLE, Product, factors, merged, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.binding import at_index
from symjac.expr.expr import Expr
from symjac.expr.make import add, bigsum, delta, function, is_op, member, mul, number, ones, size, transpose, value_of, zeros


@identity("bigsum", says="a sum of zeros is zero")
def sum_of_zeros(expr: Expr) -> Expr | None:
    body = expr.args[0]
    if is_op(body, "zeros"):
        return zeros(*body.shape)
    return number(0) if value_of(body) == 0 else None


@identity("bigsum", says="equal terms are counted")
def sum_of_constants(expr: Expr) -> Expr | None:
    i, (body,) = expr.data[0], expr.args
    return None if i in body.free else mul(size(i.data[1]), body)


@identity("bigsum", says="a constant factor stands before the sum")
def constants_before_a_sum(expr: Expr) -> Expr | None:
    """Numbers, scalars without i, and what stands without i at the ends of the chain."""
    i, (body,) = expr.data[0], expr.args
    p = factors(body)
    still = tuple(s for s in p.scalars if i not in s[0].free)
    moving = tuple(s for s in p.scalars if i in s[0].free)
    places = [k for k, e in enumerate(p.chain) if i in e.free]
    first, last = (places[0], places[-1] + 1) if places else (len(p.chain), len(p.chain))
    if p.coefficient == 1 and not still and len(p.chain) == last - first:
        return None
    inner = bigsum(i, rebuilt(Product(WHOLE, moving, p.chain[first:last])))
    outer = Product(p.coefficient, still, ())
    parts = [*p.chain[:first], inner, *p.chain[last:]] if places else [inner, *p.chain]
    return mul(*([] if outer == UNIT else [rebuilt(outer)]), *parts)


@identity("bigsum", says="of a sum with the Kronecker delta one term is left")
def sum_with_delta(expr: Expr) -> Expr | None:
    i, (body,) = expr.data[0], expr.args
    for s, e in factors(body).scalars:
        if is_op(s, "delta") and e == 1 and i in s.args:
            k = s.args[1] if s.args[0] is i else s.args[0]
            rest = factors(body)
            others = tuple(t for t in rest.scalars if t != (s, e))
            return at_index(rebuilt(Product(rest.coefficient, others, rest.chain)), {i: k})
    return None


@identity("bigsum", says="terms with the Kronecker delta are summed apart")
def deltas_apart(expr: Expr) -> Expr | None:
    i, (body,) = expr.data[0], expr.args
    if not is_op(body, "add"):
        return None
    alone = [t for t in body.args if any(is_op(s, "delta") and i in s.args for s, _ in factors(t).scalars)]
    rest = [t for t in body.args if t not in alone]
    if not alone:
        return None
    return add(*(bigsum(i, t) for t in alone), *([bigsum(i, add(*rest))] if rest else []))


@identity("member", says="the k-th of the members that stand below one another")
def member_of_stack(expr: Expr) -> Expr | None:
    family = expr.args[0]
    if is_op(family, "stack") and len(expr.args) == 2:
        return at_index(family.args[0], {family.data[0]: expr.args[1]})
    if is_op(family, "ones"):
        return ones(*expr.shape)
    return zeros(*expr.shape) if is_op(family, "zeros") else None


@identity("member", says="an entry of a sum is the sum of the entries, one of a multiple is a multiple of the entry")
def entry_of_sum(expr: Expr) -> Expr | None:
    """(A + B)_ij = A_ij + B_ij, (−c A)_ij = −c A_ij, I_ij = δ_ij, (a b')_ij = a_i b_j."""
    family, *at = expr.args
    if not expr.is_scalar or family.is_scalar:
        return None

    def entry(e: Expr) -> Expr:
        return member(e, at, expr.data, expr.shape)

    if is_op(family, "add"):
        return add(*(entry(term) for term in family.args))
    if is_op(family, "eye"):
        return delta(*at) if len(at) == 2 else None
    p = factors(family)
    if p.coefficient != 1 or p.scalars:
        return mul(rebuilt(Product(p.coefficient, p.scalars, ())), entry(rebuilt(Product(WHOLE, (), p.chain))))
    if len(p.chain) == 2 and len(at) == 2 and p.chain[0].is_vector and p.chain[1].is_row:
        (i, j), (a, b) = at, p.chain
        return mul(member(a, [i], expr.data[:1], expr.shape), member(transpose(b), [j], expr.data[1:], expr.shape))
    return None


@identity("transpose", says="a sum is transposed term by term")
def sum_transposed(expr: Expr) -> Expr | None:
    (inner,) = expr.args
    return bigsum(inner.data[0], transpose(inner.args[0])) if is_op(inner, "bigsum") else None


@identity("mul", "div", says="an exponential divided by the sum of all is an entry of softmax")
def softmax_written_out(expr: Expr) -> Expr | None:
    """exp(z_k)/Σ_j exp(z_j) of numbers z_1, …, z_N."""
    p = factors(expr)
    for total, e in p.scalars:
        z = exponent(total.args[0]) if e < 0 and is_op(total, "bigsum") else None
        if z is None or z.args[1] is not total.data[0]:
            continue
        for one, power in p.scalars:
            entry = exponent(one) if power > 0 else None
            if entry is not None and entry.args[0] is z.args[0]:
                found = member(function("softmax", z.args[0]), entry.args[1:], entry.data, entry.shape)
                times = min(power, -e)
                scalars = merged((*p.scalars, (found, times), (one, -times), (total, times)))
                return rebuilt(Product(p.coefficient, scalars, p.chain))
    return None


def exponent(e: Expr) -> Expr | None:
    """z_k of exp(z_k), where z is a column."""
    z = e.args[0] if is_op(e, "exp") else None
    return z if z is not None and is_op(z, "member") and len(z.args) == 2 and z.is_scalar and is_op(z.args[0], "symbol") else None


LAST = (softmax_written_out,)
RULES = (
    sum_of_zeros, sum_of_constants, sum_with_delta, deltas_apart, constants_before_a_sum, member_of_stack, entry_of_sum,
    sum_transposed,
)  # fmt: skip
