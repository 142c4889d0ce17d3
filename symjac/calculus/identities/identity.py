"""Identity: a named equality read from left to right, with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from symjac.expr.expr import Expr

Rewrite = Callable[[Expr], Expr | None]


@dataclass(frozen=True, eq=False)
class Identity:
    """rewrite(expr) is an equal expression, or None where the identity does not apply.

    ops: the operations at the root to which it can apply; sentence: what a lecturer says when using it;
    among: of a product, operations of which one must be among its matrix factors (empty where any will do).
    """

    name: str
    ops: tuple[str, ...]
    sentence: str
    rewrite: Rewrite
    among: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Identity({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str, str], Identity], tuple[str, str]]:
        """Pickled by its place: the function is hidden behind the decorator."""
        return at_place, (self.rewrite.__module__, self.rewrite.__name__)


def at_place(module: str, name: str) -> Identity:
    found: Identity = getattr(import_module(module), name)
    return found


def identity(*ops: str, says: str, among: str = "") -> Callable[[Rewrite], Identity]:
    """Decorator: the function's name is the identity's name, `ops` are the roots it applies to."""
    return lambda rewrite: Identity(rewrite.__name__, ops, says, rewrite, frozenset(among.split()))
