"""What is needed in one place only may change its form: −2(T − UV')V is 2(UV' − T)V; 1 − σ(z) is σ(−z), which keeps digits.

NumPy subtracts from a matrix that it has just computed in the same memory, but it needs new memory to subtract one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from symjac.interop.code.nodes import Graph, Node, is_call, made_here, postorder


def rewritten(graph: Graph, roots: Sequence[Node], named: Iterable[Node]) -> dict[Node, Node]:
    """What stands for every node."""
    order = list(postorder(roots))
    uses = Counter([*roots, *(arg for node in order for arg in node.args)])
    single = {node for node, count in uses.items() if count == 1} - set(named)
    turned: set[Node] = set()
    for node in order:
        if node.op == "total" and len(node.args) == 1 and node.data[0][0][0] < 0:
            found = difference(node.args[0], single)
            turned |= {node, found} if found is not None and found not in turned else set()
    table: dict[Node, Node] = {}
    for node in order:
        table[node] = new(graph, node, [table[arg] for arg in node.args], node in turned, single)
    return table


def difference(node: Node, single: set[Node]) -> Node | None:
    """A factor of the product that subtracts a matrix just computed from one that is not."""
    below = [node]
    while below:
        node = below.pop()
        if node not in single:
            continue
        if node.op == "product":
            below += node.args[::-1]
        elif node.op == "total" and len(node.axes) > 1 and subtracts(node, single):
            return node
    return None


def subtracts(node: Node, single: set[Node]) -> bool:
    parts = [(c, arg) for (c, spec), arg in zip(node.data[0], node.args, strict=True) if spec == node.data[1]]
    fresh = [c for c, arg in parts if arg in single and made_here(arg)]
    return len(parts) > 1 and bool(fresh) and max(fresh) < 0 < max(c for c, _ in parts)


def new(graph: Graph, node: Node, args: Sequence[Node], turn: bool, single: set[Node]) -> Node:
    """The node of these arguments, with its sign turned or as it is."""
    if turn:
        parts, out = node.data
        if parts == ((-1, out),):
            return args[0]
        return graph.node("total", args, (tuple((-c, spec) for c, spec in parts), out), node.axes)
    if node.op == "total" and len(args) == 2 and [c for c, _ in node.data[0]] in ([1, -1], [-1, 1]):
        place = 1 if node.data[0][0][0] == 1 else 0
        one, other = args[1 - place], args[place]
        if one.op == "const" and one.data == 1 and is_call(other, "sigmoid") and node.args[place] in single:
            return graph.call("sigmoid", graph.negative(other.args[0]))
    return graph.node(node.op, args, node.data, node.axes)
