"""What an expression is built from: the text, its shapes, and what is told of it."""

from __future__ import annotations

from symjac.expr.dims import ONE
from symjac.language.shapes.infer import Shapes
from symjac.language.shapes.leaf import Leaf
from symjac.language.text.tree import Node


class Building:
    """The part that knows of the text."""

    def __init__(self, source: str, shapes: Shapes, spreads: list[tuple[str, Node]], typeset: bool = False) -> None:
        self.source, self.shapes, self.spreads = source, shapes, spreads
        self.typeset = typeset  # a formula in LaTeX, whose exp may be the matrix exponential
        self.notes: dict[str, None] = {}  # what was taken in one of two ways
        self.told: dict[str, None] = {}  # what was added, in any spelling

    def _is_made_a_matrix(self, leaf: Leaf) -> bool:
        return leaf.name[0].islower() and not leaf.declared and self._is_matrix(leaf.pair)

    def _is_matrix(self, pair: tuple[int, int]) -> bool:
        return ONE not in self.shapes.shape_of(pair)
