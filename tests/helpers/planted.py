"""Ways to plant a wrong rule: in an operation, an identity, a module; it is taken out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from symjac.calculus import simplify as simplifier
from symjac.calculus.identities.identity import Identity
from symjac.expr.expr import Expr, Linear
from symjac.expr.families import times
from symjac.expr.registry import get

Planted = Callable[[], Any]  # a context manager in which the rule is wrong


@contextmanager
def op(name: str, **facts: Any) -> Iterator[None]:
    """The operation with other facts."""
    found = get(name)
    before = {field: getattr(found, field) for field in facts}
    try:
        for field, value in facts.items():
            object.__setattr__(found, field, value)
        yield
    finally:
        for field, value in before.items():
            object.__setattr__(found, field, value)


@contextmanager
def attribute(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def identity(root: str, rewrite: Callable[[Expr], Expr | None]) -> Iterator[None]:
    """A false identity, tried before all others at this root."""
    wrong = Identity("planted", (root,), "a false identity", rewrite)
    tables = (simplifier._RULES, simplifier._LAST)
    before = [table[root] for table in tables]
    try:
        for table in tables:
            table[root] = (wrong, *table[root])
        simplifier.finisher.cache_clear()
        yield
    finally:
        for table, rules in zip(tables, before, strict=True):
            table[root] = rules
        simplifier.finisher.cache_clear()


def slope(name: str, derivative: Callable[[Expr, Expr], Expr]) -> Any:
    """An elementwise function with a wrong derivative."""
    return op(name, differential=lambda e, d: times(derivative(e.args[0], e), d[0]))


def differential(name: str, rule: Callable[..., Expr]) -> Any:
    return op(name, differential=rule)


def adjoint(name: str, pullback: Callable[[Expr, int, Expr], Expr]) -> Any:
    return op(name, linear=replace(get(name).linear or Linear(pullback, pullback), pullback=pullback))
