"""Values, arguments before their parents; what stands in a sum is worked out for each value of its index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Generic, TypeVar

from symjac.expr.dims import Dim
from symjac.expr.expr import Expr

Key = Expr | tuple[Expr, tuple[int, ...]]  # an expression, with the values of the indices that are free in it


T = TypeVar("T")


class Scoped(Generic[T]):
    """compute(expr) gives the value of one node; those of its arguments are in `memo`, the current indices in `bound`."""

    def __init__(self, bound: dict[Expr, int]) -> None:
        self.bound = bound
        self.memo: dict[Key, T] = {}

    def compute(self, expr: Expr) -> T:
        raise NotImplementedError

    def size(self, n: Dim) -> int:
        raise NotImplementedError

    def below(self, expr: Expr) -> tuple[Expr, ...]:
        """What must be known before a node is computed."""
        return () if expr.op.binds else expr.args

    def value(self, root: Expr) -> T:
        """The value; iterative in depth."""
        memo, key, stack = self.memo, self.key, [root]
        while stack:
            expr = stack[-1]
            own = key(expr) if expr.free else expr  # without a free index a node is its own key: this is where the time goes
            if own not in memo:
                missing = [a for a in self.below(expr) if (key(a) if a.free else a) not in memo]
                if missing:
                    stack += missing
                    continue
                memo[own] = self.compute(expr)
            stack.pop()
        return memo[key(root)]

    def key(self, expr: Expr) -> Key:
        """Under what a value is remembered: that of x_i for each i."""
        if not expr.free:
            return expr
        return expr, tuple(self.bound[i] for i in sorted(expr.free, key=id))

    def index(self, i: Expr) -> int:
        return self.bound[i]

    def each_of(self, indices: Sequence[Expr]) -> Iterator[None]:
        """Every assignment of the indices, one after the other, in `bound`."""
        for places in product(*(range(1, self.size(i.data[1]) + 1) for i in indices)):
            self.bound.update(zip(indices, places, strict=True))
            yield
        for i in indices:
            self.bound.pop(i, None)

    def over(self, expr: Expr) -> list[T]:
        """What stands in a sum, for each value of its index."""
        (body,), i = expr.args, expr.data[0]
        outer, found = self.bound.get(i), []
        for n in range(1, self.size(i.data[1]) + 1):
            self.bound[i] = n
            found.append(self.value(body))
        if outer is None:
            del self.bound[i]
        else:
            self.bound[i] = outer
        return found
