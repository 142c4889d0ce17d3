"""exp(z), x .* y, -2*x.^2: terms that are taken entry by entry, and numbers as they are typed."""

from __future__ import annotations

from symjac.expr.families import ScalarOp
from symjac.expr.registry import find
from symjac.language.text.tree import Node


def is_number(node: Node) -> bool:
    """A number as it is typed: 1, -2."""
    return node.kind == "num" or (node.kind == "neg" and is_number(node.args[0]))


def is_scalar_function(node: Node) -> bool:
    return node.kind == "call" and isinstance(find(str(node.data)), ScalarOp)


def entry_by_entry(node: Node) -> bool:
    """A term made by a scalar function or an elementwise operation, perhaps with a sign or a number in front."""
    if node.kind == "neg" or (node.kind == "mul" and is_number(node.args[0])):
        return entry_by_entry(node.args[-1])
    return is_scalar_function(node) or node.kind in ("hpow", "hadamard", "hdiv")
