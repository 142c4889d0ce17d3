"""Op: every fact of one operation, in one place. Required facts have no defaults, so none is forgotten silently."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symjac.errors import ShapeError, UnsupportedError
from symjac.expr.dims import Shape, shape_text
from symjac.expr.expr import Expr, node
from symjac.expr.plain import Plain
from symjac.expr.signature import Signature
from symjac.writing.box import Box

if TYPE_CHECKING:
    import sympy

Array = Any  # a two-dimensional array: NumPy's, or the exact one of symjac.verify
Differentials = tuple[Expr | None, ...]  # d of each argument; None where the argument is constant


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a formula holds: '`of` is invertible', '`of` is positive', ...

    `through`: the condition only matters while this node is left in the result (‖r‖² is smooth where ‖r‖ is not).
    """

    kind: str
    of: Expr
    through: Expr | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """The two ways a linear operation carries a derivative.

    pullback: (expr, k, G) -> the adjoint: <G, expr(d)> = <pullback, d> for d in argument k
    push:     (expr, k, term) -> the term after the operation (see symjac.calculus.jacobian), vec d -> vec expr(d)
    """

    pullback: Callable[[Expr, int, Expr], Expr]
    push: Callable[[Expr, int, Any], Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Op:
    """One operation.

    name, spellings: what is typed (spellings are further names of the same function)
    signature:     the shape rule (None: the shape is the node's own, as of symbols and literals)
    value:         (xp, expr, *arrays) -> array, for any array namespace xp: NumPy, exact, dual numbers
    entry:         (route, expr, i, j) -> SymPy expression of entry (i, j); None: no entry formula
    differential:  (expr, d) -> d expr, written in the linear kernel; None: constant, or refused by name
    linear:        for an operation linear in each argument, how it carries linear maps; None: not linear
    look:          (expr, boxes of the arguments) -> Box
    plain:         (expr, plain texts of the arguments) -> Plain, which parses back
    domain:        expr -> the conditions under which value and differential hold
    sentence:      one sentence for a reason and for `symjac functions`
    source:        book and equation of the differential
    example:       a typical call, tested and listed by `symjac functions`; '' where it is no function
    listed:        "function", "operator" or "" (internal)
    flat:          f(f(a, b), c) is the node f(a, b, c)
    expand:        of an abbreviation, (*args) -> the formula it stands for; there is then no node of its own
    """

    name: str
    spellings: tuple[str, ...]
    signature: Signature | None
    value: Callable[..., Array]
    entry: Callable[[Any, Expr, sympy.Expr, sympy.Expr], sympy.Expr] | None
    differential: Callable[[Expr, Differentials], Expr] | None
    linear: Linear | None
    look: Callable[[Expr, tuple[Box, ...]], Box]
    plain: Callable[[Expr, tuple[Plain, ...]], Plain]
    domain: Callable[[Expr], tuple[Condition, ...]]
    sentence: str
    source: str
    example: str
    listed: str
    flat: bool = False
    expand: Callable[..., Expr] | None = None

    def __repr__(self) -> str:
        return f"Op({self.name!r})"


_registry: dict[str, Op] = {}
_loaded = False


def register(op: Op) -> Op:
    """Enter an operation under its name and spellings; two of one name are an error at import."""
    for name in (op.name, *op.spellings):
        if name in _registry:
            raise ValueError(f"two operations are called {name!r}")
        _registry[name] = op
    return op


def load() -> None:
    """Import every file of symjac.expr.ops: an operation exists because its file does; there is no list to keep."""
    global _loaded
    if not _loaded:
        _loaded = True
        package = importlib.import_module("symjac.expr.ops")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"symjac.expr.ops.{module.name}")


def get(name: str) -> Op:
    load()
    return _registry[name]


def find(name: str) -> Op | None:
    load()
    return _registry.get(name)


def operations() -> tuple[Op, ...]:
    """Every operation once, by name."""
    load()
    return tuple(sorted(set(_registry.values()), key=lambda op: op.name))


def apply(op: Op, args: Sequence[Expr], data: tuple[Any, ...] = (), shape: Shape | None = None) -> Expr:
    """The node op(args), its shape from the shape rule; ShapeError where the arguments do not fit."""
    given = tuple(args)
    if op.flat and given and given[0].op is op and not given[0].data and not data:
        given = given[0].args + given[1:]
    if op.signature is not None:
        shape = _shape(op, op.signature, given)
    if shape is None:
        raise ValueError(f"{op.name} needs a shape")
    return node(op, given, data, shape)


def _shape(op: Op, rule: Signature, args: tuple[Expr, ...]) -> Shape:
    shape = _fold_shape(rule, args) if op.flat else rule.result([arg.shape for arg in args])
    if shape is None:
        shapes = " and ".join(f"{arg} is {shape_text(arg.shape)}" for arg in args[:4])
        raise ShapeError(f"{op.name} does not fit: {shapes}", expected=rule.text)
    return shape


def _fold_shape(rule: Signature, args: tuple[Expr, ...]) -> Shape | None:
    shape: Shape | None = args[0].shape
    for arg in args[1:]:
        shape = rule.result([shape, arg.shape]) if shape is not None else None
    return shape


def checked_shape(op: Op, args: Sequence[Expr]) -> Shape:
    """The shape of op(args) by its shape rule; ShapeError where the arguments do not fit."""
    assert op.signature is not None
    return _shape(op, op.signature, tuple(args))


def no_rule(expr: Expr, what: str) -> UnsupportedError:
    """The refusal of an operation that symjac can read but not `what` (differentiate, say)."""
    return UnsupportedError(f"symjac has no rule to {what} {expr.op.name}", found=str(expr))
