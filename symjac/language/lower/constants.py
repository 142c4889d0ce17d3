"""eye(n), zeros(m, n), 𝟏_{m×n}, K_{m,n}, π: constants with their sizes read."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from symjac.errors import LimitError, ParseError
from symjac.expr.dims import ONE, Dim, dim, too_large
from symjac.language.lower.base import Rewriting
from symjac.language.text.tree import Node, become, postorder
from symjac.lazy import regex

_FACTOR = regex(r"(?:([0-9]+)|([A-Za-z]+(?:_[A-Za-z0-9]+)?))(?:\^([0-9]+))?")
SIZE = 10**6


class Constants(Rewriting):
    """The part that reads sizes."""

    def sized(self, node: Node) -> None:
        """eye(n), zeros(m, n), commutation(m, n)."""
        name = str(node.data)
        counts = {"commutation": (2,), "eye": (1, 2)}.get(name, (1, 2))
        if len(node.args) not in counts:
            raise self.fail(f"{name} takes {' or '.join(map(str, counts))} sizes, not {len(node.args)}", node)
        sizes = tuple(self.size(arg) for arg in node.args)
        if name == "eye" and len(set(sizes)) > 1:
            raise self.fail("the identity is square", node)
        become(node, Node("sized", [], node.span, (name, sizes)))

    def named_number(self, node: Node) -> None:
        """π, where it is not the name of a variable."""
        if node.data not in self.names | self.dims:
            become(node, Node("sized", [], node.span, (str(node.data), ())))

    def size(self, root: Node) -> Dim:
        done: dict[Node, Dim] = {}
        for node in postorder(root):
            done[node] = self._size(node, [done[arg] for arg in node.args])
        return done[root]

    def _size(self, node: Node, args: list[Dim]) -> Dim:
        if node.kind == "num" and isinstance(node.data, Fraction) and node.data.denominator == 1 and node.data > 0:
            if node.data > SIZE:
                raise self.fail(f"the size {str(node.data)[:20]} is too large; {SIZE} is the limit", node, kind=LimitError)
            return dim(int(node.data))
        if node.kind == "name" and node.data in self.names:
            raise self.fail(
                f"`{node.data}` is a variable, not a size", node, "a size is a number or the name of a size, as in eye(n)"
            )
        if node.kind == "name":
            self.dims.add(str(node.data))
            return dim(str(node.data))
        if node.kind in ("add", "mul"):
            total = args[0]
            for arg in args[1:]:
                total = total + arg if node.kind == "add" else total * arg
                if too_large(total):
                    raise self.fail("the size is too large, or too long a formula", node, kind=LimitError)
            return total
        raise self.fail("a size is a whole number, a name, or a sum or product of such", node)

    def constant(self, node: Node) -> None:
        """I_n, and a bold 1 with its size or shape as subscript; K_{m,n}."""
        if not node.data:
            return
        sizes = tuple(self._lowered(text, node) for text in re.split("[×,]", str(node.data)))
        if len(sizes) > (2 if node.kind != "eye" else 1):
            raise self.fail(f"`{node.data}` is no shape", node)
        become(node, Node("sized", [], node.span, (node.kind, sizes)))

    def _lowered(self, text: str, node: Node) -> Dim:
        """A size that stands below: n, 3, nm, n + 1."""
        total = dim(0)
        for term in (text[1:-1] if text[:1] + text[-1:] == "()" else text).split("+"):
            if not re.fullmatch(f"(?:{_FACTOR.pattern}[*·]?)+", term):
                raise self.fail(f"`{text[:40]}` is not a size", node)
            product = ONE
            for number, name, power in _FACTOR.findall(term):
                if len(number) > 6 or (number and int(number) == 0) or len(power) > 1:
                    raise self.fail(f"{text[:20]} is not a size", node, kind=LimitError if len(number) > 6 else ParseError)
                for _ in range(int(power or 1)):
                    product = product * (dim(int(number)) if number else self._named(name))
            total = total + product
        if too_large(total) or total == dim(0):
            raise self.fail("the size is too large, or too long a formula", node, kind=LimitError)
        return total

    def _named(self, name: str) -> Dim:
        """The name of a size, or a product of such that are known: nm."""
        if name not in self.dims and len(name) > 1 and self.dims.issuperset(name):
            return math.prod((dim(c) for c in name), start=ONE)
        self.dims.add(name)
        return dim(name)

    def vector(self, node: Node) -> None:
        """vector(1) is ones, vector(0) zeros, vector(s) s times ones."""
        if len(node.args) != 1:
            raise self.fail("vector takes one number", node)
        value = node.args[0].data if node.args[0].kind == "num" else None
        ones = Node("zeros" if value == 0 else "ones", [], node.span, "")
        scaled = Node("mul", [node.args[0], ones], node.span, depth=node.depth, gaps=[""])
        become(node, ones if value in (0, 1) else scaled)
