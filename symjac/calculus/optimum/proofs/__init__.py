"""Why a stationary point is a minimum: one way of proving it in each file, tried in the order of their RANK.

A file has `RANK`, and `prove(task) -> Proof | None`; it exists because its file does, there is no list to keep.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.linear import Solved
from symjac.expr.expr import Expr


@dataclass(frozen=True)
class Task:
    """f is minimised over the variables subject to constraint = 0; values: the stationary point; steps: how it was found."""

    f: Expr
    variables: tuple[Expr, ...]
    constraints: tuple[Expr, ...]
    steps: tuple[Solved, ...]
    values: Mapping[Expr, Expr]
    others: tuple[Mapping[Expr, Expr], ...] = ()
    taken: Sequence[str] = ()

    @property
    def complete(self) -> bool:
        """Whether there are no other stationary points."""
        return all(step.complete for step in self.steps)


@cache
def ways() -> tuple[Callable[[Task], Proof | None], ...]:
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return tuple(m.prove for m in sorted(modules, key=lambda m: m.RANK))


def proof(task: Task) -> Proof | None:
    """The first way that succeeds."""
    return next((found for prove in ways() if (found := prove(task)) is not None), None)
