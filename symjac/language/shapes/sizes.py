"""Sizes to be found: variables that are unified, bound to a Dim, known to be more than one, and can be taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from symjac.expr.dims import ONE, Dim, divide
from symjac.language.text.tree import Node

Pair = tuple[int, int]


class Clash(Exception):
    """Two sizes that should be equal are not; where each came from, and the node at which it showed."""

    def __init__(self, one: Dim | None, other: Dim | None, origins: tuple[Node | None, Node | None]) -> None:
        self.one, self.other, self.origins = one, other, origins
        self.node: Node | None = None
        self.step = 0


class Constraint:
    """Something that waits for sizes. step() acts on what is known and says whether it is done."""

    node: Node
    watched: tuple[int, ...]
    done: bool = False
    index: int = 0

    def step(self, sizes: Sizes) -> bool:
        raise NotImplementedError


class Sizes:
    """Union-find with a trail; a change wakes the constraints that watch it."""

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.value: list[Dim | None] = []
        self.plural: list[bool] = []
        self.origin: list[Node | None] = []
        self.watch: list[list[Constraint]] = []
        self.weight: list[int] = []
        self.trail: list[Callable[[], Any]] = []
        self.queue: deque[Constraint] = deque()
        self.current: Node | None = None

    def new(self, value: Dim | None = None) -> int:
        self.parent.append(len(self.parent))
        self.value.append(value)
        self.plural.append(value is not None and value != ONE)
        self.origin.append(self.current if value is not None else None)
        self.watch.append([])
        self.weight.append(1)
        return len(self.parent) - 1

    def pair(self, rows: Dim | None = None, columns: Dim | None = None) -> Pair:
        return self.new(rows), self.new(columns)

    def find(self, v: int) -> int:
        while self.parent[v] != v:
            v = self.parent[v]
        return v

    def get(self, v: int) -> Dim | None:
        return self.value[self.find(v)]

    def is_plural(self, v: int) -> bool:
        return self.plural[self.find(v)]

    def is_one(self, v: int) -> bool:
        root = self.find(v)
        return self.value[root] is not None and not self.plural[root]

    def decided(self, v: int) -> bool:
        """Whether it is known to be one or more than one."""
        root = self.find(v)
        return self.plural[root] or self.value[root] is not None

    def scalar(self, pair: Pair) -> bool | None:
        """Whether a shape is 1 x 1: yes, no, or not known yet."""
        rows, columns = self.find(pair[0]), self.find(pair[1])
        if self.plural[rows] or self.plural[columns]:
            return False
        return None if self.value[rows] is None or self.value[columns] is None else True

    def differ(self, a: int, b: int) -> bool:
        """Whether two sizes can no longer become equal."""
        a, b = self.find(a), self.find(b)
        p, q = self.value[a], self.value[b]
        if p is not None and q is not None:
            return p is not q and p != q
        return (p is not None and not self.plural[a] and self.plural[b]) or (
            q is not None and not self.plural[b] and self.plural[a]
        )

    def _set(self, store: list[Any], k: int, value: Any) -> None:
        self.trail.append(partial(store.__setitem__, k, store[k]))
        store[k] = value

    def _wake(self, root: int) -> None:
        self.queue.extend(c for c in self.watch[root] if not c.done)

    def bind(self, v: int, value: Dim) -> None:
        root = self.find(v)
        have = self.value[root]
        if have == value:
            return
        if have is not None or (value == ONE and self.plural[root]):
            raise Clash(have, value, (self.origin[root], self.current))
        self._set(self.value, root, value)
        self._set(self.origin, root, self.current)
        if value != ONE and not self.plural[root]:
            self._set(self.plural, root, True)
        self._wake(root)

    def make_plural(self, v: int) -> None:
        root = self.find(v)
        if self.plural[root]:
            return
        if self.value[root] is not None:
            raise Clash(self.value[root], None, (self.origin[root], self.current))
        self._set(self.plural, root, True)
        self._wake(root)

    def unify(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        if self.differ(a, b):
            raise Clash(self.value[a], self.value[b], (self.origin[a], self.origin[b]))
        if self.weight[a] < self.weight[b]:
            a, b = b, a
        news_a, news_b = self._told(a, b), self._told(b, a)
        self._set(self.parent, b, a)
        self._set(self.weight, a, self.weight[a] + self.weight[b])
        if self.value[a] is None and self.value[b] is not None:
            self._set(self.value, a, self.value[b])
            self._set(self.origin, a, self.origin[b])
        if self.plural[b] and not self.plural[a]:
            self._set(self.plural, a, True)
        if news_a:
            self._wake(a)
        if news_b:
            self._wake(b)
        watch, count = self.watch[a], len(self.watch[a])
        self.trail.append(lambda: watch.__delitem__(slice(count, None)))
        watch.extend(self.watch[b])

    def _told(self, a: int, b: int) -> bool:
        """Whether b knows something of its size that a does not; constraints ask for nothing else."""
        return (self.value[a] is None and self.value[b] is not None) or (self.plural[b] and not self.plural[a])

    def unify_pairs(self, a: Pair, b: Pair) -> None:
        self.unify(a[0], b[0])
        self.unify(a[1], b[1])

    def bind_pair(self, pair: Pair, rows: Dim, columns: Dim) -> None:
        self.bind(pair[0], rows)
        self.bind(pair[1], columns)

    def post(self, constraint: Constraint) -> None:
        for v in constraint.watched:
            self.watch[self.find(v)].append(constraint)
        self._step(constraint)

    def _step(self, constraint: Constraint) -> None:
        before, self.current = self.current, constraint.node
        try:
            if constraint.step(self):
                constraint.done = True
                self.trail.append(lambda: setattr(constraint, "done", False))
        except Clash as clash:
            if clash.node is None:
                clash.node, clash.step = constraint.node, constraint.index
            raise
        finally:
            self.current = before

    def propagate(self) -> None:
        while self.queue:
            constraint = self.queue.popleft()
            if not constraint.done:
                self._step(constraint)

    def attempt(self, action: Callable[..., None], *args: Any) -> Clash | None:
        """Do action(*args) and what follows from it; where that clashes, take everything back."""
        mark = len(self.trail)
        try:
            action(*args)
            self.propagate()
        except Clash as clash:
            self.queue.clear()
            while len(self.trail) > mark:
                self.trail.pop()()
            return clash
        return None


class Times(Constraint):
    """out = the product of sizes, as of kron and vec."""

    def __init__(self, node: Node, out: int, factors: tuple[int, ...]) -> None:
        self.node, self.out, self.factors = node, out, factors
        self.watched = (out, *factors)

    def step(self, sizes: Sizes) -> bool:
        total, left = ONE, []
        for v in self.factors:
            value = sizes.get(v)
            if value is None:
                left.append(v)
            else:
                total = total * value
        if not left:
            sizes.bind(self.out, total)
            return True
        out = sizes.get(self.out)
        if out == ONE:
            for v in left:
                sizes.bind(v, ONE)
            return True
        quotient = divide(out, total) if out is not None and len(left) == 1 else None
        if quotient is not None:
            sizes.bind(left[0], quotient)
        return quotient is not None


class Plus(Constraint):
    """out = the sum of sizes, as of blocks side by side."""

    def __init__(self, node: Node, out: int, parts: tuple[int, ...]) -> None:
        self.node, self.out, self.parts = node, out, parts
        self.watched = (out, *parts)

    def step(self, sizes: Sizes) -> bool:
        values = [sizes.get(v) for v in self.parts]
        if None not in values:
            total = values[0]
            for value in values[1:]:
                total = total + value  # type: ignore[operator]
            sizes.bind(self.out, total)  # type: ignore[arg-type]
            return True
        return False
