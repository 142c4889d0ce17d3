"""H = diag(d) − uu', H = A ⊗ B: a matrix in its parts, by name, and the formula that puts them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symjac.calculus.simplify import signs_in_front
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.make import is_op, symbol

Parts = Mapping[str, Expr]
Build = Callable[[Parts], Expr]

ZERO, SCALED, DIAGONAL, BLOCKS, LOW, PLUS, KRONECKER, BOTH, DENSE = KINDS = (
    "zero", "scaled identity", "diagonal", "block diagonal", "low rank", "diagonal plus low rank", "kronecker",
    "kronecker plus low rank", "dense",
)  # fmt: skip


@dataclass(frozen=True)
class Structure:
    """kind: one of KINDS; parts: what it is made of, by name; form: the formula in these names; expr: with the parts put in.

    rank: of the part of low rank, at most. d is a number or the column of a diagonal; U (u for one column) and V are tall; what
    stands between them is a number c, a column w of weights, or a matrix C; K in front is a commutation matrix. Blocks are
    A diag(w) B' for the rows or columns w of W.
    """

    kind: str
    parts: Parts
    form: Expr
    expr: Expr
    rank: Dim | None = None

    @property
    def text(self) -> str:
        """diagonal plus low rank: diag(softmax(x)) - softmax(x)*softmax(x)', of rank 1 at most"""
        told = self.kind if self.kind in (ZERO, DENSE) else f"{self.kind}: {self.expr}"
        return told if self.rank is None else f"{told}, of rank {self.rank} at most"

    def __str__(self) -> str:
        return self.text

    def _repr_latex_(self) -> str:
        """What a notebook shows."""
        return self.expr._repr_latex_()

    @property
    def computed(self) -> Parts:
        """The parts that are more than a pattern of zeros and ones."""
        return {name: part for name, part in self.parts.items() if not is_op(part, "eye", "commutation")}


def made(kind: str, parts: Parts, build: Build, rank: Dim | None = None) -> Structure:
    """The structure with these parts, put together in the same way in names and in full."""
    names = {name: symbol(name, part.shape) for name, part in parts.items()}
    return Structure(kind, MappingProxyType(dict(parts)), signs_in_front(build(names)), signs_in_front(build(parts)), rank)
