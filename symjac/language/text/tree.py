"""What was typed, as a tree with the place of every part, before shapes are known."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class Token:
    """A piece of the text: its kind, what it stands for, where it stood, and whether a space came before."""

    type: str
    text: str
    start: int
    end: int
    space: bool = False
    data: Hashable = None
    held: bool = False  # a run of letters that is one name in any spelling
    sub: str = ""
    layer: str | None = None

    @property
    def span(self) -> Span:
        return self.start, self.end


def is_run(token: Token) -> bool:
    """Letters side by side that are a product where they are no name."""
    return token.type == "WORD" and not token.held and len(token.text) > 1


_OUTLINE = {"POW": "^", "LPAR": "(", "RPAR": ")", "MINUS": "-", "WORD": "w", "NUM": "n"}


def outline(tokens: list[Token]) -> str:
    """^(-w) of ^(-T): one character for each token, to be searched."""
    return "".join(_OUTLINE.get(t.type, "?") for t in tokens)


@dataclass(slots=True, eq=False)
class Node:
    """kind: 'name', 'num', 'mul', 'call', ...; data: the name, the value, ...; depth counts nesting, not length.

    paren: it stood in brackets, so nothing is appended to it; bare: a function without brackets.
    """

    kind: str
    args: list[Node]
    span: Span
    data: Hashable = None
    depth: int = 1
    paren: bool = False
    bare: bool = False
    gaps: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Statement:
    """`name(params) = body`, or a body alone."""

    name: str | None
    params: tuple[str, ...]
    headed: bool
    body: Node
    span: Span
    links: list[Node] = field(default_factory=list)  # what the body is said to equal


def postorder(root: Node) -> Iterator[Node]:
    """Every node, arguments first; iterative."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += node.args
    return reversed(found)


def names_in(root: Node) -> Iterator[Node]:
    return (node for node in postorder(root) if node.kind == "name")


def become(node: Node, other: Node) -> None:
    """Put another node in the place of this one."""
    node.kind, node.args, node.data, node.gaps, node.depth = other.kind, other.args, other.data, other.gaps, other.depth


def copy(root: Node, replace: Callable[[Node], Node | None]) -> Node:
    """A copy in which replace(leaf) stands for a leaf."""
    made: dict[Node, Node] = {}
    for node in postorder(root):
        new = replace(node) if not node.args else None
        if new is None:
            args = [made[arg] for arg in node.args]
            new = Node(node.kind, args, node.span, node.data, node.depth, node.paren, node.bare, node.gaps)
        made[node] = new
    return made[root]


def free_names(root: Node) -> list[str]:
    return list(dict.fromkeys(str(node.data) for node in names_in(root)))
