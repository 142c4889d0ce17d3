"""N > 0: numbers of which nothing is declared are taken as positive where the proof needs that, and it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from symjac.calculus.differential import substitute
from symjac.calculus.domains import sign
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.proofs import Task
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import is_op, symbol

MOST = 3  # numbers of which nothing is declared


def proof_with(task: Task, prove: Callable[[Task], Proof | None]) -> tuple[Proof, tuple[Expr, ...]] | None:
    """A proof for positive numbers, as few as it takes."""
    letters = open_letters(task)
    if not 0 < len(letters) <= MOST:
        return None
    found = proved(task, letters, prove)
    if found is None:
        return None
    needed = letters
    for letter in letters:
        fewer = tuple(e for e in needed if e is not letter)
        without = proved(task, fewer, prove) if fewer else None
        if without is not None:
            found, needed = without, fewer
    return found, needed


def open_letters(task: Task) -> tuple[Expr, ...]:
    """Numbers without a sign, other than the unknowns."""
    unknown = {*task.variables, *(step.unknown for step in task.steps)}
    used = dict.fromkeys(e for part in (task.f, *task.constraints) for e in postorder(part))
    return tuple(e for e in used if is_op(e, "symbol") and e.is_scalar and e not in unknown and not sign(e))


def proved(task: Task, letters: tuple[Expr, ...], prove: Callable[[Task], Proof | None]) -> Proof | None:
    found: Proof | None = with_letters(task, letters, prove)
    return found


def with_letters(x: Any, letters: tuple[Expr, ...], run: Callable[[Any], Any]) -> Any:
    """What is found for positive letters, told in the others."""
    table = {e: symbol(str(e.data[0]), e.shape, (*e.data[1], "positive")) for e in letters}
    return put(run(put(x, table)), {v: e for e, v in table.items()})


def put(x: Any, table: dict[Expr, Expr]) -> Any:
    """All expressions in it, with the other letters."""
    if isinstance(x, Expr):
        return substitute(x, table)
    if isinstance(x, tuple):
        return tuple(put(part, table) for part in x)
    if isinstance(x, Mapping):
        return {put(key, table): put(value, table) for key, value in x.items()}
    if is_dataclass(x) and not isinstance(x, type):
        return replace(x, **{f.name: put(getattr(x, f.name), table) for f in fields(x)})
    return x
