"""A graph of operations as lines of Python: what is used twice, or is long, gets a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from symjac.interop.code.nodes import Node, made_here, postorder
from symjac.interop.code.target import Target
from symjac.interop.code.written import ATOM, Code

LONG, RETURNED = 68, 100  # characters of an expression that is not cut in two, and of one that is all that is returned
LEAVES = ("const", "size", "pi")
CHEAP = ("turn", "reshape")  # views: written again, not named


class Printer:
    """names: what some nodes are called already; taken: names that are not free."""

    def __init__(self, target: Target, names: Mapping[Node, str], taken: set[str]) -> None:
        self.target, self.names, self.taken = target, dict(names), taken
        self.lines: list[str] = []
        self.done: dict[Node, Code] = {}
        self.numbers = count(1)
        self.last: Node | None = None
        self.uses: Counter[Node] = Counter()

    def write(self, roots: Sequence[Node]) -> list[Code]:
        """The statements, and what stands for each root."""
        order = list(postorder(roots))
        self.uses = uses = Counter([*roots, *(arg for node in order for arg in node.args)])
        self.last = roots[0] if len(roots) == 1 else None
        for node in order:
            args = tuple(self.done[arg] for arg in node.args)
            self.done[node] = self.code(node, args, uses[node])
        return [self.done[root] for root in roots]

    def code(self, node: Node, args: tuple[Code, ...], uses: int) -> Code:
        if node.op in ("argument", "vector"):
            return Code(self.names[node])
        if node.op == "scatter":
            name = args[0].text if self.is_spare(node.args[0], args[0].text) else self.name(node)
            self.lines += self.target.scatter(name, node, args)
            return Code(name)
        made = self.target.write(node, args)
        if not node.axes and made.text.removeprefix("-").isidentifier() and node not in self.names:
            return made  # minus a number
        if node.op in LEAVES or (node.op in CHEAP and node not in self.names and len(made.text) < LONG):
            return made
        if uses > 1 or len(made.text) > (RETURNED if node is self.last else LONG) or node in self.names:
            name = self.name(node)
            self.lines.append(f"{name} = {made.text}")
            return Code(name, ATOM)
        return made

    def is_spare(self, node: Node, text: str) -> bool:
        """An array with a name that nothing else needs, so that it can be written to."""
        return text.isidentifier() and made_here(node) and self.uses[node] == 1 and node not in self.names

    def name(self, node: Node) -> str:
        known = self.names.get(node)
        if known is not None:
            return known
        return self.free()

    def free(self) -> str:
        return next(name for n in self.numbers if (name := f"t{n}") not in self.taken)
