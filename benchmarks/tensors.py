"""The value of a tensor of tensorgrad in NumPy, by the definition of each node (its own needs a PyTorch with named tensors).

Edges are names of axes; what stands at two factors of a product is summed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import tensorgrad as tg
from tensorgrad.tensor import Rename

Value = tuple[Any, tuple[str, ...]]  # an array, and the edge of each axis
ORDER = ("r", "c", "xr", "xc", "yr", "yc")
NUMBERS: dict[str, Callable[[Any], Any]] = {
    "exp": np.exp, "log": np.log, "tanh": np.tanh, "abs": np.abs, "sign": np.sign,
    "relu": lambda z: np.maximum(z, 0), "gt0": lambda z: 1.0 * (z > 0),
}  # fmt: skip


def evaluated(t: Any, arrays: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    """The array of a tensor, its axes in the order of f, x and x again; every node is computed once."""
    array, edges = Evaluation(arrays, sizes).value(t)
    return np.transpose(array, [edges.index(edge) for edge in ORDER if edge in edges])


class Evaluation:
    def __init__(self, arrays: Mapping[str, Any], sizes: Mapping[str, int]) -> None:
        self.arrays, self.sizes, self.known = arrays, sizes, dict[int, Value]()

    def value(self, t: Any) -> Value:
        if id(t) not in self.known:
            self.known[id(t)] = self.computed(t)
        return self.known[id(t)]

    def computed(self, t: Any) -> Value:
        kinds: dict[type, Callable[[Any], Value]] = {
            tg.Product: self.product, tg.Sum: self.sum, tg.Function: self.function, tg.Delta: self.delta, Rename: self.renamed,
        }  # fmt: skip
        if type(t) in kinds:
            return kinds[type(t)](t)
        array = self.arrays[t.name] if isinstance(t, tg.Variable) else np.zeros([self.sizes[str(n)] for n in t.shape.values()])
        assert isinstance(t, tg.Variable | tg.Zero), type(t)
        return array, tuple(t.edges)

    def renamed(self, t: Any) -> Value:
        array, edges = self.value(t.tensor)
        return array, tuple(t.mapping.get(edge, edge) for edge in edges)

    def delta(self, t: Any) -> Value:
        """1 where all indices are equal; without edges, the size itself."""
        n, edges = self.sizes[str(t.size)], tuple(t.edges)
        if not edges:
            return np.array(float(n)), edges
        array = np.zeros((n,) * len(edges))
        array[(np.arange(n),) * len(edges)] = 1
        return array, edges

    def sum(self, t: Any) -> Value:
        edges = tuple(t.edges)
        parts = [float(q) * self.aligned(term, edges) for q, term in zip(t.weights, t.terms, strict=True)]
        return sum(parts, np.zeros([self.sizes[str(n)] for n in t.shape.values()])), edges

    def aligned(self, t: Any, edges: tuple[str, ...]) -> Any:
        array, own = self.value(t)
        return np.transpose(array, [own.index(edge) for edge in edges])

    def product(self, t: Any) -> Value:
        """What stands at two factors is summed over."""
        parts, letters = [self.value(factor) for factor in t.factors], dict[str, int]()
        for edge in (edge for _, edges in parts for edge in edges):
            letters.setdefault(edge, len(letters))
        edges = tuple(t.edges)
        given = [part for array, own in parts for part in (array, [letters[edge] for edge in own])]
        return (np.einsum(*given, [letters[edge] for edge in edges], optimize=True) if given else np.array(1.0)), edges

    def function(self, t: Any) -> Value:
        kind, (array, edges) = t.signature, self.value(t.inputs[0])
        if hasattr(kind, "k"):
            return array ** float(kind.k), edges
        if kind.name not in ("inv", "det"):
            return NUMBERS[kind.name](array), edges
        taken = tuple(kind.inputs[0])
        rest = tuple(edge for edge in edges if edge not in taken)
        square = self.aligned(t.inputs[0], (*rest, *taken))
        return (np.linalg.inv(square), (*rest, *taken[::-1])) if kind.name == "inv" else (np.linalg.det(square), rest)
