"""∂f/∂x_k: of Σ_i the one term i = k is left, in which x_k stands."""

from __future__ import annotations

from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.styles.sums.terms import letter
from symjac.errors import UnsupportedError
from symjac.expr.binding import at_index
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.looks import written
from symjac.expr.make import add, bigsum, is_op, neg
from symjac.writing.block import Text


def only_one(q: Question) -> tuple[Expr | None, Text]:
    """f as far as it depends on x_k: of each sum the one term in which x_k stands; None where there is no such form."""
    member = q.member
    assert member is not None
    found = {e for e in postorder(q.f) if is_op(e, "member") and e.args[0] is member.args[0]}
    if len(found) != 1 or any(e is member.args[0] and not _within(q.f, e) for e in postorder(q.f)):
        return None, ()
    (one,) = found
    indices = one.args[1:]
    if not all(is_op(i, "index") for i in indices):
        return None, ()
    try:
        left = reduced(q.f, one, member)
    except UnsupportedError:
        return None, ()
    plain = fold(left, lambda e, args: letter(member) if e is member else rebuild(e, args))
    return plain, ("Only the terms that contain ", written(member), " contribute. ")


def _within(f: Expr, family: Expr) -> bool:
    """Whether the family occurs through its members only."""
    return all(is_op(e, "member") for e in postorder(f) if family in e.args)


def reduced(e: Expr, one: Expr, member: Expr) -> Expr:
    """The sums over the indices of x_i are left out, their index put to k."""
    if not contains(e, one):
        raise UnsupportedError("no such form", found=str(e))
    if is_op(e, "bigsum"):
        (body,), i = e.args, e.data[0]
        if i in one.args[1:]:
            k = member.args[one.args.index(i)]
            inner = reduced(body, one, member) if is_op(body, "bigsum") else body
            return at_index(inner, {i: k})
        return bigsum(i, reduced(body, one, member))
    if is_op(e, "add"):
        parts = [reduced(a, one, member) for a in e.args if contains(a, one)]
        return add(*parts)
    if is_op(e, "neg"):
        return neg(reduced(e.args[0], one, member))
    if is_op(e, "mul", "div") and sum(contains(a, one) for a in e.args) == 1:
        return rebuild(e, tuple(reduced(a, one, member) if contains(a, one) else a for a in e.args))
    if any(is_op(s, "bigsum") and contains(s, one) for s in postorder(e)):
        raise UnsupportedError("no such form", found=str(e))
    return e
