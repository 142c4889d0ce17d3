"""A box with some of its parts in place of others: e^t for exp(t), a_i for a."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, assert_never

from symjac.writing.box import (
    Accent,
    Arrow,
    BigOp,
    Box,
    Boxed,
    Call,
    Cases,
    Dots,
    Empty,
    Fence,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Root,
    Row,
    Script,
    Space,
    Sym,
    Underbrace,
    Words,
)


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


def children(box: Box) -> tuple[Box, ...]:
    """The boxes directly inside."""
    match box:
        case Sym() | Num() | Words() | Space() | Dots() | Empty():
            return ()
        case Row(items) | Infix(items):
            return items
        case Prefix(_, body) | Fence(_, body) | Root(body) | Boxed(body):
            return (body,)
        case Script(base, sub, sup):
            return tuple(b for b in (base, sub, sup) if b is not None)
        case Accent(_, base):
            return (base,)
        case Call(head, args):
            return (head, *args)
        case Frac(num, den):
            return (num, den)
        case BigOp(_, lower, upper, body):
            return tuple(b for b in (lower, upper, body) if b is not None)
        case Matrix(rows, label=label):
            return tuple(c for r in rows for c in r) + ((label,) if label is not None else ())
        case Cases(pairs):
            return tuple(c for pair in pairs for c in pair)
        case Underbrace(body, label):
            return (body, label)
        case Arrow(label):
            return (label,)
    assert_never(box)
