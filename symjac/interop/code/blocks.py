"""[A, x; x', 1]: a matrix by its entries or blocks, or one for every example."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from symjac.expr.dims import ONE, Shape
from symjac.interop.code.arrays import Array
from symjac.interop.code.nodes import Node
from symjac.interop.code.tensor import whole

if TYPE_CHECKING:
    from symjac.interop.code.program import Program

Rows = Sequence[Sequence[Array]]


def blocks(program: Program, rows: Rows) -> Array:
    arrays = [a for row in rows for a in row]
    nodes = [program.dense.node(a.tensor) for a in arrays]
    height = reduce(add, (row[0].tensor.shape[0] for row in rows))
    width = reduce(add, (a.tensor.shape[1] for a in rows[0]))
    axes = tuple(n for n in (height, width) if n != ONE)
    if any(of_examples(node, a.tensor.shape) for node, a in zip(nodes, arrays, strict=True)):
        made = for_each(program, rows, nodes, (height, width))
        return Array(program, whole(program.graph, program.graph.reshape(made, program.front(True) + axes), (height, width)))
    shapes = tuple(tuple(a.tensor.shape for a in row) for row in rows)
    return Array(program, whole(program.graph, program.graph.node("block", nodes, shapes, axes), (height, width)))


def of_examples(node: Node, shape: Shape) -> bool:
    return len(node.axes) > sum(n != ONE for n in shape)


def for_each(program: Program, rows: Rows, nodes: Sequence[Node], shape: Shape) -> Node:
    """Every block with three axes, the first of them that of the examples; put side by side, and then below one another."""
    graph, front, found = program.graph, program.front(True), []
    for node, a in zip(nodes, (a for row in rows for a in row), strict=True):
        axes = front + a.tensor.shape
        if of_examples(node, a.tensor.shape):
            found.append(graph.reshape(node, axes))
        else:
            spec = "".join(c for c, n in zip("jk", a.tensor.shape, strict=True) if n != ONE)
            found.append(graph.node("fill", (node,), (spec, "ijk"), axes))
    return graph.node("blocks", found, len(rows[0]), front + shape)
