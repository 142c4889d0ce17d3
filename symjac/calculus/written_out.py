"""(A x)_i = Σ_j A_ij x_j, softmax(z)_i = exp z_i / Σ_j exp z_j: entries of expressions by those of their variables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.simplify import rebuild
from symjac.expr.binding import letters_in, unused
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import add, bigsum, delta, div, function, index, is_op, member, mul, neg, number, power, transpose


def written_out(f: Expr, variables: Collection[Expr]) -> Expr:
    """f, in which every entry of an expression in a variable is one of what that is made of, as far as that is known."""
    if not any(map(of_expression, postorder(f))):
        return f

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = rebuild(e, args)
        if not of_expression(new) or not any(contains(new.args[0], x) for x in variables):
            return new
        return entry(new.args[0], new.args[1:], letters_in(f)) or new

    return fold(f, visit)


def of_expression(e: Expr) -> bool:
    """(A x)_i, and not x_i."""
    return is_op(e, "member") and e.is_scalar and not is_op(e.args[0], "symbol")


def entry(e: Expr, at: Sequence[Expr], taken: set[str]) -> Expr | None:
    """Entry (i) of a column, or (i, j) of a matrix; taken: letters that are not free for a sum."""
    if e.is_scalar:
        return e
    if is_op(e, "symbol", "stack"):
        return member(e, at, e.shape[: len(at)], SCALAR)
    if is_op(e, "ones"):
        return number(1)
    if is_op(e, "eye"):
        return delta(*at) if len(at) == 2 else None
    if is_op(e, "transpose") and len(at) == 2:
        return entry(e.args[0], at[::-1], taken)
    if is_op(e, "softmax"):
        return quotient(e.args[0], at[0], taken)
    if is_op(e, "mul"):
        return product(e, at, taken)
    if is_op(e, "add", "neg", "hadamard", "hdiv", "hpower") or isinstance(e.op, ScalarOp):
        parts = [entry(a, at, taken) for a in e.args]
        make: Callable[..., Expr] = ENTRYWISE.get(e.op.name, partial(function, e.op.name))
        return make(*parts) if None not in parts else None
    return None


ENTRYWISE: Mapping[str, Callable[..., Expr]] = {"add": add, "neg": neg, "hadamard": mul, "hdiv": div, "hpower": power}


def quotient(z: Expr, k: Expr, taken: set[str]) -> Expr | None:
    """exp z_k / Σ_j exp z_j"""
    j = index(unused(taken), z.shape[0])
    one, other = entry(z, (k,), taken | {str(j.data[0])}), entry(z, (j,), taken | {str(j.data[0])})
    return None if one is None or other is None else div(function("exp", one), bigsum(j, function("exp", other)))


def product(e: Expr, at: Sequence[Expr], taken: set[str]) -> Expr | None:
    """c (A B)_ij = c Σ_k A_ik B_kj"""
    p = factors(e)
    found = chain(p.chain, at, taken)
    if found is None or (p.coefficient == 1 and not p.scalars):
        return found
    return mul(rebuilt(Product(p.coefficient, p.scalars, ())), found)


def chain(parts: Sequence[Expr], at: Sequence[Expr], taken: set[str]) -> Expr | None:
    first, rest = parts[0], parts[1:]
    if not rest:
        return entry(first, at, taken)
    if first.is_vector:  # u v'
        pair = entry(first, at[:1], taken), chain([transpose(rest[0])], at[1:], taken) if len(rest) == 1 else None
        return None if None in pair else mul(*pair)  # type: ignore[arg-type]
    k = index(unused(taken), first.shape[1])
    inside = taken | {str(k.data[0])}
    left, right = entry(first, (at[0], k), inside), chain(rest, (k, *at[1:]), inside)
    return None if left is None or right is None else bigsum(k, mul(left, right))
