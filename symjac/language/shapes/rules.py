"""Shape rules with more than one case: the product, elementwise operations, and alternatives of a signature."""

from __future__ import annotations

from symjac.expr.dims import ONE, dim
from symjac.expr.signature import Pattern
from symjac.language.shapes.sizes import Clash, Constraint, Pair, Sizes
from symjac.language.text.tree import Node


class Product(Constraint):
    """left right: scaling if one of them is a scalar, else columns meet rows. `dot`: two columns make an inner product."""

    def __init__(self, node: Node, index: int, left: Pair, right: Pair, out: Pair, dot: bool) -> None:
        self.node, self.index, self.left, self.right, self.out, self.dot = node, index, left, right, out, dot
        self.watched = (*left, *right, *out)

    def step(self, s: Sizes) -> bool:
        left, right = s.scalar(self.left), s.scalar(self.right)
        if left is True or right is True:
            s.unify_pairs(self.out, self.right if left is True else self.left)
            return True
        if self.dot:
            inner = self._inner(s)
            if inner is None:
                return False
            if inner:
                return self._columns(s)
        if left is False:
            s.unify(self.out[0], self.left[0])
        if right is False:
            s.unify(self.out[1], self.right[1])
        return self._decide(s, left, right)

    def _decide(self, s: Sizes, left: bool | None, right: bool | None) -> bool:
        meets = not s.differ(self.left[1], self.right[0])
        if left is False and right is False:
            return self._matrix(s)
        if left is False and (s.scalar(self.out) is True or s.differ(self.out[1], self.left[1])) and meets:
            return self._matrix(s)
        if right is False and (s.scalar(self.out) is True or s.differ(self.out[0], self.right[0])) and meets:
            return self._matrix(s)
        if meets or (left is None and right is None):
            return False
        s.bind_pair(self.right if left is False else self.left, ONE, ONE)
        s.unify_pairs(self.out, self.left if left is False else self.right)
        return True

    def _matrix(self, s: Sizes) -> bool:
        s.unify(self.left[1], self.right[0])
        s.unify(self.out[0], self.left[0])
        s.unify(self.out[1], self.right[1])
        return True

    def _inner(self, s: Sizes) -> bool | None:
        """Whether both are columns."""
        if s.scalar(self.left) is None or s.scalar(self.right) is None:
            return None
        if s.is_one(self.left[1]) and s.is_one(self.right[1]):
            return True
        decided = (s.decided(self.left[1]) and not s.is_one(self.left[1])) or (
            s.decided(self.right[1]) and not s.is_one(self.right[1])
        )
        return False if decided else None

    def _columns(self, s: Sizes) -> bool:
        s.unify(self.left[0], self.right[0])
        s.bind_pair(self.out, ONE, ONE)
        return True


class Equal(Constraint):
    """left .* right: equal shapes, or a scalar that scales."""

    def __init__(self, node: Node, index: int, left: Pair, right: Pair, out: Pair) -> None:
        self.node, self.index, self.left, self.right, self.out = node, index, left, right, out
        self.watched = (*left, *right)

    def step(self, s: Sizes) -> bool:
        left, right = s.scalar(self.left), s.scalar(self.right)
        if left is True or right is True:
            s.unify_pairs(self.out, self.right if left is True else self.left)
            return True
        if left is False and right is False:
            self.equal(s)
            return True
        return False

    def equal(self, s: Sizes) -> None:
        try:
            s.unify_pairs(self.left, self.right)
        except Clash as clash:
            clash.node, clash.step = self.node, self.index
            raise
        s.unify_pairs(self.out, self.left)
        self.done = True


class Options(Constraint):
    """The alternatives of a signature: taken when only one is left, or when everything is known."""

    def __init__(self, node: Node, cases: list[tuple[tuple[Pattern, ...], Pattern]], args: list[Pair], out: Pair) -> None:
        self.node, self.cases, self.args, self.out = node, cases, args, out
        self.watched = (*(v for pair in args for v in pair), *out)

    def step(self, s: Sizes) -> bool:
        fit = [case for case in self.cases if self._fits(s, case)]
        if not fit:
            raise Clash(None, None, (None, None))
        known = all(s.get(v) is not None for pair in self.args for v in pair)
        if len(fit) > 1 and not known:
            return False
        self._take(s, fit[0])
        return True

    def take_first(self, s: Sizes) -> None:
        fit = [case for case in self.cases if self._fits(s, case)]
        if fit:
            self._take(s, fit[0])
            self.done = True

    def _slots(self, case: tuple[tuple[Pattern, ...], Pattern]) -> list[tuple[str, int]]:
        patterns, result = case
        pairs = [*zip(patterns, self.args, strict=True), (result, self.out)]
        return [(letter, v) for pattern, pair in pairs for letter, v in zip(pattern, pair, strict=True)]

    def _fits(self, s: Sizes, case: tuple[tuple[Pattern, ...], Pattern]) -> bool:
        bound: dict[str, int] = {}
        for letter, v in self._slots(case):
            if letter.isdigit():
                value = s.get(v)
                if (value is not None and value != dim(int(letter))) or (letter == "1" and s.is_plural(v)):
                    return False
            elif s.differ(bound.setdefault(letter, v), v):
                return False
        return True

    def _take(self, s: Sizes, case: tuple[tuple[Pattern, ...], Pattern]) -> None:
        bound: dict[str, int] = {}
        for letter, v in self._slots(case):
            if letter.isdigit():
                s.bind(v, dim(int(letter)))
            else:
                s.unify(bound.setdefault(letter, v), v)
