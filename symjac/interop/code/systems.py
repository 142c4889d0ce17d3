"""A⁻¹b as the solution of a system, by LU or, for a positive definite A = LL', Cholesky; log det A = 2 Σ log l_ii; Sb and b'S."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symjac.interop.code.label import letters

if TYPE_CHECKING:
    from symjac.interop.code.nodes import Graph, Node


def solved(graph: Graph, a: Node, sa: str, b: Node, sb: str, out: str) -> Node | None:
    """A⁻¹b without A⁻¹, where A⁻¹ meets a vector or a matrix in one letter."""
    if a.op != "inv" or a.args[0] in graph.explicit:
        return None
    if len(sa) == 3:
        return each_solved(graph, a, sa, b, sb, out)
    if len(sa) > 3 or len(sb) > 2:
        return None
    shared = [c for c in sa if c in sb and c not in out]
    if len(shared) != 1 or any(c in sb for c in sa if c != shared[0]):
        return None
    (free,) = (c for c in sa if c != shared[0])
    rest = sb.replace(shared[0], "")
    right = graph.reduce(b, sb, shared[0] + rest)
    found = system(graph, a.args[0], right, sa[0] == shared[0])
    return graph.reduce(found, free + rest, out)


def system(graph: Graph, a: Node, right: Node, flipped: bool) -> Node:
    """x with Ax = b, or A'x = b; by the Cholesky factor of A where there is one, and it pays."""
    axes = (a.axes[0], *right.axes[1:])
    if a in graph.definite and graph.factored:
        return graph.node("cho_solve", (cholesky(graph, a), right), (), axes)
    return graph.node("solve", (a, right), flipped and a not in graph.symmetric, axes)


def each_solved(graph: Graph, a: Node, sa: str, b: Node, sb: str, out: str) -> Node | None:
    """A⁻¹b with an A for every example, or for every block; its index is the first one."""
    e, shared = sa[0], [c for c in sa if c in sb and c not in out]
    if e not in out or len(shared) != 1:
        return None
    (free,) = (c for c in sa[1:] if c != shared[0])
    rest = "".join(c for c in sb if c not in (e, shared[0]))
    if free in sb or len(rest) > 1:
        return None
    front = e if e in sb else ""
    right = graph.reduce(b, sb, front + shared[0] + rest)
    flipped = sa[1] == shared[0] and a.args[0] not in graph.symmetric
    axes = (a.axes[0], a.axes[1], *right.axes[len(front) + 1 :])
    found = graph.node("each_solve", (a.args[0], right), (flipped, bool(rest)), axes)
    return graph.reduce(found, e + free + rest, out)


def beside(graph: Graph, a: Node, sa: str, b: Node, sb: str, out: str) -> Node | None:
    """Sb, and b'S as the same array turned, for a symmetric S or its inverse: once it is computed, whichever is needed."""
    if len(sa) != 2 or len(sb) > 2 or not (a in graph.symmetric or (a.op == "inv" and a.args[0] in graph.symmetric)):
        return None
    shared = [c for c in sa if c in sb and c not in out]
    if len(shared) != 1 or any(c in sb for c in sa if c != shared[0]):
        return None
    (free,), (gone,) = (c for c in sa if c != shared[0]), shared
    if sb[0] == gone:
        found = graph.plain_product(a, free + gone, b, sb, free + sb[1:])
        return graph.reduce(found, free + sb[1:], out)
    found = graph.plain_product(b, sb, a, gone + free, sb[0] + free)
    return graph.reduce(found, sb[0] + free, out)


def cholesky(graph: Graph, a: Node) -> Node:
    return graph.node("cholesky", (a,), (), a.axes)


def logabsdet(graph: Graph, a: Node) -> Node:
    """log |det A|, of a positive definite A = LL' as 2 Σ log l_ii."""
    if a not in graph.definite:
        return graph.node("logabsdet", (a,), (), a.axes[:-2])
    spec = letters(len(a.axes) - 1)
    front = spec[:-1]
    diagonal = graph.node("diagonal", (cholesky(graph, a),), spec + spec[-1], a.axes[:-1])
    return graph.total([(Fraction(2), graph.reduce(graph.call("log", diagonal), spec, front), front)], front)
