"""s(t) = t/(1 + exp(−t)): a function of one number as somebody types it, in the arithmetic of whoever asks for its values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from symjac.calculus.differential import by_scalar
from symjac.calculus.simplify import finished
from symjac.errors import LimitError, ParseError, UnsupportedError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.families import Scalar1, ScalarOp, scalar_op
from symjac.expr.make import is_op, value_of
from symjac.expr.names import look_of
from symjac.expr.registry import find
from symjac.language import read
from symjac.language.text.pieces import statements
from symjac.lazy import regex
from symjac.pages.activation.functions import Activation, call_of, prime

_NAME = r"\s*\\?([A-Za-z]\w*|[^\W\d_])\s*"
_HEAD = regex(rf"{_NAME}\({_NAME}\)\s*:?=")
LONGEST = 10_000  # characters of a formula
FINITE = Fraction(10) ** 100  # numbers of a formula lie between 1/FINITE and FINITE, so that they have a place among the floats


def typed(text: str) -> Activation:
    """s(t) = t/(1 + exp(−t)): a function of one number that somebody needs; before it there may be others that it uses."""
    problem = read(text, None, "; ".join(f"{argument}: scalar" for argument in arguments(text)))
    if problem.name is None or len(problem.params) != 1:
        raise unlike(text, (0, len(text)))
    called, t, body = problem.name, problem.symbols[problem.params[0]], problem.target
    refuse(called, body, t)
    slope = finished(by_scalar(body, t), body)
    op = scalar_op(called, lifted(body, t), lambda z, h, f: lifted(slope, t)(f, z), call_of(look_of(called)), sentence="")
    return Activation(called, op, prime(called, lifted(slope, t)), t, body)


def arguments(text: str) -> list[str]:
    """The t of every s(t) = …"""
    if len(text) > LONGEST:
        raise LimitError(f"the formula of an activation has at most {LONGEST} characters", found=f"{len(text)} characters")
    found: list[str] = []
    for head in map(_HEAD.match, statements(text)):
        if head is None:
            raise unlike(text, (0, len(text)))
        known = find(head[1])
        if known is not None and known.expand is None and known.listed:
            at = text.index(head[1])
            hint = f'write "{head[1]}" alone, or choose another name'
            raise ParseError(f"`{head[1]}` is a function that symjac knows", source=text, span=(at, at + len(head[1])), hint=hint)
        found.append(head[2])
    return list(dict.fromkeys(found))


def unlike(text: str, span: tuple[int, int]) -> ParseError:
    expected = "s(t) = t/(1 + exp(-t))"
    return ParseError("an activation is typed as a function of one number", source=text, span=span, expected=expected)


def refuse(name: str, body: Expr, t: Expr) -> None:
    """What is no function of one number alone."""
    others = [str(e) for e in postorder(body) if is_op(e, "symbol") and e is not t]
    if others:
        message = f"an activation is a function of one number; {name} also contains {', '.join(others)}"
        raise UnsupportedError(message, hint="put numbers in place of parameters")
    if not body.is_scalar:
        raise UnsupportedError(f"an activation is a function of one number; {name} is {shape_text(body.shape)}")
    if body is t:
        raise UnsupportedError("this function changes nothing", hint="call it identity")
    for q in filter(None, map(value_of, postorder(body))):
        if not 1 / FINITE < abs(q) < FINITE:
            raise LimitError("the formula contains a number that is too large or too small", expected="1e-100 to 1e100")


def lifted(body: Expr, t: Expr) -> Scalar1:
    """The formula as a function of (f, z): f has the scalar functions, z is a number, an array or a dual number."""

    def value(f: Any, z: Any) -> Any:
        return fold(body, lambda e, args: z if e is t else step(f, e, args))

    step_through(body, t)
    return value


def step(f: Any, e: Expr, args: tuple[Any, ...]) -> Any:
    """One operation of a scalar formula in generic arithmetic."""
    if isinstance(e.op, ScalarOp):
        return e.op.formula(f, args[0])
    q = value_of(e)
    if q is not None:
        return constant(f, q)
    if is_op(e, "pi"):
        return f.arctan(constant(f, Fraction(1))) * constant(f, Fraction(4))
    if is_op(e, "power"):
        k = value_of(e.args[1]) or Fraction(0)
        return args[0] ** k.numerator if k.denominator == 1 else f.sqrt(args[0]) ** k.numerator
    return ARITHMETIC[e.op.name](*args)


def constant(f: Any, q: Fraction) -> Any:
    """A number of a formula: the checker and arrays have their own, expressions take a fraction."""
    return f.number(q) if hasattr(type(f), "number") else q


ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": lambda *terms: reduce(operator.add, terms),
    "neg": operator.neg,
    "mul": lambda *factors: reduce(operator.mul, factors),
    "div": operator.truediv,
}


def step_through(body: Expr, t: Expr) -> None:
    """Refuse by name what has no place in a function of one number: t^t, a determinant."""
    for e in postorder(body):
        exponent = value_of(e.args[1]) if is_op(e, "power") else None
        if is_op(e, "power") and (exponent is None or exponent.denominator > 2):
            raise UnsupportedError(
                "in an activation exponents are whole numbers, or halves of them", found=str(e), hint="write exp(k*log(t))"
            )
        known = isinstance(e.op, ScalarOp) or e.op.name in (*ARITHMETIC, "power", "pi")
        if e is not t and not known and value_of(e) is None:
            raise UnsupportedError(f"{e.op.name} is no function of one number", found=str(e))
