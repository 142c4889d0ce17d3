"""PyTorch: float64 on the device of the arguments; numbers are tensors without axes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symjac.expr.dims import Dim
from symjac.interop.code.nodes import Node
from symjac.interop.code.target import Args, Target
from symjac.interop.code.written import ATOM, SUM, Code, call, infix


class Torch(Target):
    factored = True

    def write_cho_solve(self, node: Node, args: Args) -> Code:
        """The right-hand side is a matrix."""
        if len(node.axes) == 1:
            return Code(f"torch.cholesky_solve({args[1].at(ATOM)}[:, None], {args[0].text})[:, 0]")
        return call("torch.cholesky_solve", args[1].text, args[0].text)

    def operand(self, node: Node, a: Code) -> str:
        return f"torch.tensor({a.text}, dtype=torch.float64)" if node.op in ("const", "size", "pi") else a.text

    def write_log1pexp(self, node: Node, args: tuple[Code, ...]) -> Code:
        return call("torch.logaddexp", f"torch.zeros_like({args[0].text})", args[0].text)

    def permuted(self, a: Code, order: tuple[int, ...]) -> Code:
        return call("torch.permute", a.text, str(order))

    def constant(self, value: Fraction) -> str:
        return f"torch.tensor({float(value)!r}, {self.made()})"

    def inner(self, a: Code, b: Code) -> Code:
        return Code(f"({infix('*', a, b).text}).sum()")

    def along(self, what: str, a: Code, spec: str, left: str) -> Code:
        gone = [k for k, c in enumerate(spec) if c not in left]
        where = "" if not left else f"dim={gone[0] if len(gone) == 1 else tuple(gone)}"
        return Code(f"{a.at(ATOM)}.{'amax' if what == 'max' else what}({where})")

    def made(self) -> str:
        return f"dtype=torch.float64, device={self.like}.device" if self.like else "dtype=torch.float64"

    def zeros(self, axes: tuple[Dim, ...]) -> str:
        return f"torch.zeros({self.shape(axes)}, {self.made()})"

    def write_fill(self, node: Node, args: tuple[Code, ...]) -> Code:
        spec, out = node.data
        return Code(f"{self.zeros(node.axes)} + {self.aligned(args[0], spec, out).at(SUM + 1)}", SUM)

    def entries(self, rows: list[list[Code]], node: Node) -> Code:
        flat = ", ".join(f"torch.as_tensor({a.text}, {self.made()})" for row in rows for a in row)
        stacked = f"torch.stack([{flat}])"
        return Code(stacked if len(node.axes) == 1 else f"{stacked}.reshape({len(rows)}, {len(rows[0])})")

    def joined(self, parts: list[str], axis: int) -> Code:
        return call("torch.cat", f"[{', '.join(parts)}]", f"dim={axis}")

    def stacked(self, a: Code, index: str) -> str:
        return f"torch.as_tensor({a.text}, {self.made()}){index}"

    def index(self, letter: str, out: str, n: Dim) -> str:
        device = f", device={self.like}.device" if self.like else ""
        return self.aligned(Code(f"torch.arange({self.dim(n)}{device})"), letter, out).text

    def convert(self, name: str) -> str:
        return f"{name} = torch.as_tensor({name}, dtype=torch.float64)"

    def shape_of(self, name: str) -> str:
        return f"tuple({name}.shape)"

    def copied(self, text: str, is_array: bool) -> str:
        return f"{text}.clone()"


def torch(functions: Mapping[str, str]) -> Target:
    return Torch(
        "torch",
        "torch",
        ("import torch",),
        functions,
        "dim",
        "torch.Tensor",
        "torch.Tensor | float",
        "torch.Tensor",
        "torch.Tensor",
    )
