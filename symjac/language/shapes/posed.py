"""Rules posed: what follows from a signature (m, n) (n, k) -> (m, k) for the shapes of a node and its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symjac.errors import ParseError
from symjac.expr.dims import dim
from symjac.expr.signature import Case, Signature
from symjac.language.maps import Map
from symjac.language.shapes.leaf import Leaf
from symjac.language.shapes.rules import Options
from symjac.language.shapes.sizes import Clash, Constraint, Pair, Plus, Sizes, Times
from symjac.language.text.programs import speaks_numpy
from symjac.language.text.tree import Node


class Posed:
    """What is known of the shapes of a problem, and the rules that wait for more."""

    def __init__(self, source: str, maps: Mapping[str, Map] | None = None) -> None:
        self.source = source
        self.numpy = speaks_numpy(source)
        self.spreads = True  # a number beside a column is added to every entry
        self.maps: Mapping[str, Map] = maps or {}
        self.sizes = Sizes()
        self.open: dict[str, tuple[int, int]] = {}  # functions that are only named, with the sizes they take and give
        self.leaves: dict[str, Leaf] = {}
        self.of: dict[Node, Pair] = {}
        self.dims: set[str] = set()
        self.constants: list[Pair] = []
        self.identities: list[Pair] = []
        self.literals: list[Node] = []
        self.numbers: list[Pair] = []  # that stand beside functions taken entry by entry
        self.wanted: list[tuple[Node, int, Pair]] = []  # numbers in a sum that stands as an array: the sum, which term, its shape
        self.transposed: set[str] = set()  # names that are somewhere
        self.waiting: list[Constraint] = []
        self.parents: dict[Node, Node] = {}
        self.sums: list[int] = []
        self.defined: set[str] = set()
        self.bodies: dict[str, Node] = {}

    def leaf(self, name: str) -> Leaf:
        if name not in self.leaves:
            self.leaves[name] = Leaf(name, self.sizes.pair())
        return self.leaves[name]

    def _guard(self, node: Node, k: int, one: Pair, other: Pair) -> None:
        try:
            self.sizes.unify_pairs(one, other)
        except Clash as clash:
            clash.node, clash.step = node, k
            raise

    def _post(self, constraint: Constraint) -> None:
        self.sizes.post(constraint)
        if not constraint.done:
            self.waiting.append(constraint)

    def _apply(self, node: Node, rule: Signature) -> Pair:
        args = [self.of[arg] for arg in node.args]
        cases = [(case, patterns) for case in rule.cases if (patterns := case.expand(len(args))) is not None]
        if not cases:
            raise self._arity(node, rule)
        if len(cases) == 1:
            return self._single(node, cases[0][0], cases[0][1], args)
        out = self.sizes.pair()
        self._post(Options(node, [(p, c.result) for c, p in cases], args, out))
        return out

    def _single(self, node: Node, case: Case, patterns: Iterable[tuple[str, str]], args: list[Pair]) -> Pair:
        bound: dict[str, int] = {}
        for k, (pattern, pair) in enumerate(zip(patterns, args, strict=True)):
            for letter, v in zip(pattern, pair, strict=True):
                try:
                    if letter.isdigit():
                        self.sizes.bind(v, dim(int(letter)))
                    else:
                        self.sizes.unify(bound.setdefault(letter, v), v)
                except Clash as clash:
                    clash.node, clash.step = node, k
                    raise
        return self._result(node, case.result[0], bound), self._result(node, case.result[1], bound)

    def _result(self, node: Node, pattern: str, bound: dict[str, int]) -> int:
        if pattern.isdigit():
            return self.sizes.new(dim(int(pattern)))
        if "*" not in pattern:
            return bound[pattern]
        out = self.sizes.new()
        self.sums.append(out)
        self._post(Times(node, out, tuple(bound[letter] for letter in pattern.split("*"))))
        return out

    def _arity(self, node: Node, rule: Signature) -> ParseError:
        counts = sorted({len(case.args) for case in rule.cases})
        wanted = " or ".join(map(str, counts)) + (" argument" if counts == [1] else " arguments")
        return ParseError(f"{node.data} takes {wanted}, not {len(node.args)}", source=self.source, span=node.span)

    def _sum(self, node: Node, parts: list[int]) -> int:
        if len(parts) == 1:
            return parts[0]
        out = self.sizes.new()
        self.sizes.make_plural(out)
        self.sums.append(out)
        self._post(Plus(node, out, tuple(parts)))
        return out
