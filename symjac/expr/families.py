"""Facts that families of operations share: functions taken entry by entry, and the look of a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.make import add, div, function, hadamard, hdiv, hpower, mul, neg, number, ones, pi, power
from symjac.expr.plain import Plain, call
from symjac.expr.registry import get, register
from symjac.expr.signature import signature
from symjac.expr.structure import diagonal, entries
from symjac.writing.box import RELATION, Box, Call, Infix, Num, Sym

ELEMENTWISE = "(m, n) -> (m, n)"


def plain_call(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    """f(a, b)"""
    return call(expr.op.name, args)


def plain_over(name: str) -> Callable[[Expr, tuple[Plain, ...]], Plain]:
    """sum(i=1..N, f): what binds an index."""

    def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
        i = expr.data[0]
        return call(name, (f"{i.data[0]}=1..{i.data[1]}", args[0]))

    return plain


def limits(expr: Expr) -> tuple[Box, Box]:
    """i = 1 below, N above."""
    from symjac.expr.looks import look_of_dim, written

    i = expr.data[0]
    return Infix((written(i), Num("1")), ("=",), RELATION), look_of_dim(i.data[1])


def named(head: str) -> Callable[[Expr, tuple[Box, ...]], Box]:
    """The look of a call with an upright name: tr(A X)."""
    return lambda expr, args: Call(Sym(head, "roman"), args)


def always(expr: Expr) -> tuple[Condition, ...]:
    """The domain of a function that is defined and differentiable everywhere: no condition."""
    return ()


def where(kind: str) -> Callable[[Expr], tuple[Condition, ...]]:
    """The domain of a function of one argument of which `kind` must hold."""
    return lambda expr: (Condition(kind, expr.args[0]),)


def where_entries(kind: str) -> Callable[[Expr], tuple[Condition, ...]]:
    """The domain of a function that is taken entry by entry; off the diagonal of a diagonal matrix nothing moves."""
    return lambda expr: (Condition(kind, entries(expr.args[0])),)


class Entrywise:
    """An expression on which + − * / ** act entry by entry: the derivative of a scalar function, read as a matrix formula.

    A plain number stands for the array of that number: 1 − h is ones − h.
    """

    def __init__(self, expr: Expr) -> None:
        self.expr = expr

    def _lift(self, other: Any) -> Expr:
        if isinstance(other, Entrywise):
            return other.expr
        one = ones(*self.expr.shape)
        return number(other) if self.expr.is_scalar else one if other == 1 else mul(number(other), one)

    def __add__(self, other: Any) -> Entrywise:
        return Entrywise(add(self.expr, self._lift(other)))

    def __radd__(self, other: Any) -> Entrywise:
        return Entrywise(add(self._lift(other), self.expr))

    def __sub__(self, other: Any) -> Entrywise:
        return Entrywise(add(self.expr, neg(self._lift(other))))

    def __rsub__(self, other: Any) -> Entrywise:
        return Entrywise(add(self._lift(other), neg(self.expr)))

    def __neg__(self) -> Entrywise:
        return Entrywise(neg(self.expr))

    def __mul__(self, other: Any) -> Entrywise:
        if isinstance(other, Entrywise):
            return Entrywise(times(self.expr, other.expr))
        return Entrywise(mul(number(other), self.expr))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Entrywise:
        if isinstance(other, Entrywise):
            return Entrywise(over(self.expr, other.expr))
        return Entrywise(div(self.expr, number(other)))

    def __rtruediv__(self, other: Any) -> Entrywise:
        return Entrywise(over(self._lift(other), self.expr))

    def __pow__(self, exponent: int) -> Entrywise:
        return Entrywise(power(self.expr, exponent) if self.expr.is_scalar else hpower(self.expr, exponent))


class _Functions:
    """f.cos(z) for any registered function, on Entrywise operands; f.pi is the number."""

    @property
    def pi(self) -> Entrywise:
        return Entrywise(pi())

    def __getattr__(self, name: str) -> Callable[[Entrywise | int], Entrywise]:
        return lambda z: Entrywise(function(name, number(z) if isinstance(z, int) else z.expr))


FUNCTIONS = _Functions()


def times(a: Expr, b: Expr) -> Expr:
    """The product entry by entry, which of scalars is the product."""
    return mul(a, b) if a.is_scalar or b.is_scalar else hadamard(a, b)


def over(a: Expr, b: Expr) -> Expr:
    return div(a, b) if b.is_scalar else hdiv(a, b)


Scalar1 = Callable[[Any, Any], Any]
Derivative = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ScalarOp(Op):
    """An elementwise operation also knows its scalar formula and derivative, for SymPy and for plots."""

    formula: Scalar1
    derivative: Derivative
    sign: str  # of every value: ">", "≥", or "" where both occur
    definition: Scalar1  # what the function stands for: tanh in exponentials; the formula itself where there is nothing simpler
    elsewhere: str  # its name in SymPy and mpmath, where it is not made of other functions; else ''
    code: Mapping[
        str, str
    ]  # how "numpy", "jax", "torch" spell it on {0}, on {1} in brackets, with {2} for −z, unless by its name


def scalar(name: str) -> ScalarOp:
    """The function of one number that is called so."""
    op = get(name)
    assert isinstance(op, ScalarOp)
    return op


def abbreviation(
    name: str,
    shapes: str,
    expand: Callable[..., Expr],
    *,
    sentence: str,
    source: str,
    example: str,
    spellings: tuple[str, ...] = (),
) -> Op:
    """A name for a formula in other operations; it is written out when it is read, so it has no rules of its own."""

    def unreachable(*_: Any) -> Any:
        raise AssertionError(f"{name} is an abbreviation: it is never a node")

    return register(
        Op(
            name=name,
            spellings=spellings,
            signature=signature(shapes),
            value=unreachable,
            entry=None,
            differential=None,
            linear=None,
            look=unreachable,
            plain=unreachable,
            domain=always,
            sentence=sentence,
            source=source,
            example=example,
            listed="function",
            expand=expand,
        )
    )


def written_out(
    name: str,
    formula: Callable[[Entrywise, _Functions], Entrywise],
    *,
    sentence: str,
    source: str,
    spellings: tuple[str, ...] = (),
) -> Op:
    """A function of one number that is a formula in others, taken entry by entry: log1p z = log(1 + z)."""

    def expand(z: Expr) -> Expr:
        return formula(Entrywise(z), FUNCTIONS).expr

    return abbreviation(name, ELEMENTWISE, expand, sentence=sentence, source=source, example=f"{name}(x)", spellings=spellings)


def level(c: Expr | int, like: Expr) -> Expr:
    """The array of the shape of another in which every entry is c."""
    c = number(c) if isinstance(c, int) else c
    if like.is_scalar:
        return c
    one = ones(*like.shape)
    return one if c is number(1) else mul(c, one)


WITH_NUMBER = "(m, n) -> (m, n) | (m, n) (1, 1) -> (m, n)"  # an array, perhaps with a number beside it


def slope_times(derivative: Derivative, expr: Expr, d: Differentials) -> Expr:
    """f'(Z) ⊙ dZ; a slope that is a plain number (sign has 0) is the same in every entry.

    Of a diagonal Z with a function that is not smooth everywhere: diag(f'(z) ⊙ dz) for the diagonals, for f(0) stays f(0).
    """
    (z,), (dz,) = expr.args, d
    assert dz is not None
    if expr.op.domain(expr) and diagonal(z):
        inner = function(expr.op.name, entries(z))
        return function("diag", slope_times(derivative, inner, (function("diag", dz),)))
    slope = derivative(Entrywise(z), Entrywise(expr), FUNCTIONS)
    return times(slope.expr if isinstance(slope, Entrywise) else number(slope), dz)


def elementwise(
    name: str,
    *,
    derivative: Derivative,
    sentence: str,
    source: str,
    formula: Scalar1 | None = None,
    elsewhere: str = "",
    spellings: tuple[str, ...] = (),
    look: Callable[[Expr, tuple[Box, ...]], Box] | None = None,
    domain: Callable[[Expr], tuple[Condition, ...]] = always,
    stable: Scalar1 | None = None,
    sign: str = "",
    example: str = "",
    definition: Scalar1 | None = None,
    code: Mapping[str, str] = MappingProxyType({}),
) -> ScalarOp:
    """A scalar function applied to every entry: F = f(Z), dF = f'(Z) ⊙ dZ (Magnus & Neudecker, ch. 9), as part of the language.

    formula(f, z): the value from a namespace f of scalar functions; without it the function is one that every system has
    (elsewhere: its name in SymPy and mpmath, if that is another);
    derivative(z, h, f): f'(z), with h = f(z), in the same generic arithmetic; stable: a formula
    for floating point where the plain one overflows; sign: '>' or '≥' where every value is positive, or not negative;
    code: how NumPy, JAX and PyTorch spell it, by name, on {0} (or {1}, the same in brackets; {2} is −z).
    """
    op = scalar_op(
        name,
        formula or (lambda f, z: getattr(f, name)(z)),
        derivative,
        look or named(name),
        sentence=sentence,
        source=source,
        spellings=spellings,
        domain=domain,
        stable=stable,
        sign=sign,
        example=example or f"{name}(x)",
        definition=definition,
        elsewhere="" if formula else elsewhere or name,
        code=code,
    )
    register(op)
    return op


def scalar_op(
    name: str,
    formula: Scalar1,
    derivative: Derivative,
    look: Callable[[Expr, tuple[Box, ...]], Box],
    *,
    sentence: str,
    source: str = "",
    spellings: tuple[str, ...] = (),
    domain: Callable[[Expr], tuple[Condition, ...]] = always,
    stable: Scalar1 | None = None,
    sign: str = "",
    example: str = "",
    definition: Scalar1 | None = None,
    elsewhere: str = "",
    code: Mapping[str, str] = MappingProxyType({}),
) -> ScalarOp:
    """The operation alone, not entered in the language: a function that somebody has typed."""
    return ScalarOp(
        name=name,
        spellings=spellings,
        signature=signature(ELEMENTWISE),
        value=lambda xp, expr, a: xp.each(stable or formula, a),
        entry=lambda route, expr, i, j: route.scalar_function(expr.op, route.entry(expr.args[0], i, j)),
        differential=lambda expr, d: slope_times(derivative, expr, d),
        linear=None,
        look=look,
        plain=plain_call,
        domain=domain,
        sentence=sentence,
        source=source,
        example=example,
        listed="function",
        formula=formula,
        derivative=derivative,
        sign=sign,
        definition=definition or formula,
        elsewhere=elsewhere,
        code=code,
    )
