"""−½((dx)ᵀAx + xᵀA dx): a line as its rule gives it, signs and numbers in front, nothing turned round or collected."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction
from itertools import pairwise

from symjac.calculus.identities.factors import flip, is_change
from symjac.calculus.simplify import finished, rebuild, signs_in_front
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, div, is_op, mul, neg, number, transpose, value_of, zeros

LINEAR = ("tr", "sum", "mean", "vec", "diag")


def moving(expr: Expr) -> set[Expr]:
    """The parts in which a change dX or an open differential d(·) occurs."""
    found: set[Expr] = set()
    for e in postorder(expr):
        if is_change(e) or any(arg in found for arg in e.args):
            found.add(e)
    return found


def plain(expr: Expr, f: Expr) -> Expr:
    return signs_in_front(_plain(expr, f, moving(expr)))


def _plain(e: Expr, f: Expr, changes: Container[Expr]) -> Expr:
    """What does not move in its finished form; of the rest the arguments first, then the operation."""
    if e not in changes:
        return finished(e, f)
    if is_change(e):
        return e
    args = tuple(_plain(arg, f, changes) for arg in e.args)
    match e.op.name:
        case "neg":
            return scaled(Fraction(-1), args[0])
        case "add":
            return summed(args, e)
        case "mul" | "hadamard":
            return multiplied(e, args)
        case "transpose":
            return turned(args[0])
        case "div":
            return divided(*args)
        case name if name in LINEAR:
            c, body = split(args[0])
            return scaled(c, rebuild(e, (body,)))
    return rebuild(e, args)


def split(e: Expr) -> tuple[Fraction, Expr]:
    """A number, and what it is times."""
    value = value_of(e)
    if value is not None:
        return value, number(1)
    if is_op(e, "neg"):
        c, body = split(e.args[0])
        return -c, body
    first = value_of(e.args[0]) if is_op(e, "mul") else None
    if first is not None:
        return first, mul(*e.args[1:])
    if is_op(e, "mul") and is_op(e.args[0], "neg"):
        return Fraction(-1), mul(e.args[0].args[0], *e.args[1:])
    return Fraction(1), e


def scaled(c: Fraction, e: Expr) -> Expr:
    more, body = split(e)
    c *= more
    if c == 0:
        return number(0) if e.is_scalar else zeros(*e.shape)
    whole = body if abs(c) == 1 else mul(number(abs(c)), *factors_of(body))
    return neg(whole) if c < 0 else whole


def factors_of(e: Expr) -> tuple[Expr, ...]:
    """2 (xᵀ dx) is 2xᵀ dx."""
    return e.args if is_op(e, "mul") else (e,)


def summed(args: tuple[Expr, ...], e: Expr) -> Expr:
    """The terms side by side; those of a sum inside, too."""
    kept = [arg for arg in args if not (is_op(arg, "zeros") or value_of(arg) == 0)]
    flat = [part for arg in kept for part in terms_of(arg)]
    return add(*flat) if flat else scaled(Fraction(0), e)


def terms_of(e: Expr) -> list[Expr]:
    c, body = split(e)
    return [scaled(c, part) for part in body.args] if is_op(body, "add") and abs(c) == 1 else [e]


def multiplied(e: Expr, args: tuple[Expr, ...]) -> Expr:
    """A product without identities, its numbers in front."""
    c, bodies = Fraction(1), list[Expr]()
    for arg in args:
        more, body = split(arg)
        c *= more
        if body is not number(1):
            bodies.append(body)
    if c == 0 or any(is_op(b, "zeros") for b in bodies):
        return scaled(Fraction(0), e)
    return scaled(c, product(*bodies) if is_op(e, "mul") else rebuild(e, tuple(bodies)) if len(bodies) > 1 else bodies[0])


def product(*parts: Expr) -> Expr:
    """A product without identities and without needless brackets: A(B dX)C is AB dX C, but A(xᵀy) and A((xᵀy)z) stay."""
    kept: list[Expr] = []
    for part in parts:
        inside = all(b.is_scalar for b in kept) or (not part.is_scalar and fits(factors_of(part)))
        kept += factors_of(part) if inside else (part,)
    if all(b.is_scalar for b in kept):
        kept.sort(key=lambda b: any(map(is_change, postorder(b))))  # what changes last: t d sin(t)
    whole, bare = mul(*kept), [b for b in kept if not is_op(b, "eye")]
    short = mul(*bare) if bare else whole
    return short if short.shape == whole.shape else whole  # (vᵀv)I is no number


def is_chain(args: tuple[Expr, ...]) -> bool:
    """Matrices of which each fits the next one: in (sᵀx)y the scalar is no part of a chain."""
    return all(not b.is_scalar for b in args) and fits(args)


def fits(args: tuple[Expr, ...]) -> bool:
    """Whether each matrix fits the next one, in whichever order they are multiplied."""
    return all(a.shape[1] == b.shape[0] for a, b in pairwise(b for b in args if not b.is_scalar))


def turned(a: Expr) -> Expr:
    """(S dx)ᵀ is (dx)ᵀS."""
    c, body = split(a)
    if body.is_scalar:
        return a
    if is_op(body, "mul") and is_chain(body.args):
        return scaled(c, mul(*map(flip, reversed(body.args))))
    if is_op(body, "add"):
        return scaled(c, add(*map(turned, body.args)))
    return scaled(c, body.args[0] if is_op(body, "transpose") else transpose(body))


def divided(top: Expr, bottom: Expr) -> Expr:
    c, body = split(top)
    n, below = split(bottom)
    return scaled(c / n, body if below is number(1) else div(body, below))
