"""i, k + 1, N: indices and sizes of index forms, as closures that read integers from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from symjac.errors import CheckError
from symjac.expr.dims import dim
from symjac.verify.evaluate import View


class Indices:
    """`env` holds the current value of every index, at the place that `slots` gives it; `used` are the places read.

    A symbol is an index only in its scope: elsewhere k may be a size or a scalar variable.
    """

    def __init__(self, view: View, parent: Indices | None = None) -> None:
        self.view = view
        self.env: list[int] = parent.env if parent else []
        self.slots: dict[Any, int] = parent.slots if parent else {}
        self.active: set[Any] = parent.active if parent else set()
        self.used: set[int] = set()

    @contextmanager
    def scope(self, symbols: Iterable[Any]) -> Iterator[None]:
        """Within it, these symbols are indices."""
        added = set(symbols) - self.active
        self.active |= added
        yield
        self.active -= added

    def slot(self, symbol: Any) -> int:
        """The place of an index in `env`."""
        if symbol not in self.slots:
            self.slots[symbol] = len(self.env)
            self.env.append(0)
        return self.slots[symbol]

    def index(self, node: Any) -> Callable[[], int]:
        """An index expression as a closure giving an int."""
        env = self.env
        if isinstance(node, int) or node.is_Integer:
            n = self.view.size(dim(int(node)))
            return lambda: n
        if node.is_Symbol:
            if node in self.active:
                k = self.slot(node)
                self.used.add(k)
                return lambda: env[k]
            n = self.dimension(node)
            return lambda: n
        parts = [self.index(a) for a in node.args]
        if node.is_Add:
            return lambda: sum(p() for p in parts)
        if node.is_Mul:
            return lambda: _product(p() for p in parts)
        if node.is_Pow:
            return lambda: parts[0]() ** parts[1]()
        raise CheckError(f"the checker cannot read the index {node}")

    def dimension(self, symbol: Any) -> int:
        if symbol.name not in self.view.sizes:
            raise CheckError(f"the checker does not know {symbol}")
        return self.view.sizes[symbol.name]

    def places(self, indices: Sequence[Any]) -> list[Callable[[], int]]:
        return [self.index(i) for i in indices]

    def is_index(self, node: Any) -> bool:
        """Made of indices, sizes and integers only."""
        if node.is_Symbol:
            return node in self.active or self.view.point.named(node.name) is None
        return bool(node.is_Integer or ((node.is_Add or node.is_Mul or node.is_Pow) and all(self.is_index(a) for a in node.args)))


def at(index: Callable[[], int]) -> int:
    n = index()
    if n < 1:
        raise CheckError(f"the index {n} is out of range")
    return n - 1


def _product(numbers: Iterable[int]) -> int:
    total = 1
    for n in numbers:
        total *= n
    return total
