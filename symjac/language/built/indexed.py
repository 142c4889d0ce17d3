"""∑_i, x_i, δ_ij: sums over an index, and members of a family."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from symjac.errors import ParseError, ShapeError
from symjac.expr import make as kernel
from symjac.expr.binding import at_index
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.make import value_of
from symjac.language.built.base import Building
from symjac.language.text.sums.bound import Bound
from symjac.language.text.tree import Node


class Indexed(Building):
    """The part that builds sums over an index."""

    def _running(self, node: Node, letter: str) -> Expr:
        """The index where it stands; a number as it is."""
        if letter.isdigit():
            return kernel.number(int(letter))
        size = self.shapes.sizes.get(self.shapes.range_of(node, letter))
        if size is None:
            raise ParseError(f"nothing says how far the index {letter} runs", source=self.source, span=node.span)
        return kernel.index(letter, size)

    def _index(self, node: Node, args: list[Expr]) -> Expr:
        return self._running(node, str(node.data))

    def _binder(self, node: Node, args: list[Expr]) -> Expr:
        bound = cast(Bound, node.data)
        size = self.shapes.sizes.get(self.shapes.range_at(node))
        assert size is not None
        make: Callable[[Expr, Expr], Expr] = getattr(kernel, bound.kind)
        return make(kernel.index(bound.letter, size), args[0])

    def _delta(self, node: Node, args: list[Expr]) -> Expr:
        if len(args) != 2:
            raise ParseError("the Kronecker delta takes two indices", source=self.source, span=node.span)
        return kernel.delta(*args)

    def _member(self, node: Node, args: list[Expr]) -> Expr:
        """x_i; of a family that is defined, p_i = …, what stands there, with this index."""
        (family,) = args
        at = [self._running(node, i) for i in cast(tuple[str, ...], node.data)]
        if family.op.name == "stack" and len(at) == 1:
            return at_index(family.args[0], {family.data[0]: at[0]})
        name = node.args[0].data if node.args[0].kind == "name" else None
        axes = self.shapes.axes.get(str(name))
        ranges = [self.shapes.sizes.get(v) for v in axes] if axes else list(family.shape[: len(at)])
        assert None not in ranges
        for i, n in zip(at, ranges, strict=True):
            if value_of(i) is not None and n is not None and n.number is not None and value_of(i) > n.number:  # type: ignore[operator]
                raise ShapeError(f"the index {value_of(i)} is too large: there are {n}", source=self.source, span=node.span)
        return kernel.member(family, at, cast(list[Dim], ranges), self.shapes.shape(node))
