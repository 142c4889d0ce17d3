"""a = s(z), entry by entry: tanh, σ, relu, any other function of one number, one that is typed, one left open."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from types import ModuleType
from typing import Any

from symjac.calculus import by_scalar
from symjac.core.box import Box, Call, Script, Sym
from symjac.core.dims import SCALAR, shape_text
from symjac.core.errors import LimitError, ParseError, UnsupportedError
from symjac.core.expr import Expr, fold, postorder
from symjac.core.looks import written
from symjac.core.names import look_of
from symjac.core.op import Condition, apply, find, operations
from symjac.domains import evident
from symjac.families import FUNCTIONS, Entrywise, Scalar1, ScalarOp, scalar_op
from symjac.kernel import is_op, number, ones, symbol, value_of
from symjac.language import read
from symjac.language.pieces import statements
from symjac.language.words import close_to
from symjac.simplify import finished

OPEN = "sigma"  # the activation that is only named: σ, as in the general equations of a layer
IDENTITY = ("identity", "linear", "none")
_NAME = r"\s*\\?([A-Za-z]\w*|[^\W\d_])\s*"
_HEAD = re.compile(rf"{_NAME}\({_NAME}\)\s*:?=")
LONGEST = 10_000  # characters of a formula
FINITE = Fraction(10) ** 100  # numbers of a formula lie between 1/FINITE and FINITE, so that they have a place among the floats


@dataclass(frozen=True, eq=False)
class Activation:
    """A function of one number, and how it acts on every entry of a vector.

    op: None for the identity; slope_op: s′ where it has a sign of its own, None where it is written in z and a (1 − a ⊙ a);
    argument, body: the name of the number and s as a formula in it, None where s is left open
    """

    name: str
    op: ScalarOp | None
    slope_op: ScalarOp | None
    argument: Expr
    body: Expr | None

    @property
    def is_identity(self) -> bool:
        return self.op is None

    @property
    def is_open(self) -> bool:
        return self.body is None

    def at(self, z: Expr) -> Expr:
        """s(z), entry by entry."""
        return z if self.op is None else apply(self.op, (z,))

    def slope(self, z: Expr, a: Expr) -> Expr:
        """s′(z), entry by entry, where a = s(z)."""
        if self.op is None:
            return ones(*z.shape)
        if self.slope_op is not None:
            return apply(self.slope_op, (z,))
        found = self.op.derivative(Entrywise(z), Entrywise(a), FUNCTIONS)
        return found.expr if isinstance(found, Entrywise) else number(found)

    @property
    def has_kinks(self) -> bool:
        """Whether there are places without a derivative."""
        return any(condition.kind.startswith("nonzero") for condition in self.conditions)

    @property
    def is_partial(self) -> bool:
        """Whether there are numbers without a value, as for log t."""
        return any(condition.kind.startswith("positive") and not evident(condition) for condition in self.conditions)

    @property
    def conditions(self) -> list[Condition]:
        nodes = postorder(self.body) if self.body is not None else ()
        return [condition for e in nodes if isinstance(e.op, ScalarOp) for condition in e.op.domain(e)]

    @property
    def sign(self) -> Box:
        """s alone, without an argument."""
        shown = self.look(written(self.argument))
        return shown.head if isinstance(shown, Call) else Sym(self.name, "roman")

    def look(self, argument: Box) -> Box:
        """s(z), as it is written."""
        return argument if self.op is None else self.op.look(self.at(self.argument), (argument,))

    def derivative(self) -> Expr:
        """s′(t), in finished form."""
        assert self.body is not None
        return finished(by_scalar(self.body, self.argument), self.body)


def activation_of(text: str) -> Activation:
    """By name ('tanh', 'logistic', 'identity', 'sigma' for one left open), or as it is typed: 's(t) = t/(1 + exp(-t))'."""
    wanted = text.strip()
    if "=" in wanted:
        return typed(wanted)
    if wanted in IDENTITY:
        t = symbol("t", SCALAR)
        return Activation("identity", None, None, t, t)
    if wanted in (OPEN, "σ", r"\sigma"):
        return left_open()
    op = find(wanted)
    if not isinstance(op, ScalarOp):
        raise ParseError(f"there is no activation {wanted!r}", expected=known(), hint=near(wanted))
    return built_in(op)


def built_in(op: ScalarOp) -> Activation:
    t = symbol("t", SCALAR)
    body = op.definition(FUNCTIONS, Entrywise(t))
    return Activation(op.name, op, None, t, body.expr)


def known() -> str:
    """What can be said."""
    names = [op.name for op in operations() if isinstance(op, ScalarOp)]
    return ", ".join([*names, "identity", "sigma"]) + ", or a formula: s(t) = t/(1 + exp(-t))"


def near(wanted: str) -> str | None:
    found = close_to(wanted, [op.name for op in operations() if isinstance(op, ScalarOp)])
    return f"did you mean {found}?" if found else None


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
        if find(head[1]) is not None:
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


def prime(name: str, formula: Scalar1) -> ScalarOp:
    """s′, with a sign of its own: its own derivative is not asked for."""

    def refused(z: Any, h: Any, f: Any) -> Any:
        raise UnsupportedError(f"the second derivative of {name} is not derived")

    return scalar_op(f"{name}_prime", formula, refused, call_of(Script(look_of(name), sup=Sym("′"))), sentence="")


def call_of(head: Box) -> Callable[[Expr, tuple[Box, ...]], Box]:
    return lambda expr, args: Call(head, args)


def left_open() -> Activation:
    """σ with σ′, of which nothing is used but that one is the derivative of the other.

    For the checker σ is t/(1 + t²) + t, so that every line is checked in rational numbers.
    """
    op = scalar_op(
        OPEN,
        lambda f, z: z / (1 + z * z) + z,
        lambda z, h, f: (1 - z * z) / (1 + z * z) ** 2 + 1,
        call_of(Sym("sigma")),
        sentence="σ is left open",
    )
    slope = prime(OPEN, lambda f, z: (1 - z * z) / (1 + z * z) ** 2 + 1)
    return Activation(OPEN, op, slope, symbol("t", SCALAR), None)


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
    if is_op(e, "power"):
        k = value_of(e.args[1]) or Fraction(0)
        return args[0] ** k.numerator if k.denominator == 1 else f.sqrt(args[0]) ** k.numerator
    return ARITHMETIC[e.op.name](*args)


def constant(f: Any, q: Fraction) -> Any:
    """A number of a formula: the checker has its own, arrays take floats, expressions take a fraction."""
    if hasattr(type(f), "number"):
        return f.number(q)
    return float(q) if isinstance(f, ModuleType) else q


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
        known = isinstance(e.op, ScalarOp) or e.op.name in (*ARITHMETIC, "power")
        if e is not t and not known and value_of(e) is None:
            raise UnsupportedError(f"{e.op.name} is no function of one number", found=str(e))
