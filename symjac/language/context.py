"""What the names of an earlier problem stand for, when another text is read beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr, postorder
from symjac.language.maps import Map


@dataclass(frozen=True)
class Context:
    """The meaning of each name: a symbol, or the expression of a definition; and the names of sizes."""

    values: Mapping[str, Expr]
    symbols: frozenset[str]
    dims: frozenset[str]
    maps: Mapping[str, Map] = field(default_factory=dict)
    families: Mapping[str, Expr] = field(default_factory=dict)  # of a family x_1, …, x_N one of its members
    indices: Mapping[str, Dim] = field(default_factory=dict)  # that stand free, k of a derivative by mu_k, and how far each runs

    @property
    def entries(self) -> dict[str, int]:
        """How many indices there are below a name, where it is a family or an array."""
        arrays = {name: 1 if e.is_vector else 2 for name, e in self.values.items() if e.is_vector or e.is_matrix}
        return arrays | {name: len(x.data) for name, x in self.families.items()}

    @property
    def shapes(self) -> dict[str, Shape]:
        return {name: expr.shape for name, expr in self.values.items()}


def size_names(expressions: Iterable[Expr]) -> frozenset[str]:
    """The names of sizes in expressions and their parts."""
    return frozenset(n for root in expressions for e in postorder(root) for size in e.shape for n in size.names)
