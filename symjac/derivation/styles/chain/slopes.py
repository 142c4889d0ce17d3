"""∂h_i/∂z_i = y_i(1 − σ(z_i)) − (1 − y_i)σ(z_i) = y_i − σ(z_i): what acts entry by entry, as a function of one number."""

from __future__ import annotations

from symjac.calculus.differential import by_scalar
from symjac.calculus.simplify import finished
from symjac.derivation.styles.chain.stages import Stage
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, fold
from symjac.expr.families import ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import add, div, is_op, mul, neg, number, power, symbol
from symjac.expr.registry import apply
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Text
from symjac.writing.signs import partial


def entry_slope(trail: Trail, stage: Stage, says: Text) -> bool:
    """The step, for a map of several functions; whether there is one."""
    body = entry(stage.body) if stage.kind == "entrywise" and not stage.plain else None
    if body is None:
        return False
    z, h = named(stage.inner), named(stage.symbol)
    left = Term(partial(written(h), written(z)), Derivative(body, (z,)))
    wide, short = term_by_term(body, z), finished(by_scalar(body, z), body)
    if str(wide) == str(short):
        return False
    left = trail.apply(Rule("entry_slope", "differentiate", (), says, importance=2), left, value_term(wide))
    trail.apply(Rule("entry_slope", "differentiate", (), says, importance=2), left, value_term(short))
    return True


def term_by_term(body: Expr, z: Expr) -> Expr:
    """The derivative of each term in its finished form, before terms meet."""
    parts = body.args if is_op(body, "add") else (body,)
    slopes = [finished(by_scalar(part, z), body) for part in parts]
    kept = [signed(s) for s in slopes if s is not number(0)]
    return add(*kept) if kept else number(0)


def signed(s: Expr) -> Expr:
    """−(1 − y)σ with its minus outside, where a sum can take it."""
    other = finished(neg(s))
    return neg(other) if str(other).count("-") < str(s).count("-") else s


def named(e: Expr) -> Expr:
    """z_i"""
    return symbol(f"{e.data[0]}_i", SCALAR)


def entry(body: Expr) -> Expr | None:
    """Entry i of what acts entry by entry, as a formula of numbers; None where a name has an index already."""

    def visit(e: Expr, args: tuple[Expr | None, ...]) -> Expr | None:
        if e.is_scalar:
            return e
        if is_op(e, "symbol"):
            return None if "_" in str(e.data[0]) or not e.is_vector else named(e)
        if is_op(e, "ones"):
            return number(1)
        inside = [a for a in args if a is not None]
        if len(inside) != len(args) or not args:
            return None
        if isinstance(e.op, ScalarOp):
            return apply(e.op, tuple(inside), e.data)
        return combined(e, inside)

    return fold(body, visit)


def combined(e: Expr, args: list[Expr]) -> Expr | None:
    match e.op.name:
        case "add" | "neg":
            return apply(e.op, tuple(args))
        case "mul" | "hadamard":
            return mul(*args)
        case "div" | "hdiv":
            return div(*args)
        case "hpower":
            return power(*args)
    return None
