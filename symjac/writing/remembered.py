"""What a function has found for a node is remembered by which node it is: to compare two takes as long as to walk them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Node = TypeVar("Node")
Found = TypeVar("Found")
MOST = 1 << 14  # nodes of a function, which are kept alive


def remembered(function: Callable[[Node], Found]) -> Callable[[Node], Found]:
    """The function, of immutable nodes: the same node is asked about again and again while lines are broken."""
    known: dict[int, tuple[Node, Found]] = {}

    @wraps(function)
    def run(node: Node) -> Found:
        entry = known.get(id(node))
        if entry is not None and entry[0] is node:
            return entry[1]
        found = function(node)
        if len(known) >= MOST:
            known.clear()
        known[id(node)] = node, found
        return found

    return run
