"""What a tree is rewritten with: the definitions, the names that mean something, and how long it may get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symjac.errors import LimitError, ParseError, SymjacError
from symjac.language.maps import Map
from symjac.language.text.programs import speaks_numpy
from symjac.language.text.tree import Node, copy

NODES = 20_000


@dataclass
class Function:
    """A definition with a head: its arguments, its body, and whether it is a function of one number."""

    name: str
    params: tuple[str, ...]
    body: Node
    scalar: bool = False


class Rewriting:
    """The trees of one text, statement by statement."""

    def __init__(
        self,
        source: str,
        functions: Mapping[str, Function],
        arrays: frozenset[str] = frozenset(),
        maps: Mapping[str, Map] | None = None,
    ) -> None:
        self.source, self.functions, self.arrays, self.maps = source, functions, arrays, maps or {}
        self.names: set[str] = set()
        self.named: set[str] = set()  # functions of which the text gives the name alone
        self.dims: set[str] = set()
        self.spreads: list[tuple[str, Node]] = []
        self.budget = NODES
        self.numpy = speaks_numpy(source)  # where ** is taken entry by entry

    def fail(self, message: str, node: Node, hint: str | None = None, kind: type[SymjacError] = ParseError) -> SymjacError:
        return kind(message, source=self.source, span=node.span, hint=hint)

    def _again(self, root: Node) -> Node:
        """Each use is a tree of its own, so that each has its parent."""

        def count(leaf: Node) -> Node | None:
            self.budget -= 1
            if self.budget < 0:
                raise self.fail("the definitions put together are too long", root, kind=LimitError)
            return None

        return copy(root, count)
