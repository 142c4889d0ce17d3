"""Shape inference: each node of the tree poses its rule; what stays open follows the convention, one leaf at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from typing import cast

import symjac.language.shapes.clashes as clashes
import symjac.language.shapes.spread as spread
from symjac.errors import ParseError, SymjacError
from symjac.expr.dims import ONE, Dim, Shape, dim
from symjac.expr.families import ScalarOp
from symjac.expr.registry import find, get
from symjac.expr.signature import Case, Signature, signature
from symjac.language.maps import Map
from symjac.language.shapes.indexed import Indexed
from symjac.language.shapes.rules import Equal, Options, Product
from symjac.language.shapes.sizes import Clash, Constraint, Pair, Plus, Sizes, Times
from symjac.language.text.programs import speaks_numpy
from symjac.language.text.tree import Node, postorder

_SCALED = signature("(m, n) (1, 1) -> (m, n)")
_SQUARE = signature("(n, n) (1, 1) -> (n, n)")
RULES: Mapping[str, Signature] = {
    "neg": signature("(m, n) -> (m, n)"),
    "transpose": signature("(m, n) -> (n, m)"),
    "div": _SCALED,
    "hpow": _SCALED,
    "pow": _SQUARE,
    "bars": signature("(n, n) -> (1, 1)"),
    "norm": signature("(m, n) -> (1, 1)"),
    "hdiv": signature("(m, n) (m, n) -> (m, n) | (m, n) (1, 1) -> (m, n)"),
}
NAMES = ("M", "N", "K", "P", "Q", "R", "S", "T", "U", "V", "W", "D", "E", "F", "G", "H", "J", "L")


def is_number(node: Node) -> bool:
    """A number as it is typed: 1, -2."""
    return node.kind == "num" or (node.kind == "neg" and is_number(node.args[0]))


def _is_scalar_function(node: Node) -> bool:
    return node.kind == "call" and isinstance(find(str(node.data)), ScalarOp)


def entry_by_entry(node: Node) -> bool:
    """A term made by a scalar function or an elementwise operation, perhaps with a sign or a number in front."""
    if node.kind == "neg" or (node.kind == "mul" and is_number(node.args[0])):
        return entry_by_entry(node.args[-1])
    return _is_scalar_function(node) or node.kind in ("hpow", "hadamard", "hdiv")


@dataclass
class Leaf:
    """A name of the problem: its shape as far as known, and whether convention had to decide."""

    name: str
    pair: Pair
    declared: bool = False
    convention: bool = False
    uses: list[Node] = field(default_factory=list)


class Shapes(Indexed):
    """All shapes of a problem: declare leaves, add statements, settle, then ask."""

    def __init__(self, source: str, maps: Mapping[str, Map] | None = None) -> None:
        super().__init__()
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
        self.waiting: list[Constraint] = []
        self.parents: dict[Node, Node] = {}
        self.sums: list[int] = []
        self.defined: set[str] = set()
        self.bodies: dict[str, Node] = {}

    # Posing the rules

    def declare(self, name: str, rows: Dim | None, columns: Dim | None, *, square: bool = False) -> None:
        pair = self.sizes.pair(rows, columns)
        if square:
            self.sizes.unify(*pair)
        self.leaves[name] = Leaf(name, pair, rows is not None and columns is not None)

    def leaf(self, name: str) -> Leaf:
        if name not in self.leaves:
            self.leaves[name] = Leaf(name, self.sizes.pair())
        return self.leaves[name]

    def add(self, root: Node) -> Pair:
        """Pose the rules of a tree, from the leaves up."""
        order = list(postorder(root))
        self.parents.update((arg, node) for node in order for arg in node.args)
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

    def _add(self, node: Node) -> Pair:
        """Equal shapes; a number beside a function taken entry by entry, 1 + exp(z), is taken entry by entry, too.

        So is that of (1 - y)' and of (1 - y) .* z, which nobody writes of a number y.
        """
        beside, within = any(map(entry_by_entry, node.args)), self._meant_as_array(node)
        if beside or within:
            for number in filter(is_number, node.args):
                wide = self.sizes.pair()
                self.of.update(dict.fromkeys(postorder(number), wide))
                if not within:
                    self.numbers.append(wide)
        loose = self._loose(node) if self.spreads else {}
        out = self.sizes.pair() if loose else self.of[node.args[0]]
        for k, arg in enumerate(node.args):
            if k not in loose and self.of[arg] is not out:
                self._guard(node, k, out, self.of[arg])
        for k, constraint in loose.items():
            self._post(constraint(node, k, self.of[node.args[k]], out))
        return out

    def _loose(self, node: Node) -> dict[int, Callable[[Node, int, Pair, Pair], Constraint]]:
        """The terms that need not have the shape of the sum: numbers beside columns, columns beside matrices."""
        found: dict[int, Callable[[Node, int, Pair, Pair], Constraint]] = {}
        numbers = [self.sizes.scalar(self.of[arg]) is True for arg in node.args]
        layer = any(map(spread.is_a_layer, node.args))
        for k, arg in enumerate(node.args):
            if numbers[k] and not all(numbers) and spread.is_a_number(arg):
                others = [other for j, other in enumerate(node.args) if j != k]
                made = partial(spread.Spread, anywhere=self.numpy)
                if (
                    any(self.sizes.scalar(self.of[other]) is False for other in others)
                    or spread.is_centred(arg, others, self.bodies)
                    or any(map(spread.begins_with_a_matrix, others))
                ):
                    found[k] = made
            elif layer and spread.may_be_a_bias(arg):
                found[k] = spread.Bias
        return found if len(found) < len(node.args) else {}

    def _meant_as_array(self, node: Node) -> bool:
        """A sum that is transposed or multiplied entry by entry, with more in it than numbers."""
        above = self.parents.get(node)
        while above is not None and (above.kind == "neg" or _is_scalar_function(above)):
            above = self.parents.get(above)
        used = above is not None and (above.kind in ("transpose", "hadamard") or (above.kind == "call" and above.data == "dot"))
        return used and any(part.kind == "name" for part in postorder(node))

    def _guard(self, node: Node, k: int, one: Pair, other: Pair) -> None:
        try:
            self.sizes.unify_pairs(one, other)
        except Clash as clash:
            clash.node, clash.step = node, k
            raise

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

    def _hdiv(self, node: Node) -> Pair:
        """1 ./ (1 + exp(-x)) beside np.: the number is that of every entry."""
        if self.numpy and is_number(node.args[0]):
            wide = self.sizes.pair()
            self.of.update(dict.fromkeys(postorder(node.args[0]), wide))
            self.numbers.append(wide)
        return self._apply(node, RULES["hdiv"])

    def _image(self, node: Node) -> Pair:
        """f(x): a column of m for a column of n."""
        f = self.maps.get(str(node.data))
        if f is None:
            return self._open_image(node)
        try:
            self.sizes.bind_pair(self.of[node.args[0]], f.inputs, ONE)
        except Clash as clash:
            clash.node = node
            raise
        return self.sizes.pair(f.outputs, ONE)

    def _open_image(self, node: Node) -> Pair:
        """f(x) of an f of which only the name is known: a column or number for a column or number, of the same sizes each time."""
        inputs, outputs = self.open.setdefault(str(node.data), (self.sizes.new(), self.sizes.new()))
        rows, columns = self.of[node.args[0]]
        self.sizes.bind(columns, ONE)
        self.sizes.unify(rows, inputs)
        return outputs, self.sizes.new(ONE)

    def close(self) -> None:
        """What functions that are only named give where nothing decides it: numbers for a number and under log, else a column."""
        for name, (inputs, outputs) in self.open.items():
            if not self.sizes.decided(outputs):
                number = partial(self.sizes.bind, outputs, ONE)
                column = partial(self.sizes.make_plural, outputs)
                first = number if self.sizes.is_one(inputs) or self._is_a_number(name) else column
                if self.sizes.attempt(first) is not None:
                    self.sizes.attempt(number)

    def _is_a_number(self, name: str) -> bool:
        """log p(x), g(x)^2, u(x) v(x)"""
        above = [self.parents.get(node) for node in self.of if node.kind == "image" and node.data == name]
        return any(
            p is not None
            and (_is_scalar_function(p) or p.kind == "pow" or (p.kind == "mul" and sum(a.kind == "image" for a in p.args) > 1))
            for p in above
        )

    def learn(self) -> dict[str, Map]:
        """The functions that are only named, with the sizes that were found."""
        found = {}
        for name, (inputs, outputs) in self.open.items():
            rows, columns = self.sizes.get(inputs), self.sizes.get(outputs)
            assert rows is not None and columns is not None
            found[name] = Map(name, rows, columns)
        self.maps = {**self.maps, **found}
        return found

    def _jacobian(self, node: Node) -> Pair:
        self._image(node)
        f = self.maps[str(node.data)]
        return self.sizes.pair(f.outputs, f.inputs)

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

    def _sum(self, node: Node, parts: list[int]) -> int:
        if len(parts) == 1:
            return parts[0]
        out = self.sizes.new()
        self.sizes.make_plural(out)
        self.sums.append(out)
        self._post(Plus(node, out, tuple(parts)))
        return out

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
