"""Shape inference: each node of the tree poses its rule; what stays open follows the convention, one leaf at a time."""

from __future__ import annotations

from itertools import chain, count
from typing import cast

import symjac.language.shapes.clashes as clashes
from symjac.errors import SymjacError
from symjac.expr.dims import ONE, Dim, Shape, dim
from symjac.expr.registry import get
from symjac.language.shapes.additions import Additions
from symjac.language.shapes.images import Images
from symjac.language.shapes.indexed import Indexed
from symjac.language.shapes.leaf import Leaf
from symjac.language.shapes.rules import Equal, Product
from symjac.language.shapes.signatures import RULES
from symjac.language.shapes.sizes import Clash, Pair
from symjac.language.text.tree import Node, postorder

NAMES = ("M", "N", "K", "P", "Q", "R", "S", "T", "U", "V", "W", "D", "E", "F", "G", "H", "J", "L")


class Shapes(Indexed, Additions, Images):
    """All shapes of a problem: declare leaves, add statements, settle, then ask."""

    # Posing the rules

    def declare(self, name: str, rows: Dim | None, columns: Dim | None, *, square: bool = False) -> None:
        pair = self.sizes.pair(rows, columns)
        if square:
            self.sizes.unify(*pair)
        self.leaves[name] = Leaf(name, pair, rows is not None and columns is not None)

    def add(self, root: Node) -> Pair:
        """Pose the rules of a tree, from the leaves up."""
        order = list(postorder(root))
        self.parents.update((arg, node) for node in order for arg in node.args)
        self.transposed |= {str(n.args[0].data) for n in order if n.kind == "transpose" and n.args[0].kind == "name"}
        for node in order:
            self.sizes.current = node
            try:
                self.of[node] = self._pose(node)
                self.sizes.propagate()
            except Clash as clash:
                raise self.explain(clash, node) from None
        self.sizes.current = None
        return self.of[root]

    def equate(self, name: str, root: Node) -> None:
        """The name of a definition has the shape of its body, be it a capital or not: J(w) = (Xw - y)'(Xw - y) is a number."""
        self.defined.add(name)
        self.bodies[name] = root
        try:
            self.sizes.unify_pairs(self.leaf(name).pair, self.of[root])
            self.defines_family(name, root)
            self.sizes.propagate()
        except Clash as clash:
            raise self.explain(clash, root) from None

    def alike(self, one: Node, other: Node) -> None:
        """Both sides of an equation have the same shape."""
        try:
            self.sizes.unify_pairs(self.of[one], self.of[other])
            self.sizes.propagate()
        except Clash as clash:
            raise self.explain(clash, one) from None

    def suggest(self, root: Node, shape: Shape) -> None:
        """A shape that a tree takes if it can."""
        self.sizes.attempt(self.sizes.bind_pair, self.of[root], *shape)

    def make_scalar(self, root: Node) -> None:
        """The body of a function of one number is a number."""
        try:
            self.sizes.bind_pair(self.of[root], ONE, ONE)
            self.sizes.propagate()
        except Clash as clash:
            raise self.explain(clash, root) from None

    def explain(self, clash: Clash, node: Node) -> SymjacError:
        return clashes.explain(clash, clash.node or node, self)

    def _pose(self, node: Node) -> Pair:
        method = getattr(self, "_" + node.kind, None)
        if method is not None:
            return method(node)  # type: ignore[no-any-return]
        rule = RULES.get(node.kind)
        if rule is None:
            op = get(str(node.data))
            assert op.signature is not None
            rule = op.signature
        return self._apply(node, rule)

    def _num(self, node: Node) -> Pair:
        return self.sizes.pair(ONE, ONE)

    _size = _num

    def _name(self, node: Node) -> Pair:
        leaf = self.leaf(str(node.data))
        leaf.uses.append(node)
        return leaf.pair

    def _sized(self, node: Node) -> Pair:
        """eye(n), zeros(m, n), ...: node.data holds the function and its sizes."""
        name, sizes = cast(tuple[str, tuple[Dim, ...]], node.data)
        if name == "pi":
            return self.sizes.pair(ONE, ONE)
        if name == "commutation":
            return self.sizes.pair(sizes[0] * sizes[1], sizes[0] * sizes[1])
        if name == "eye":
            return self.sizes.pair(sizes[0], sizes[-1])
        return self.sizes.pair(sizes[0], sizes[1] if len(sizes) > 1 else ONE)

    def _eye(self, node: Node) -> Pair:
        n = self.sizes.new()
        self.identities.append((n, n))
        return n, n

    def _ones(self, node: Node) -> Pair:
        pair = self.sizes.pair()
        self.constants.append(pair)
        return pair

    _zeros = _ones

    def _mul(self, node: Node) -> Pair:
        total = self.of[node.args[0]]
        for k, arg in enumerate(node.args[1:], 1):
            if arg.kind == "num" and arg.data == 1 and self._is_declared_a_number(node.args[k - 1]):
                self.of[arg] = self.sizes.pair()  # b*1: nobody multiplies by the number
                self.numbers.append(self.of[arg])
            out = self.sizes.pair()
            self._post(Product(node, k, total, self.of[arg], out, node.gaps[k - 1] == "dot"))
            total = out
        return total

    def _is_declared_a_number(self, node: Node) -> bool:
        return node.kind == "name" and self.leaf(str(node.data)).declared and self.sizes.scalar(self.of[node]) is True

    def _hadamard(self, node: Node) -> Pair:
        total = self.of[node.args[0]]
        for k, arg in enumerate(node.args[1:], 1):
            out = self.sizes.pair()
            self._post(Equal(node, k, total, self.of[arg], out))
            total = out
        return total

    def _spread(self, node: Node) -> Pair:
        """A scalar function applied entry by entry: the shape of its argument."""
        return self.of[node.args[0]]

    def _literal(self, node: Node) -> Pair:
        widths = cast(tuple[int, ...], node.data)
        self.literals.append(node)
        rows = [node.args[k * widths[0] : (k + 1) * widths[0]] for k in range(len(widths))]
        for k, row in enumerate(rows):
            for c, entry in enumerate(row):
                pair = self.of[entry]
                try:
                    self.sizes.unify(pair[0], self.of[row[0]][0])
                    self.sizes.unify(pair[1], self.of[rows[0][c]][1])
                except Clash as clash:
                    clash.node, clash.step = node, k * widths[0] + c
                    raise
        height = self._sum(node, [self.of[row[0]][0] for row in rows])
        return height, self._sum(node, [self.of[e][1] for e in rows[0]])

    # Names for open sizes, and answers

    def invent(self, taken: set[str]) -> None:
        """M, N, K, ... for the sizes still open, matrices first; N where there is only one size."""
        leaves = sorted(self.leaves.values(), key=lambda leaf: not all(self.sizes.is_plural(v) for v in leaf.pair))
        pairs = [leaf.pair for leaf in leaves] + list(self.of.values()) + list(self.members.values())
        pairs += [(v, v) for v in self.running()]
        derived = {self.sizes.find(v) for v in self.sums} - {self.sizes.find(v) for v in self.running()}
        fresh = [v for v in dict.fromkeys(self.sizes.find(v) for pair in pairs for v in pair) if self.sizes.value[v] is None]
        known = {self.sizes.get(v) for pair in pairs for v in pair} - {None, ONE}
        fresh.sort(key=lambda v: v in derived)
        single = len([v for v in fresh if v not in derived]) == 1 and not known
        names = (n for n in chain(("N",) if single else (), NAMES, (f"N_{k}" for k in count(1))) if n not in taken)
        for v in fresh:
            if self.sizes.get(v) is None:
                name = next(names)
                self.dims.add(name)
                clash = self.sizes.attempt(self.sizes.bind, v, dim(name))
                if clash is not None:
                    raise self.explain(clash, next(iter(self.of)))

    def shape(self, node: Node) -> Shape:
        return self.shape_of(self.of[node])

    def shape_of(self, pair: Pair) -> Shape:
        rows, columns = self.sizes.get(pair[0]), self.sizes.get(pair[1])
        assert rows is not None and columns is not None
        return rows, columns
