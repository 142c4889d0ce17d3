"""Sums over an index: how far each runs, and what shape the members of a family have. x_i of x_1, …, x_N in ℝᴰ: the members stand
one below the other in a column of N D numbers; X_ij is an entry of X."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symjac.expr.dims import ONE, Dim, Shape
from symjac.language.maps import Map
from symjac.language.shapes.posed import Posed
from symjac.language.shapes.sizes import Clash, Constraint, Pair, Sizes, Times
from symjac.language.text.sums.bound import Bound
from symjac.language.text.tree import Node

BINDERS = ("bigsum", "bigprod", "stack")


class Members(Constraint):
    """The family as one array: N rows for numbers, N x M for numbers with two indices, N m rows for members of m rows."""

    def __init__(self, node: Node, family: Pair, axes: tuple[int, ...], member: Pair, declared: bool) -> None:
        self.node, self.family, self.axes, self.member, self.declared = node, family, axes, member, declared
        self.watched = (*family, *axes, *member)
        self.stacked = Times(node, family[0], (*axes, member[0]))

    def step(self, s: Sizes) -> bool:
        number = s.scalar(self.member)
        if number is None and self.declared:  # x: N and X: N x D have entries x_i and X_ij
            s.bind_pair(self.member, ONE, ONE)
            number = True
        if number is None:
            return False
        if number:
            s.unify(self.family[0], self.axes[0])
            if len(self.axes) == 2:
                s.unify(self.family[1], self.axes[1])
            else:
                s.bind(self.family[1], ONE)
            return True
        s.unify(self.family[1], self.member[1])
        return self.stacked.step(s)


class Indexed(Posed):
    """The part of the shapes of a problem that knows of indices."""

    def __init__(self, source: str, maps: Mapping[str, Map] | None = None) -> None:
        super().__init__(source, maps)
        self.ranges: dict[Node, int] = {}  # how far each sign runs
        self.loose: dict[str, int] = {}  # and an index that no sign binds
        self.axes: dict[str, tuple[int, ...]] = {}  # by the name of a family: one size for each index
        self.members: dict[str, Pair] = {}

    def declare_member(self, name: str, pair: Pair) -> None:
        self.members[name] = pair

    def declare_family(self, name: str, ranges: Iterable[Dim], shape: Shape) -> None:
        """x_i of ℝᴰ for i = 1, …, N."""
        self.members[name] = self.sizes.pair(*shape)
        self.axes[name] = tuple(self.sizes.new(n) for n in ranges)

    def range_of(self, node: Node, letter: str) -> int:
        """The size up to which an index runs where it stands."""
        above = self.parents.get(node)
        while above is not None:
            if above.kind in BINDERS and isinstance(above.data, Bound) and above.data.letter == letter:
                return self.range_at(above)
            above = self.parents.get(above)
        return self.loose.setdefault(letter, self.sizes.new())

    def range_at(self, binder: Node) -> int:
        if binder not in self.ranges:
            assert isinstance(binder.data, Bound)
            self.ranges[binder] = self.sizes.new(binder.data.upper)
            if binder.data.upper is None:
                self.sizes.make_plural(self.ranges[binder])
        return self.ranges[binder]

    def _index(self, node: Node) -> Pair:
        return self.sizes.pair(ONE, ONE)

    def _delta(self, node: Node) -> Pair:
        """kronecker(i, k)"""
        return self.sizes.pair(ONE, ONE)

    def _bigsum(self, node: Node) -> Pair:
        return self.of[node.args[0]]

    def _bigprod(self, node: Node) -> Pair:
        self.sizes.bind_pair(self.of[node.args[0]], ONE, ONE)
        return self.of[node.args[0]]

    def _stack(self, node: Node) -> Pair:
        rows, columns = self.of[node.args[0]]
        out = self.sizes.new()
        self.sums.append(out)
        self.sizes.post(Times(node, out, (self.range_at(node), rows)))
        return out, columns

    def _member(self, node: Node) -> Pair:
        (base,) = node.args
        indices: tuple[str, ...] = node.data  # type: ignore[assignment]
        own = [None if i.isdigit() else self.range_of(node, i) for i in indices]
        if base.kind != "name":
            return self._entry(node, self.of[base], own)
        name = str(base.data)
        if name not in self.axes:
            self._family(node, name, len(own))
        axes = self.axes[name]
        if len(axes) != len(own):
            clash = Clash(None, None, (None, None))
            clash.node = node
            raise clash
        for axis, size in zip(axes, own, strict=True):
            if size is not None:
                self.sizes.unify(axis, size)
            elif name in self.members and self.sizes.scalar(self.members[name]):  # A_12 is an entry, so A is no number
                self.sizes.make_plural(axis)
        return self.members[name]

    def _entry(self, node: Node, pair: Pair, own: list[int | None]) -> Pair:
        """(A x)_i, of an expression."""
        for size, found in zip(own, pair, strict=False):
            if found is not None and size is not None:
                self.sizes.unify(size, found)
        self.sizes.make_plural(pair[0])
        if len(own) == 1:
            self.sizes.bind(pair[1], ONE)
        return self.sizes.pair(ONE, ONE)

    def _family(self, node: Node, name: str, count: int) -> None:
        family = self.leaf(name)
        self.axes[name] = tuple(self.sizes.new() for _ in range(count))
        if name not in self.members:
            self.members[name] = self.sizes.pair()
        self.sums.append(family.pair[0])
        self.sizes.post(Members(node, family.pair, self.axes[name], self.members[name], family.declared))

    def defines_family(self, name: str, body: Node) -> None:
        """p_i = …: the members of p are of the shape of what stands there."""
        if body.kind == "stack":
            if name not in self.axes:
                self._family(body, name, 1)
            self.sizes.unify(self.axes[name][0], self.range_at(body))
            self.sizes.unify_pairs(self.members[name], self.of[body.args[0]])

    def running(self) -> list[int]:
        """All sizes up to which an index runs."""
        return [*self.ranges.values(), *self.loose.values(), *(v for axes in self.axes.values() for v in axes)]
