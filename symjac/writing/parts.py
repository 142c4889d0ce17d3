"""A box with some of its parts in place of others: e^t for exp(t), a_i for a."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symjac.writing.box import Box, Call, Script, Sym


def rewritten(box: Box, change: Callable[[Box], Box | None]) -> Box:
    """From the top down: a part for which `change` has something stands for itself; the others are looked into."""
    found: Box = _inside(box, change)
    return found


def _inside(part: Any, change: Callable[[Box], Box | None]) -> Any:
    if isinstance(part, tuple):
        return tuple(_inside(each, change) for each in part)
    if not hasattr(part, "__slots__"):
        return part
    other = change(part)
    if other is not None:
        return other
    return replace(part, **{name: _inside(getattr(part, name), change) for name in part.__slots__ if name != "prec"})


def powers_of_e(box: Box) -> Box:
    """e^(−t) for exp(−t), as one writes short arguments."""

    def change(part: Box) -> Box | None:
        if isinstance(part, Call) and part.head == Sym("exp", "roman") and len(part.args) == 1:
            return Script(Sym("e", "roman"), sup=powers_of_e(part.args[0]))
        return None

    return rewritten(box, change)
