"""What a function has found for a node is remembered by which node it is: to compare two formulas takes as long as to walk them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Node = TypeVar("Node")
More = ParamSpec("More")
Found = TypeVar("Found")
MOST = 1 << 14  # nodes of a function, which are kept alive


def remembered(function: Callable[Concatenate[Node, More], Found]) -> Callable[Concatenate[Node, More], Found]:
    """The function, of immutable nodes: the same node is asked about again and again while lines are broken."""
    known: dict[Any, tuple[Node, Found]] = {}

    @wraps(function)
    def run(node: Node, *args: More.args, **kwargs: More.kwargs) -> Found:
        key = (id(node), *args, *kwargs.items()) if args or kwargs else id(node)
        entry = known.get(key)
        if entry is not None and entry[0] is node:
            return entry[1]
        found = function(node, *args, **kwargs)
        if len(known) >= MOST:
            known.clear()
        known[key] = node, found
        return found

    return run
