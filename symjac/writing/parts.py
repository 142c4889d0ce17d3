"""The one walk over written mathematics: what stands directly inside a box, and the box with something else in its place.

Of a document, a block or a drawing the same functions give the blocks, lines, shapes and formulas inside.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from symjac.writing.box import Accent, Arrow, BigOp, Box, Boxed, Call, Cases, Frac, Matrix, Num, Script, Sym, Underbrace

Node = TypeVar("Node")


PLAIN = frozenset({str, int, bool, float, type(None)})  # what is in a node and has nothing inside


_readers: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def children(node: Any) -> list[Any]:
    """What stands directly inside, from the left."""
    found: list[Any] = []
    _enter(values(node), found)
    return found


def _enter(inside: Iterable[Any], found: list[Any]) -> None:
    for value in inside:
        kind = type(value)
        if kind is tuple:
            _enter(value, found)
        elif kind not in PLAIN and hasattr(value, "__slots__"):
            found.append(value)


def values(node: Any) -> tuple[Any, ...]:
    """All fields of a node."""
    kind = type(node)
    if kind not in _readers:
        _readers[kind] = _reader(kind.__slots__)
    return _readers[kind](node)


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return operator.attrgetter(*names) if len(names) > 1 else lambda node: tuple(getattr(node, name) for name in names)


def mapped(node: Node, change: Callable[[Any], Any]) -> Node:
    """The node, each child in it changed; itself where no child is another."""
    slots: dict[str, Any] = {name: getattr(node, name) for name in node.__slots__}  # type: ignore[attr-defined]
    new = {name: other for name, value in slots.items() if (other := _changed(value, change)) is not value}
    return replace(node, **new) if new else node  # type: ignore[type-var]


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        others = tuple(_changed(each, change) for each in value)
        return value if all(map(operator.is_, others, value)) else others
    return change(value) if hasattr(value, "__slots__") else value


def within(levels: int, boxes: Iterable[Any]) -> bool:
    """Whether the boxes are nested at most so deep; level by level, what occurs many times is looked into once."""
    level = {id(box): box for box in boxes}
    for _ in range(levels):
        if not level:
            return True
        level = {id(inner): inner for outer in level.values() for inner in children(outer)}
    return not level


def on_line(box: Box) -> Iterable[Box]:
    """The children that stand on the line of the box itself: no scripts, limits, labels, cells, halves of fractions."""
    match box:
        case Script(base) | Accent(_, base):
            return (base,)
        case BigOp(body=body) | Underbrace(body):
            return (body,)
        case Frac() | Matrix() | Cases() | Arrow():
            return ()
        case _:
            return children(box)


def opens_gradient(b: Box) -> bool:
    """∇ₓf as a factor stands apart from the factor before it."""
    return (b.base if isinstance(b, Script) else b) == Sym("∇")


def has_fraction(*boxes: Box) -> bool:
    """Whether a built fraction of more than two numbers stands on the line of one of the boxes: its row needs air.

    A frame has air of its own.
    """
    return any(is_built(box) or (not isinstance(box, Boxed) and has_fraction(*on_line(box))) for box in boxes)


def is_built(box: Box) -> bool:
    return isinstance(box, Frac) and not (isinstance(box.num, Num) and isinstance(box.den, Num))


def has_matrix(box: Box) -> bool:
    """Whether a matrix of several rows stands on the line."""
    return (isinstance(box, Matrix) and len(box.rows) > 1) or any(map(has_matrix, on_line(box)))


def rewritten(box: Box, change: Callable[[Box], Box | None]) -> Box:
    """From the top down: a part for which `change` has something stands for itself; the others are looked into."""
    found = change(box)
    return found if found is not None else mapped(box, lambda part: rewritten(part, change))


def powers_of_e(box: Box) -> Box:
    """e^(−t) for exp(−t), as one writes short arguments."""

    def change(part: Box) -> Box | None:
        if isinstance(part, Call) and part.head == Sym("exp", "roman") and len(part.args) == 1:
            return Script(Sym("e", "roman"), sup=powers_of_e(part.args[0]))
        return None

    return rewritten(box, change)
