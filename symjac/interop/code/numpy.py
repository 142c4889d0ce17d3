"""NumPy: float64, what is zero off a diagonal written onto the diagonal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from symjac.interop.code.nodes import Node, made_here
from symjac.interop.code.target import Args, Target
from symjac.interop.code.written import Code, call
from symjac.interop.code.written import scaled as times


class NumPy(Target):
    def spread(self, a: Code, node: Node) -> Code:
        return call("np.array", f"np.broadcast_to({a.text}, {self.shape(node.axes)})")

    def scatter(self, name: str, node: Node, args: Args) -> list[str]:
        """The places where indices agree, as a view that is written to."""
        full, out, parts = node.data
        lines = self.started(name, node, args[0])
        for k, ((c, (at, where)), a) in enumerate(zip(parts, args[1:], strict=True)):
            once = "".join(dict.fromkeys(where))
            sign = "=" if k == 0 and full is None else "-=" if c < 0 else "+="
            value = self.aligned(times(c if sign == "=" else abs(c), a), at, once).text
            place = name if where == once else f'np.einsum("{where}->{once}", {name})[...]'
            lines.append(f"{place} {sign} {value}")
        return lines

    def start(self, node: Node, base: Code, full: str | None, out: str) -> str:
        if full is None:
            return self.zeros(node.axes)
        if full == out:  # an array of one's own, to be written to
            return base.text if made_here(node.args[0]) and not base.text.isidentifier() else copy(base.text)
        return f"np.array(np.broadcast_to({self.aligned(base, full, out).text}, {self.shape(node.axes)}))"

    def is_typed(self, root: Node, nodes: Iterable[Node]) -> bool:
        """Only what is made by a shape: arithmetic may always be of numbers as well."""
        return root.op in ("argument", "vector") or (root.op in ("scatter", "fill") and not root.data[0])

    def constant(self, value: Fraction) -> str:
        return repr(float(value))

    def copied(self, text: str, is_array: bool) -> str:
        return f"np.array({text})" if is_array else f"float({text})"


def copy(text: str) -> str:
    return f"np.array({text})"


def numpy(functions: Mapping[str, str]) -> Target:
    return NumPy("numpy", "np", ("import numpy as np", "from numpy.typing import ArrayLike"), functions)
