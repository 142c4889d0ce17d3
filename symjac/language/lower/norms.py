"""‖x‖_p, ‖x‖_A, norm(x, 1): norms of any order by the functions there are."""

from __future__ import annotations

import re
from fractions import Fraction

from symjac.errors import UnsupportedError
from symjac.language.lower.base import Rewriting
from symjac.language.text.tree import Node, become


class Norms(Rewriting):
    """The part that writes norms out."""

    def norm(self, node: Node) -> None:
        """norm(x, p) and bars with a subscript."""
        if node.kind == "norm":
            order = str(node.data or "")
        else:
            order = str(node.args[1].data) if len(node.args) == 2 else ""
        if len(node.args) not in (1, 2) or (len(node.args) == 2 and node.args[1].kind not in ("num", "name")):
            raise self.fail("norm takes one argument, and perhaps the order 1, 2 or 'fro'", node)
        if order in ("", "1", "2", "F", "fro"):
            pass
        elif re.fullmatch(r"[1-9][0-9]*|[a-hj-z]", order):
            return self.power_norm(node, order)
        elif re.fullmatch("[A-EG-Z](?:_[a-z0-9]+)?|Sigma|Lambda|Omega", order) and node.kind == "norm":
            return self.weighted_norm(node, order)
        else:
            raise self.fail(
                f"the norm of order {order[:20]} is not in the language",
                node,
                "norm is the 2-norm, norm1 the 1-norm",
                UnsupportedError,
            )
        spectral = order == "2" or (order == "1" and node.kind == "call")
        become(node, Node("call", node.args[:1], node.span, "norm1" if order == "1" else "norm", node.depth))
        if spectral:
            node.gaps = ["vector"]

    def power_norm(self, node: Node, order: str) -> None:
        """‖x‖_p of a column is (Σ |x_i|^p)^(1/p)."""
        number = Node("num", [], node.span, Fraction(order)) if order.isdigit() else None
        p = number or Node("name", [], node.span, order)
        absolute = Node("call", [node.args[0]], node.span, "abs", node.depth + 1)
        powers = Node("hpow", [absolute, p], node.span, None, node.depth + 2)
        total = Node("call", [powers], node.span, "sum", node.depth + 3, gaps=["column"])
        inverse = Node("div", [Node("num", [], node.span, Fraction(1)), self._again(p)], node.span, None, 2)
        if number is not None:
            inverse = Node("num", [], node.span, 1 / Fraction(order))
        become(node, Node("pow", [total, inverse], node.span, None, node.depth + 4))
        node.paren = True

    def weighted_norm(self, node: Node, order: str) -> None:
        """‖x‖_A is the root of x'A x."""
        x, weight = node.args[0], Node("name", [], node.span, order)
        turned = Node("transpose", [self._again(x)], node.span, None, x.depth + 1)
        form = Node("mul", [turned, weight, x], node.span, None, x.depth + 2, gaps=["", ""])
        become(node, Node("call", [form], node.span, "sqrt", x.depth + 3, gaps=["weighted"]))
