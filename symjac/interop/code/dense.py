"""The arrays themselves: a product of factors contracted in its cheapest order, a sum of terms as one array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from symjac.expr.dims import Dim
from symjac.interop.code.label import Label, Labels, examples_in, letters
from symjac.interop.code.network import WRITTEN, amount, order, weight
from symjac.interop.code.nodes import Graph, Node
from symjac.interop.code.tensor import Factor, Tensor, Term, cut, refined, size_of

Sizes = Mapping[str, int]
Product = tuple[Fraction, Node, Labels]
Thin = tuple[Fraction, Node, str, str]


class Dense:
    """Computes tensors; `sizes`: numbers for the letters, where they are known."""

    def __init__(self, graph: Graph, sizes: Sizes | None = None) -> None:
        self.graph, self.sizes = graph, dict(sizes or {})
        self.known: dict[Label, float] = {}
        self.done: dict[int, tuple[Tensor, Factor]] = {}

    def weight(self, label: Label) -> float:
        if label not in self.known:
            self.known[label] = weight(label.dim, self.sizes)
        return self.known[label]

    # One product

    def contracted(self, term: Term) -> Product:
        """The product of the factors as one array in the indices of the result that it depends on."""
        wanted = term.examples + term.out
        out = frozenset(wanted)
        factors = self.summed_alone([self.distinct(f) for f in term.factors], out)
        numbers, arrays = [f for f in factors if not f[1]], [f for f in factors if f[1]]
        if not arrays:
            return term.coefficient, self.by_numbers(self.graph.const(Fraction(1)), numbers), ()
        c, early, arrays = self.scaled(term.coefficient, arrays, numbers, out)
        pairs, _ = order([frozenset(at) for _, at in arrays], out, self.weight)
        live = dict(enumerate(arrays))
        for k, (i, j) in enumerate(pairs):
            a, b = live.pop(i), live.pop(j)
            live[len(arrays) + k] = self.pair(a, b, out.union(*(at for _, at in live.values())), wanted)
        ((node, at),) = live.values()
        return c, node if early else self.by_numbers(node, numbers), at

    def distinct(self, factor: Factor) -> Factor:
        """A_ii is the diagonal of A."""
        node, at = factor
        if len(set(at)) == len(at):
            return factor
        once = tuple(dict.fromkeys(at))
        return self.graph.reduce(node, spelled(at, once)[0], spelled(at, once)[1]), once

    def summed_alone(self, factors: list[Factor], out: frozenset[Label]) -> list[Factor]:
        """Indices that only one factor has are summed over at once; one that none has counts its size."""
        found = []
        for k, (node, at) in enumerate(factors):
            others = out.union(*(b for j, (_, b) in enumerate(factors) if j != k))
            rest = tuple(l for l in at if l in others)
            found.append((self.graph.reduce(node, *spelled(at, rest)), rest))
        return found

    def multiplied(self, numbers: Sequence[Factor]) -> tuple[Node, Node]:
        """The product of numbers, and of those by which is divided."""
        top = bottom = one = self.graph.const(Fraction(1))
        for node, _ in numbers:
            if node.op == "quotient" and node.args[0] is one:
                bottom = self.graph.product(bottom, "", node.args[1], "", "")
            else:
                top = self.graph.product(top, "", node, "", "")
        return top, bottom

    def by_numbers(self, node: Node, numbers: Sequence[Factor]) -> Node:
        top, bottom = self.multiplied(numbers)
        spec = letters(len(node.axes))
        return self.graph.quotient(self.graph.product(top, "", node, spec, spec), spec, bottom, "", spec)

    def scaled(
        self, c: Fraction, arrays: list[Factor], numbers: Sequence[Factor], out: frozenset[Label]
    ) -> tuple[Fraction, bool, list[Factor]]:
        """Numbers multiply the smallest array, if early a factor: what is left of the coefficient, and the factors."""
        sizes = [amount(frozenset(at), self.weight) for _, at in arrays]
        least = min(range(len(arrays)), key=lambda k: (arrays[k][0].op == "inv", sizes[k]))  # an inverse is left to a system
        reached = out & frozenset(l for _, at in arrays for l in at)
        early = len(arrays) > 1 and sizes[least] < amount(reached, self.weight)
        if not early:
            return c, False, arrays
        node, at = arrays[least]
        spec = letters(len(at))
        node = self.by_numbers(self.graph.total([(c, node, spec)], spec), numbers)
        return Fraction(1), True, [*arrays[:least], (node, at), *arrays[least + 1 :]]

    def pair(self, a: Factor, b: Factor, needed: frozenset[Label], wanted: Labels) -> Factor:
        """Two factors as one; its axes stand as they will in the end where that is known, else as they come."""
        kept = [l for l in dict.fromkeys(a[1] + b[1]) if l in needed]
        if all(l in wanted for l in kept):
            kept.sort(key=wanted.index)
        at = tuple(kept)
        if a[1] and b[1] and all(l in wanted for l in (*a[1], *b[1])) and wanted.index(b[1][0]) < wanted.index(a[1][0]):
            a, b = b, a
        sa, sb, out = spelled(a[1], b[1], at)
        return self.graph.product(a[0], sa, b[0], sb, out), at

    def cost(self, terms: Sequence[Term]) -> float:
        """What the terms cost: their products, and to write each of them down."""
        total = 0.0
        for term in terms:
            out = frozenset(term.examples + term.out)
            arrays = [frozenset(at) for _, at in term.factors if at]
            alone = sum(amount(f, self.weight) for f in arrays if any(l not in out for l in f)) if len(arrays) == 1 else 0.0
            total += alone + (order(arrays, out, self.weight)[1] if len(arrays) > 1 else 0.0)
            total += WRITTEN * amount(out, self.weight) if len(terms) > 1 else 0.0
        return total

    # Sums

    def array(self, tensor: Tensor) -> Factor:
        """The tensor as one array, its axes the runs of rows and columns."""
        found = self.done.get(id(tensor))
        if found is None:
            found = self.done[id(tensor)] = (tensor, self.fresh_array(tensor))
        return found[1]

    def fresh_array(self, tensor: Tensor) -> Factor:
        if not tensor.terms:
            dims = [n for n in tensor.shape if n.number != 1]
            return self.filled(self.graph.const(Fraction(0)), "", tuple(Label(n) for n in dims)), tuple(Label(n) for n in dims)
        terms = aligned(tensor.terms, self.graph) or [self.flat(term, tensor) for term in tensor.terms]
        first = terms[0]
        out = tuple(Label(l.dim) for l in first.out)
        front = next((term.examples for term in terms if term.examples), ())
        return self.together(terms, front + out), front + out

    def together(self, terms: Sequence[Term], out: Labels) -> Node:
        """Terms of equal runs as one array: what is full is added, what is zero off a diagonal is written onto it."""
        spec = letters(len(out))
        full, thin = [], []
        front = examples_in(out)
        for term in terms:
            c, node, at = self.contracted(term)
            where = front + term.out
            if term.structured:
                thin.append((c, node, at, where))
            else:
                full.append((c, node, "".join(spec[where.index(l)] for l in at)))
        base = self.graph.total(full, "".join(c for c in spec if any(c in s for _, _, s in full)))
        kept = "".join(c for c in spec if any(c in s for _, _, s in full))
        if not thin:
            return self.filled(base, kept, out) if kept != spec else base
        parts = self.gathered([(c, node, *self.placed(at, where)) for c, node, at, where in thin])
        data = (kept if full else None, spec, tuple((c, (at, where)) for c, _, at, where in parts))
        return self.graph.node("scatter", [base, *(node for _, node, _, _ in parts)], data, tuple(l.dim for l in out))

    def gathered(self, parts: Sequence[Thin]) -> list[Thin]:
        """What is written to the same places, added before."""
        found = []
        for where in dict.fromkeys(where for *_, where in parts):
            same = [(c, node, at) for c, node, at, place in parts if place == where]
            if len(same) == 1:
                found.append((*same[0], where))
                continue
            letters_in = "".join(c for c in dict.fromkeys(where) if any(c in at for _, _, at in same))
            found.append((Fraction(1), self.graph.total(same, letters_in), letters_in, where))
        return found

    def placed(self, at: Labels, where: Labels) -> tuple[str, str]:
        """The letters of a thin part and of the places that it is written to: ("il", "ijil")."""
        order = dict.fromkeys(where)
        names = dict(zip(order, letters(len(order)), strict=True))
        return "".join(names[l] for l in at), "".join(names[l] for l in where)

    def filled(self, node: Node, spec: str, out: Labels) -> Node:
        """The same number, or row, all over."""
        full = letters(len(out))
        if spec == full:
            return node
        return self.graph.node("fill", (node,), (spec, full), tuple(l.dim for l in out))

    def flat(self, term: Term, tensor: Tensor) -> Term:
        """The term as one array of two axes, for runs that nothing else fits."""
        node = self.node(replace(tensor, terms=(term,)))
        rows, cols = (() if n.number == 1 else (Label(n),) for n in tensor.shape)
        return Term(Fraction(1), ((node, term.examples + rows + cols),), rows, cols)

    def atom(self, tensor: Tensor) -> Tensor:
        """The tensor as one array in indices."""
        if len(tensor.terms) == 1 and not tensor.structured:
            (term,) = tensor.terms
            if len(term.factors) < 2:
                return tensor
            c, node, at = self.contracted(term)
            return replace(tensor, terms=(Term(c, ((node, at),), term.rows, term.cols),))
        node, out = self.array(tensor)
        rows: list[Label] = []
        left = [l for l in out if not l.counts_examples]
        while size_of(rows) != tensor.shape[0]:
            rows.append(left.pop(0))
        return replace(tensor, terms=(Term(Fraction(1), ((node, out),), tuple(rows), tuple(left)),))

    def known_array(self, tensor: Tensor) -> Tensor:
        """The array, if there is one already."""
        return self.atom(tensor) if id(tensor) in self.done else tensor

    def node(self, tensor: Tensor) -> Node:
        """The array, a matrix with two axes, a column or row with one."""
        node, out = self.array(tensor)
        front = tuple(l.dim for l in examples_in(out))
        return self.graph.reshape(node, front + tuple(n for n in tensor.shape if n.number != 1))


def aligned(terms: Sequence[Term], graph: Graph) -> list[Term] | None:
    """The terms with their rows and columns cut alike; None where that cannot be."""
    rows: tuple[Dim, ...] | None = tuple(l.dim for l in terms[0].rows)
    cols: tuple[Dim, ...] | None = tuple(l.dim for l in terms[0].cols)
    for term in terms[1:]:
        rows = refined(rows, [l.dim for l in term.rows]) if rows is not None else None
        cols = refined(cols, [l.dim for l in term.cols]) if cols is not None else None
    if rows is None or cols is None:
        return None
    return [cut_both(term, rows, cols, graph) for term in terms]


def cut_both(term: Term, rows: Sequence[Dim], cols: Sequence[Dim], graph: Graph) -> Term:
    term, _ = cut(term, term.rows, rows, graph)
    return cut(term, term.cols, cols, graph)[0]


def spelled(*runs: Labels) -> list[str]:
    """Runs of indices as letters."""
    every = dict.fromkeys(l for run in runs for l in run)
    names = dict(zip(every, letters(len(every)), strict=True))
    return ["".join(names[l] for l in run) for run in runs]
