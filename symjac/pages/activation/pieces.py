"""relu(t) = t for t > 0, 0 for t < 0: a formula with |t| in it, read on either side of zero."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from symjac.calculus.differential import substitute
from symjac.calculus.simplify import finished, rebuild
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, fold
from symjac.expr.looks import written
from symjac.expr.make import is_op, neg, number
from symjac.verify.scalars import CONTEXT
from symjac.verify.values import numbers
from symjac.writing.box import RELATION, Box, Cases, Infix, Num

EQUAL = 60  # digits in which two decimal numbers agree that are the same
KINKS = ("abs", "sign", "step", "relu")


def on_side(body: Expr, t: Expr, side: int) -> Expr | None:
    """The formula where t has this sign; None where |·| is taken of something else than ±t."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        return replaced(e.op.name, args[0], t, side) if e.op.name in KINKS else rebuild(e, args)

    try:
        return finished(fold(body, visit), body)
    except LookupError:
        return None


def replaced(name: str, argument: Expr, t: Expr, side: int) -> Expr:
    """|t| = −t, sign t = −1, … for t < 0."""
    if argument is t:
        above = side > 0
    elif is_op(argument, "neg") and argument.args[0] is t:
        above = side < 0
    else:
        raise LookupError(name)
    if name == "abs":
        return argument if above else neg(argument)
    if name == "sign":
        return number(1 if above else -1)
    if name == "step":
        return number(1 if above else 0)
    return argument if above else number(0)


def agree_at_zero(*pieces: Expr, t: Expr) -> bool:
    """Whether all have one value at t = 0, as far as a hundred digits tell."""
    first, *others = (at_zero(e, t) for e in pieces)
    return first is not None and all(v is not None and equal(first, v) for v in others)


def at_zero(e: Expr, t: Expr) -> Any:
    """The value at t = 0, a fraction or a decimal number; None where there is none."""
    try:
        return numbers(substitute(e, {t: number(0)}))[0][0]
    except SymjacError:
        return None


def equal(a: Any, b: Any) -> bool:
    if not (isinstance(a, Decimal) or isinstance(b, Decimal)):
        return bool(a == b)
    with localcontext(CONTEXT):
        a, b = (Decimal(q.numerator) / q.denominator if not isinstance(q, Decimal) else q for q in (a, b))
        return bool(abs(a - b) <= Decimal(10) ** -EQUAL * max(abs(a), abs(b)))


def cases(above: Expr, below: Expr, t: Expr, *, closed: bool) -> Box:
    """{ above if t ≥ 0, below if t < 0; closed: the first holds at 0, too."""
    rows = ((above, "≥" if closed else ">"), (below, "<"))
    return Cases(tuple((written(e), Infix((written(t), Num("0")), (sign,), RELATION)) for e, sign in rows))
