"""[A, x; x', 1] written down: entries as an array, columns one under the other, blocks side by side."""

from __future__ import annotations

from symjac.expr.dims import SCALAR, Dim
from symjac.interop.code.nodes import Node
from symjac.interop.code.written import ATOM, Code, call

Args = tuple[Code, ...]


class BlockCode:
    """What a language of arrays writes for a matrix by its blocks."""

    xp: str
    axis: str

    def write_block(self, node: Node, args: Args) -> Code:
        """Entries as an array; columns one under the other; blocks."""
        shapes = node.data
        if all(s == SCALAR for row in shapes for s in row):
            return self.entries([list(args[k : k + len(shapes[0])]) for k in range(0, len(args), len(shapes[0]))], node)
        if len(node.axes) == 1:
            return self.joined([self.one_axis(a, n) for a, n in zip(args, node.args, strict=True)], 0)
        flat = [self.two_axes(a, s) for a, s in zip(args, (s for row in shapes for s in row), strict=True)]
        width = len(shapes[0])
        rows = [flat[k : k + width] for k in range(0, len(flat), width)]
        lines = [row[0] if len(row) == 1 else self.joined(row, 1).text for row in rows]
        return Code(lines[0]) if len(lines) == 1 else self.joined(lines, 0)

    def write_blocks(self, node: Node, args: Args) -> Code:
        """Blocks for every example."""
        texts, width = [a.text for a in args], node.data
        lines = [self.joined(texts[k : k + width], 2).text for k in range(0, len(texts), width)] if width > 1 else texts
        return Code(lines[0]) if len(lines) == 1 else self.joined(lines, 1)

    def entries(self, rows: list[list[Code]], node: Node) -> Code:
        if len(node.axes) == 1:
            return call(f"{self.xp}.array", f"[{', '.join(a.text for row in rows for a in row)}]")
        return call(f"{self.xp}.array", f"[{', '.join('[' + ', '.join(a.text for a in row) + ']' for row in rows)}]")

    def joined(self, parts: list[str], axis: int) -> Code:
        return call(f"{self.xp}.concatenate", f"[{', '.join(parts)}]", f"{self.axis}={axis}")

    def one_axis(self, a: Code, node: Node) -> str:
        return a.text if node.axes else self.stacked(a, "[None]")

    def two_axes(self, a: Code, shape: tuple[Dim, Dim]) -> str:
        if shape == SCALAR:
            return self.stacked(a, "[None, None]")
        rows, cols = (n.number == 1 for n in shape)
        return f"{a.at(ATOM)}[None, :]" if rows else f"{a.at(ATOM)}[:, None]" if cols else a.text

    def stacked(self, a: Code, index: str) -> str:
        return f"{self.xp}.asarray({a.text}){index}"
