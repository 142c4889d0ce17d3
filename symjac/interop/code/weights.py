"""How large an index counts: numbers as they are, a letter as one large number; and what to choose without knowing them.

The cheapest way for equal letters is taken: the degree decides. But if it is far dearer than another one where one of the letters
is small, the way is taken that is cheaper over all such cases: (XV' + VX')W is X(V'W) + V(X'W), and A(x + y) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import prod
from typing import Any

from symjac.interop.code.label import Label

TYPICAL, FEW = 1000, 10  # what a letter counts for; and where it is small
FAR = 10  # times the cheapest
Size = Callable[[Any], float]


class Weights:
    """`sizes`: numbers for the letters, where they are known."""

    def __init__(self, sizes: Mapping[str, int] | None = None) -> None:
        self.sizes = dict(sizes or {})
        self.known: dict[str, dict[Label, float]] = {}

    def __call__(self, label: Label, few: str = "") -> float:
        known = self.known.setdefault(few, {})
        if label not in known:
            letters = {name: self.sizes.get(name, FEW if name == few else TYPICAL) for name in label.dim.names}
            known[label] = float(max(1, label.dim.value(letters)))
        return known[label]

    def cases(self, labels: Iterable[Label]) -> list[Size]:
        """All letters equal; then, of several, each of them small."""
        letters = sorted({name for l in set(labels) for name in l.dim.names if name not in self.sizes})
        if len(letters) < 2:
            return [self]
        return [self, *(partial(self, few=few) for few in letters)]


def chosen(costs: Sequence[Sequence[float]]) -> int:
    """Which way is taken, by its costs in the cases."""
    least = [min(column) for column in zip(*costs, strict=True)]
    excess = [[(c + 1) / (l + 1) for c, l in zip(row, least, strict=True)] for row in costs]
    first = min(range(len(costs)), key=lambda k: costs[k][0])
    return first if max(excess[first]) <= FAR else min(range(len(costs)), key=lambda k: prod(excess[k]))
