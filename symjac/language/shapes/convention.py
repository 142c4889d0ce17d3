"""What inference leaves open follows the convention: capitals are matrices, lower case are columns, some letters numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

from symjac.errors import ShapeError
from symjac.expr.dims import ONE
from symjac.language.shapes.elementwise import is_number, is_scalar_function
from symjac.language.shapes.infer import Shapes
from symjac.language.shapes.leaf import Leaf
from symjac.language.shapes.rules import Equal, Options
from symjac.language.shapes.sizes import Clash, Pair
from symjac.language.shapes.spread import Spread
from symjac.language.text.symbols import SCALAR_GREEK
from symjac.language.text.tree import Node, free_names
from symjac.writing.greek import GREEK_LETTERS

MATRIX, COLUMN, ROW, SCALAR = (True, True), (True, False), (False, True), (False, False)
_CAPITAL = (MATRIX, COLUMN, ROW, SCALAR)
_LOWER = (COLUMN, SCALAR, ROW, MATRIX)
_ARRAYS = ("transpose", "norm", "spread", "literal")
_NUMBER = (SCALAR, COLUMN, ROW, MATRIX)


class Convention:
    """Decides open shapes, one leaf at a time, and follows each choice up before the next."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes, self.sizes = shapes, shapes.sizes

    def settle(self, variables: Iterable[str], several: bool) -> None:
        """Convention, one leaf at a time; every choice is followed up before the next."""
        for constraint in self.shapes.waiting:
            if isinstance(constraint, Equal) and not constraint.done:
                self.sizes.attempt(constraint.equal, self.sizes)
        apart = self.shapes.defined | set(self.shapes.axes)
        open_ = [leaf for leaf in self.shapes.leaves.values() if leaf.name not in apart]
        decide = partial(self._in_order, open_, frozenset(variables), several)
        if self._marks_arrays() or (
            self.sizes.attempt(partial(self._without_rows, open_, decide)) is not None
            and self.sizes.attempt(partial(self._all_numbers, open_, decide))
        ):
            decide()
        self._check_quotients(open_)
        for node, k, wide in self.shapes.wanted:
            clash = self.sizes.attempt(self.sizes.bind_pair, wide, ONE, ONE)
            if clash is not None:
                raise self._number_beside(node, k, self.sizes.is_plural(wide[1]))

    def _number_beside(self, node: Node, k: int, matrix: bool) -> ShapeError:
        """Of ‖x - 1‖: there is no broadcasting, and one would not call x a number because of the 1."""
        text = self.shapes.source[slice(*node.span)]
        number = self.shapes.source[slice(*node.args[k].span)].lstrip("-−+ ")
        times = "" if number == "1" else f"{number}*"
        every = f"to add it to every entry, write {times}ones({'m, n' if matrix else 'n'})"
        return ShapeError(
            f"`{text}` stands as an array, and `{number}` is a number", source=self.shapes.source, span=node.span,
            expected="equal shapes", hint=f"{every}; a multiple of the identity is {times}eye(n)" if matrix else every,
        )  # fmt: skip

    def _check_quotients(self, open_: list[Leaf]) -> None:
        """1 ./ (1 + exp(-X w)): nobody writes ./ where a row times a column is divided by."""
        rows = {leaf.name for leaf in open_ if not leaf.declared and self.sizes.scalar((leaf.pair[0],) * 2)
                and self.sizes.is_plural(leaf.pair[1])}  # fmt: skip
        for node in self.shapes.of if rows else ():
            if node.kind == "hdiv" and is_number(node.args[0]) and not rows.isdisjoint(free_names(node.args[1])):
                text, below = (self.shapes.source[slice(*part.span)] for part in (node, node.args[1]))
                raise ShapeError(
                    f"`{text}` divides a number entry by entry", source=self.shapes.source, span=node.span,
                    hint=f"there is no broadcasting: write ones(n)./{below}, with ones for every number beside an array",
                )  # fmt: skip

    def _in_order(self, open_: list[Leaf], variables: frozenset[str], several: bool) -> None:
        capitals = [leaf for leaf in open_ if leaf.name[0].isupper()]
        lower = [leaf for leaf in open_ if not leaf.name[0].isupper()]
        lower.sort(key=lambda leaf: (leaf.name not in variables, _is_greek(leaf.name)))
        for node in self.shapes.of if self.shapes.axes else ():
            summed = node.kind == "pow" and node.args[0].kind == "add"
            if summed and any(part.kind == "member" for part in terms_of(node.args[0])):
                self._choose(self.shapes.of[node.args[0]], (SCALAR,))  # (C - y_i)^2
        for leaf in capitals:
            self._decide(leaf, _CAPITAL)
        if self.shapes.axes:
            self._samples()
        if not self.shapes.numpy:
            self._plain_numbers()
        for pair in self.shapes.constants:
            self._choose(pair, (COLUMN,))  # \mu\mathbf{1}: before lower case letters
        for pair in self.shapes.identities:
            self._choose(pair, (MATRIX, SCALAR))
        for node in self.shapes.literals:
            self._scalar_entries(node)
        usual = partial(self._lower, lower, variables, several)
        ways = usual, partial(self._numbers, lower), partial(self._lower, lower, variables, True)  # the b of w'x + b is a number
        if all(self.sizes.attempt(partial(self._plainly, lower, variables, way)) is not None for way in ways):
            usual()
        self._plain_numbers()
        self.shapes.close()
        self.sizes.propagate()
        for pair in self.shapes.constants:
            self._choose(pair, _LOWER)
        self._rest()

    def _marks_arrays(self) -> bool:
        """Whether something is written that is of arrays: a transpose, a norm, 𝟏, [a, b], tr(A), a ⊙ b."""
        written = any(
            node.kind in (*_ARRAYS, "hadamard", "hdiv", "hpow") or (node.kind == "call" and not is_scalar_function(node))
            for node in self.shapes.of
        )
        return written or bool(self.shapes.constants or self.shapes.identities)

    def _without_rows(self, open_: list[Leaf], decide: Callable[[], None]) -> None:
        """Nobody means a row times a column by A cos(ω t + φ) and h ν/(k T), in which all can be numbers."""
        decide()
        self.sizes.propagate()
        for rows, columns in (leaf.pair for leaf in open_ if not leaf.declared):
            if self.sizes.scalar((rows, rows)) and self.sizes.is_plural(columns):
                raise Clash(None, None, (None, None))

    def _all_numbers(self, open_: list[Leaf], decide: Callable[[], None]) -> None:
        for leaf in open_:
            leaf.convention = leaf.convention or not leaf.declared
            clash = self._choose(leaf.pair, (SCALAR,)) if not leaf.declared else None
            if clash is not None:
                raise clash
        decide()

    def _plain_numbers(self) -> None:
        """A number beside a function taken entry by entry is a number if it can be."""
        for pair in self.shapes.numbers:
            self.sizes.attempt(self.sizes.bind_pair, pair, ONE, ONE)

    def _samples(self) -> None:
        """In w'x_i and ‖x_i − μ‖ the members are columns; what nothing forces to be one is a number."""
        for node in self.shapes.of:
            for upright in columns_in(node):
                if not any(part.kind == "name" and str(part.data)[0].isupper() for part in terms_of(upright)):
                    self._choose(self.shapes.of[upright], (COLUMN,))
        calls = [node for node in self.shapes.of if node.kind == "call"]
        whole = any(node.data in ("det", "logdet", "inv", "tr") for node in calls)
        entrywise = not whole and any(is_scalar_function(node) and _is_of_a_capital(node.args[0]) for node in calls)
        for name, pair in self.shapes.members.items():
            if name not in self.shapes.defined:
                single = len(self.shapes.axes.get(name, ())) == 1
                self._choose(
                    pair,
                    (MATRIX, SCALAR, COLUMN) if single and name[0].isupper() and not entrywise else (SCALAR, COLUMN, ROW, MATRIX),
                )

    def _lower(self, lower: list[Leaf], variables: frozenset[str], several: bool) -> None:
        several = several and not any(leaf.name in variables and self._transposed(leaf) for leaf in lower)  # w'x: columns
        for leaf in lower:
            if self._is_base(leaf):
                self._decide(leaf, _LOWER)
        plain = self._all_scalar(lower)
        for leaf in sorted(lower, key=lambda leaf: not leaf.uses):
            number = (
                plain
                or not (leaf.uses or self._arrays())
                or (several and leaf.name in variables and not self._transposed(leaf))
                or self._prefers_number(leaf, variables)
            )
            self._decide(leaf, _NUMBER if number else _LOWER)

    def _numbers(self, lower: list[Leaf]) -> None:
        for leaf in lower:
            leaf.convention = leaf.convention or not leaf.declared
            clash = self._choose(leaf.pair, (COLUMN if self._transposed(leaf) else SCALAR,))
            if clash is not None:
                raise clash

    def _plainly(self, lower: list[Leaf], variables: frozenset[str], decide: Callable[[], None]) -> None:
        """Columns and numbers: nobody means a matrix y by (y - w x)^2, where all can be numbers, or a column λ by λ x'x + c."""
        decide()
        self.sizes.propagate()
        for leaf in lower:
            scales = leaf.name not in variables and self._prefers_number(leaf, variables) and not self.sizes.scalar(leaf.pair)
            if not leaf.declared and (self.sizes.is_plural(leaf.pair[1]) or scales):
                raise Clash(None, None, (None, None))

    def _rest(self) -> None:
        for constraint in self.shapes.waiting:
            if isinstance(constraint, Options) and not constraint.done:
                self.sizes.attempt(constraint.take_first, self.sizes)
            elif isinstance(constraint, Spread) and not constraint.done:
                self.sizes.attempt(constraint.equal, self.sizes)

    def _decide(self, leaf: Leaf, order: tuple[tuple[bool, bool], ...]) -> None:
        if self.sizes.decided(leaf.pair[0]) and self.sizes.decided(leaf.pair[1]):
            return
        leaf.convention = True
        if self._transposed(leaf):  # nobody transposes a number
            order = tuple(kind for kind in order if kind != SCALAR)
        clash = self._choose(leaf.pair, order)
        if clash is not None:
            raise self.shapes.explain(clash, leaf.uses[0] if leaf.uses else Node("name", [], (0, 0), leaf.name))

    def _choose(self, pair: Pair, order: tuple[tuple[bool, bool], ...]) -> Clash | None:
        """The first of the shapes that fits everything else; the clash of the first if none does."""
        first: Clash | None = None
        for rows, columns in order:
            clash = self.sizes.attempt(self._set, pair, rows, columns)
            if clash is None:
                return None
            first = first or clash
        return first

    def _set(self, pair: Pair, rows: bool, columns: bool) -> None:
        for v, many in zip(pair, (rows, columns), strict=True):
            if many:
                self.sizes.make_plural(v)
            else:
                self.sizes.bind(v, ONE)

    def _scalar_entries(self, node: Node) -> None:
        """Entries of a literal are numbers, if they can be."""

        def act() -> None:
            for entry in node.args:
                self.sizes.bind_pair(self.shapes.of[entry], ONE, ONE)

        self.sizes.attempt(act)

    def _all_scalar(self, lower: list[Leaf]) -> bool:
        """Something is a number, and nothing is known to be an array: a formula of school calculus."""
        defined = self.shapes.defined | set(self.shapes.axes)  # that f is a number says nothing of x
        free = [leaf for leaf in self.shapes.leaves.values() if "#" not in leaf.name and leaf.name not in defined]
        kinds = {self.sizes.scalar(leaf.pair) for leaf in free} | {self.sizes.scalar(x) for x in self.shapes.members.values()}
        return (
            True in kinds
            and False not in kinds
            and not any(
                node.kind in _ARRAYS or (node.kind == "call" and node.data in ("norm", "dot", "sum", "mean", "outer"))
                for node in self.shapes.of
            )
        )

    def _arrays(self) -> bool:
        """Whether anything is known to be an array; the x of f(x) = 3 is a number."""
        return any(self.sizes.scalar(leaf.pair) is False for leaf in self.shapes.leaves.values())

    def _is_base(self, leaf: Leaf) -> bool:
        """x of x^2, which cannot be a column."""
        above = [(self.shapes.parents.get(use), use) for use in leaf.uses]
        return any(p is not None and p.kind == "pow" and p.args[0] is use for p, use in above)

    def _transposed(self, leaf: Leaf) -> bool:
        return any((p := self.shapes.parents.get(use)) is not None and p.kind == "transpose" for use in leaf.uses)

    def _prefers_number(self, leaf: Leaf, variables: frozenset[str]) -> bool:
        """In an entry of a literal, or lambda or t where it only scales (x + t d): first in products, divisor, base."""
        if not leaf.uses or self._transposed(leaf):
            return False
        if all(self._in_literal(use) for use in leaf.uses):
            return True
        inside = leaf.name in variables or any(self._in_a_norm(use) for use in leaf.uses)
        if not inside and any(self._scales_a_norm(use) for use in leaf.uses):
            return True
        scaling = [self._behind_sign(use) for use in leaf.uses]
        return leaf.name.split("_")[0] in SCALAR_GREEK | {"t"} and all(
            p is not None and (p.kind in ("pow", "div") or (p.kind == "mul" and p.args[0] is use)) for p, use in scaling
        )

    def _behind_sign(self, use: Node) -> tuple[Node | None, Node]:
        """What stands above a name, perhaps with a sign in front, and the name with the sign."""
        above = self.shapes.parents.get(use)
        while above is not None and above.kind == "neg":
            use, above = above, self.shapes.parents.get(above)
        return above, use

    def _in_a_norm(self, node: Node) -> bool:
        above = self.shapes.parents.get(node)
        while above is not None and not (above.kind == "norm" or (above.kind == "call" and above.data == "norm")):
            above = self.shapes.parents.get(above)
        return above is not None

    def _scales_a_norm(self, use: Node) -> bool:
        """m of ½ m ‖v‖² and q of q/‖r‖, unless it is added to a column: in x − ‖x‖ e nothing says that e is a number."""
        above, below, beside = self.shapes.parents.get(use), use, False
        while above is not None and above.kind in ("neg", "mul", "div", "hadamard", "hdiv"):
            if any(part.kind == "transpose" for part in above.args):
                return False
            beside = beside or any(part is not below and _is_norm(part) for part in above.args)
            below, above = above, self.shapes.parents.get(above)
        terms = [part for part in above.args if part is not below] if above is not None and above.kind == "add" else []
        while above is not None and beside:  # A tanh(‖x‖ c): what a matrix stands before is a column
            if above.kind == "mul" and any(p is not below and self.sizes.scalar(self.shapes.of[p]) is False for p in above.args):
                return False
            below, above = above, self.shapes.parents.get(above)
        return beside and not any(self.sizes.scalar(self.shapes.of[part]) is False for part in terms)

    def _in_literal(self, node: Node) -> bool:
        above = self.shapes.parents.get(node)
        while above is not None and above.kind not in ("literal", "norm", "transpose"):
            above = self.shapes.parents.get(above)
        return above is not None and above.kind == "literal"


def columns_in(node: Node) -> Iterator[Node]:
    """What is a column rather than a number where there are samples: x and y of x'y, ‖x‖, ⟨x, y⟩ and x · y."""
    if node.kind == "transpose":
        yield node.args[0]
    elif node.kind == "norm" or (node.kind == "call" and node.data in ("norm", "dot")):
        yield from node.args
    elif node.kind == "mul":
        for k, (left, right) in enumerate(pairwise(node.args)):
            if left.kind == "transpose":
                yield right
            elif node.gaps[k] == "dot":
                yield from (left, right)


def _is_norm(node: Node) -> bool:
    """‖x‖, ‖x‖^2, 4 π ‖x‖: a number that scales."""
    if node.kind == "mul":
        return any(_is_norm(part) for part in node.args)
    if node.kind in ("pow", "hpow", "neg"):
        return _is_norm(node.args[0])
    return node.kind == "norm" or (node.kind == "call" and node.data == "norm")


def _is_of_a_capital(node: Node) -> bool:
    """log P_i, exp(-E_i/T): of a family of numbers, though its letter is a capital."""
    while node.kind in ("neg", "div"):
        node = node.args[0]
    return node.kind == "member" and str(node.args[0].data)[:1].isupper()


def terms_of(node: Node) -> Iterator[Node]:
    """What has the shape of the node: the terms of a sum."""
    if node.kind in ("add", "neg"):
        for arg in node.args:
            yield from terms_of(arg)
    else:
        yield node


def _is_greek(name: str) -> bool:
    return name.split("_")[0].split("[")[0] in GREEK_LETTERS
