"""What is to be written as a function: expressions, the axes of their arrays, the names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.interop.code.axes import Run


@dataclass(frozen=True)
class Output:
    """A result: the expression, and the axes that its rows and columns stand for.

    turned: the matrix is transposed first; kept: how many axes are left when the others are multiplied by a vector.
    """

    expr: Expr
    rows: Run
    cols: Run
    turned: bool = False
    kept: int | None = None

    @property
    def axes(self) -> tuple[Dim, ...]:
        return (self.rows.axes + self.cols.axes)[: self.kept]


@dataclass(frozen=True)
class Narrow:
    """What is computed instead where the size `few` is less than `many`."""

    few: Dim
    many: Dim
    outputs: Mapping[str, Output]


@dataclass
class Request:
    """What is to be written: the outputs by name, the symbols that are arguments, the names of intermediate results."""

    name: str
    outputs: Mapping[str, Output]
    symbols: Sequence[Expr]
    typed: Callable[[str], str]
    doc: Sequence[str]
    vector: tuple[str, tuple[Dim, ...]] | None = None
    called: Mapping[Expr, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    keys: Sequence[str] | None = None  # of the dictionary that several arrays are returned in
    definite: Callable[[Expr], bool] = lambda _: False  # whether a matrix has a Cholesky factor whatever its letters are
    symmetric: Callable[[Expr], bool] = lambda _: False
    right: Expr | None = None  # of the symbols the right-hand side of a system
    narrow: Narrow | None = None
    batch: frozenset[Expr] = frozenset()  # the symbols that are given for every example
    examples: tuple[Dim, ...] = ()  # the axis of the examples, if there is one
