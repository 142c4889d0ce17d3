"""1, I, a + b, A B, a .* b: constants, sums and products in the shapes that were found."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import cast

from symjac.errors import ParseError
from symjac.expr import make as kernel
from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr
from symjac.language.built.base import Building
from symjac.language.shapes.spread import weights_lead
from symjac.language.text.tree import Node


class Terms(Building):
    """The part that builds sums and products."""

    def _num(self, node: Node, args: list[Expr]) -> Expr:
        """The number, or that multiple of ones where it stands beside a function taken entry by entry."""
        value = kernel.number(node.data)
        ones = kernel.ones(*self.shapes.shape(node))
        return value if ones.is_scalar else ones if kernel.value_of(value) == 1 else kernel.mul(value, ones)

    def _size(self, node: Node, args: list[Expr]) -> Expr:
        return kernel.size(node.data)  # type: ignore[arg-type]

    def _sized(self, node: Node, args: list[Expr]) -> Expr:
        name, sizes = cast(tuple[str, tuple[Dim, ...]], node.data)
        make: Callable[..., Expr] = getattr(kernel, name)
        return make(*sizes[:1]) if name == "eye" else make(*sizes)

    def _fitted(self, node: Node, args: list[Expr]) -> Expr:
        rows, columns = self.shapes.shape(node)
        if node.kind == "eye":
            return kernel.eye(rows)
        return kernel.ones(rows, columns) if node.kind == "ones" else kernel.zeros(rows, columns)

    def _add(self, node: Node, args: list[Expr]) -> Expr:
        """A sum; a number beside a column is added to every entry, a column or row beside a matrix to every row or column."""
        shape = self.shapes.shape(node)
        if all(a.shape == shape for a in args):
            return kernel.add(*args)
        stands = weights_lead(node)
        widened = (self._widened(n, a, shape, stands) for n, a in zip(node.args, args, strict=True))
        return kernel.add(*widened)

    def _widened(self, node: Node, arg: Expr, shape: Shape, stands: bool) -> Expr:
        if arg.shape == shape:
            return arg
        if arg.op.name == "neg":
            return kernel.neg(self._widened(node.args[0], arg.args[0], shape, stands))
        text = self.source[slice(*node.span)]
        if arg.is_scalar:
            self.told[f"{text} is added to every entry."] = None
            return kernel.mul(arg, kernel.ones(*shape))
        if arg.is_vector and arg.shape[0] == shape[0] and (stands or arg.shape[0] != shape[1]):
            self.told[f"{text} is added to every column."] = None
            return kernel.mul(arg, kernel.transpose(kernel.ones(shape[1])))
        self.told[f"{text} is added to every row."] = None
        return kernel.mul(kernel.ones(shape[0]), arg if arg.is_row else kernel.transpose(arg))

    def _mul(self, node: Node, args: list[Expr]) -> Expr:
        """A chain of factors; a dot between two columns is their inner product."""
        if self.shapes.numpy:
            self._check_stars(node, args)
        if "dot" not in node.gaps:
            return kernel.mul(*args)
        parts = args[:1]
        for gap, arg in zip(node.gaps, args[1:], strict=True):
            left = kernel.mul(*parts) if gap == "dot" else parts[0]
            if gap == "dot" and left.is_vector and arg.is_vector:
                parts = [kernel.function("dot", left, arg)]
            else:
                parts.append(arg)
        return kernel.mul(*parts)

    def _check_stars(self, node: Node, args: list[Expr]) -> None:
        """Y*np.log(Z) of two matrices: entry by entry in NumPy, and the product everywhere else."""
        for k, (left, right) in enumerate(pairwise(args)):
            between = node.args[k].span[1], node.args[k + 1].span[0]
            sign = self.source[slice(*between)]
            if left.is_matrix and right.is_matrix and "*" in sign and ".*" not in sign:
                hint = "write A @ B for the product, A .* B entry by entry"
                raise ParseError(
                    "`*` of two matrices beside np. may be either product", source=self.source, span=between, hint=hint
                )

    def _hadamard(self, node: Node, args: list[Expr]) -> Expr:
        total = args[0]
        run: list[Expr] = args[:1]
        for arg in args[1:]:
            if total.is_scalar or arg.is_scalar:
                total = kernel.mul(total, arg)
                run = [total]
            else:
                run.append(arg)
                total = arg
        return run[0] if len(run) == 1 else kernel.hadamard(*run)

    def _hdiv(self, node: Node, args: list[Expr]) -> Expr:
        a, b = args
        return kernel.div(a, b) if b.is_scalar else kernel.hdiv(a, b)
