"""np.dot(X, w), sum(x**2), [[1, 2], [3, 4]]: products, powers and literals as NumPy has them."""

from __future__ import annotations

from typing import cast

from symjac.errors import LimitError, ShapeError
from symjac.language.lower.base import Rewriting
from symjac.language.text.tree import Node, become, names_in

ENTRIES = 2_500


class Arrays(Rewriting):
    """The part that knows of arrays."""

    def numpy_dot(self, node: Node) -> None:
        """np.dot(X, w), x.dot(A): the product, in which a column on the left lies down; of two columns the inner product."""
        if len(node.args) != 2:
            raise self.fail(f"dot takes 2 arguments, not {len(node.args)}", node)
        node.data = "dot"
        left, right = node.args
        if any(str(n.data)[0].isupper() for arg in node.args for n in names_in(arg)):
            if left.kind == "name" and str(left.data)[0].islower():
                left = Node("transpose", [left], left.span, None, left.depth + 1)
            become(node, Node("mul", [left, right], node.span, None, node.depth + 1, gaps=["dot"]))

    def total(self, node: Node) -> None:
        """sum(x**2), mean((y - X@w)**2): under a sum of all entries ** is taken entry by entry, as in NumPy."""
        for part in node.args:
            for inner in part.args if part.kind in ("mul", "div", "neg") else (part,):
                self.numpy_power(inner)
                if inner.kind == "pow" and self.is_of_a_column(inner.args[0]):
                    inner.kind = "hpow"

    def is_of_a_column(self, base: Node) -> bool:
        """x, y − X w, X w: what no power is taken of but entry by entry."""
        if base.kind in ("add", "neg"):
            return any(map(self.is_of_a_column, base.args))
        last = base.args[-1] if base.kind == "mul" else base
        return last.kind == "name" and str(last.data)[0].islower()

    def numpy_power(self, node: Node) -> None:
        if node.kind == "pow" and "**" in node.gaps:
            node.kind = "hpow"

    def array(self, node: Node) -> None:
        """np.array([[1, 2], [3, 4]]) is the literal; of a flat list, a column."""
        if len(node.args) != 1:
            raise self.fail("array takes one list", node)
        (arg,) = node.args
        flat = _is_row(arg)
        if flat:
            arg.data = (1,) * len(arg.args)
        become(node, arg)

    def literal(self, node: Node) -> None:
        """Rows of equal length; [[1, 2], [3, 4]] lists the rows; [x] is x."""
        widths = cast(tuple[int, ...], node.data)
        if len(node.args) > ENTRIES:
            raise self.fail(f"the literal has {len(node.args)} entries; {ENTRIES} are allowed", node, kind=LimitError)
        if len(set(widths)) > 1:
            raise self.fail(f"the rows of the literal have {', '.join(map(str, widths[:8]))} entries", node, kind=ShapeError)
        rows = [arg for arg in node.args if _is_row(arg)]
        if len(widths) == 1 and len(rows) == len(node.args):
            if len({len(row.args) for row in rows}) > 1:
                raise self.fail("the rows of the literal differ in length", node, kind=ShapeError)
            node.args, node.data = [e for row in rows for e in row.args], tuple(len(row.args) for row in rows)


def _is_row(node: Node) -> bool:
    return node.kind == "literal" and not node.paren and len(cast(tuple[int, ...], node.data)) == 1
