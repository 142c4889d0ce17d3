"""The operations by name: one for each file of expr/ops. apply(op, args) is the node, its shape from the shape rule."""

from __future__ import annotations

import copyreg
import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import RLock
from typing import Any

from symjac.errors import ShapeError, UnsupportedError
from symjac.expr.dims import Shape, shape_text
from symjac.expr.expr import Expr, Op, node
from symjac.expr.signature import Signature, result

_registry: dict[str, Op] = {}
_loaded = False
_loading = RLock()


def register(op: Op) -> Op:
    """Enter an operation under its name and spellings; two of one name are an error at import."""
    for name in (op.name, *op.spellings):
        if name in _registry:
            raise ValueError(f"two operations are called {name!r}")
        _registry[name] = op
    copyreg.pickle(type(op), by_name)
    return op


def by_name(op: Op) -> tuple[Callable[[str], Op], tuple[str]]:
    """An operation is pickled as its name."""
    return get, (op.name,)


def load() -> None:
    """Import every file of symjac.expr.ops: an operation exists because its file does; there is no list to keep.

    It counts as done once it is: another thread that asks meanwhile waits.
    """
    global _loaded
    if _loaded:
        return
    with _loading:
        package = importlib.import_module("symjac.expr.ops")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"symjac.expr.ops.{module.name}")
        _loaded = True


def get(name: str) -> Op:
    if not _loaded:
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
    given = tuple([arg.shape for arg in args])
    shape = _fold_shape(rule, given) if op.flat else result(rule, given)
    if shape is None:
        shapes = " and ".join(f"{arg} is {shape_text(arg.shape)}" for arg in args[:4])
        raise ShapeError(f"{op.name} does not fit: {shapes}", expected=rule.text)
    return shape


@lru_cache(maxsize=8192)
def _fold_shape(rule: Signature, shapes: tuple[Shape, ...]) -> Shape | None:
    shape: Shape | None = shapes[0]
    for other in shapes[1:]:
        shape = result(rule, (shape, other)) if shape is not None else None
    return shape


def checked_shape(op: Op, args: Sequence[Expr]) -> Shape:
    """The shape of op(args) by its shape rule; ShapeError where the arguments do not fit."""
    assert op.signature is not None
    return _shape(op, op.signature, tuple(args))


def no_rule(expr: Expr, what: str) -> UnsupportedError:
    """The refusal of an operation that symjac can read but not `what` (differentiate, say)."""
    return UnsupportedError(f"symjac has no rule to {what} {expr.op.name}", found=str(expr))
