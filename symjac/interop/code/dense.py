"""The arrays themselves: a product of factors contracted in its cheapest order, a sum of terms as one array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from symjac.expr.dims import Dim
from symjac.interop.code.label import Label, Labels, examples_in, letters
from symjac.interop.code.network import WRITTEN, Pairs, amount, order
from symjac.interop.code.nodes import Graph, Node, Part
from symjac.interop.code.sums import is_new, is_whole, same_scale, shared, small_first, unscaled, without
from symjac.interop.code.tensor import Factor, Tensor, Term, cut, refined, size_of
from symjac.interop.code.weights import Size, Weights

Sizes = Mapping[str, int]
Product = tuple[Fraction, Node, Labels]
Thin = tuple[Fraction, Node, str, str]


class Dense:
    """Computes tensors; `sizes`: numbers for the letters, where they are known."""

    def __init__(self, graph: Graph, sizes: Sizes | None = None) -> None:
        self.graph, self.weight = graph, Weights(sizes)
        self.done: dict[int, tuple[Tensor, Factor]] = {}

    # One product

    def contracted(self, term: Term, added: bool = False) -> Product:
        """The product of the factors as one array in the indices of the result that it depends on; a sum has its sign."""
        wanted = term.examples + term.out
        out = frozenset(wanted)
        numbers, arrays = self.parted(term, out)
        if not arrays:
            return term.coefficient, self.by_numbers(self.graph.const(Fraction(1)), numbers), ()
        pairs = self.ordered(arrays, out)
        place = self.smallest(arrays, pairs, out)
        last = len(arrays) + len(pairs) - 1
        left = term.coefficient if place == last else Fraction(-1 if added and term.coefficient < 0 else 1)
        live: dict[int, Factor] = {}
        for k in range(last + 1):
            if k < len(arrays):
                node, at = arrays[k]
            else:
                a, b = (live.pop(j) for j in pairs[k - len(arrays)])
                node, at = self.pair(a, b, out.union(*(at for _, at in (*live.values(), *arrays[k:]))), wanted)
            if k == place:
                node = self.by_numbers(self.times(term.coefficient / left, node), numbers)
            live[k] = node, at
        return left, node, at

    def parted(self, term: Term, out: frozenset[Label]) -> tuple[list[Factor], list[Factor]]:
        """The numbers among the factors, and the arrays."""
        factors = self.summed_alone([self.distinct(f) for f in term.factors], out)
        return [f for f in factors if not f[1]], [f for f in factors if f[1]]

    def ordered(self, arrays: Sequence[Factor], out: frozenset[Label]) -> list[tuple[int, int]]:
        cases = self.weight.cases(l for _, at in arrays for l in at)
        return order([frozenset(at) for _, at in arrays], out, cases, twins(arrays, out))[0]

    def is_early(self, term: Term) -> bool:
        """Whether its coefficient multiplies something smaller than what comes out."""
        out = frozenset(term.examples + term.out)
        _, arrays = self.parted(term, out)
        pairs = self.ordered(arrays, out) if arrays else []
        return len(arrays) > 1 and self.smallest(arrays, pairs, out) < len(arrays) + len(pairs) - 1

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

    def times(self, c: Fraction, node: Node) -> Node:
        spec = letters(len(node.axes))
        return self.graph.total([(c, node, spec)], spec)

    def smallest(self, arrays: Sequence[Factor], pairs: Sequence[tuple[int, int]], out: frozenset[Label]) -> int:
        """Which array numbers multiply: of the smallest the last product, or the first factor.

        An inverse is left to a system, and A'A to the library.
        """
        live: dict[int, frozenset[Label]] = {k: frozenset(at) for k, (_, at) in enumerate(arrays)}
        sizes = [amount(at, self.weight) for at in live.values()]
        for a, b in pairs:
            both = live.pop(a) | live.pop(b)
            live[len(sizes)] = both & out.union(*live.values())
            sizes.append(amount(live[len(sizes)], self.weight))
        kept = {k for pair in twins(arrays, out) for k in pair}
        kept |= {k for k, (node, at) in enumerate(arrays) if node.op == "inv" and not out.issuperset(at)}
        n = len(arrays)
        return min(range(len(sizes)), key=lambda k: (k in kept, sizes[k], k < n, k if k < n else -k))

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

    def cost(self, terms: Sequence[Term], size: Size) -> float:
        """What the terms cost: their products, and to write each of them down."""
        total = 0.0
        for term in terms:
            out = frozenset(term.examples + term.out)
            arrays = [factor for factor in term.factors if factor[1]]
            sets = [frozenset(at) for _, at in arrays]
            alone = sum(amount(f, size) for f in sets if any(l not in out for l in f)) if len(sets) == 1 else 0.0
            total += alone + (order(sets, out, [size], twins(arrays, out))[1] if len(sets) > 1 else 0.0)
            total += WRITTEN * amount(out, size) if len(terms) > 1 else 0.0
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
        front = examples_in(out)
        thin = [(*self.contracted(term), front + term.out) for term in terms if term.structured]
        full = self.full_parts([term for term in terms if not term.structured], front, spec, bool(thin))
        whole = [part for part in full if set(part[2]) == set(spec)]
        spread = [(*part, spec) for part in full if part not in whole] if thin and whole else []  # added in place
        full = whole if spread else full
        kept = reached(spec, full)
        base = self.graph.total(full, kept)
        if not thin:
            return self.filled(base, kept, out) if kept != spec else base
        parts = self.gathered([*spread, *((c, node, *self.placed(at, where)) for c, node, at, where in thin)])
        data = (kept if full else None, spec, tuple((c, (at, where)) for c, _, at, where in parts))
        return self.graph.node("scatter", [base, *(node for _, node, _, _ in parts)], data, tuple(l.dim for l in out))

    def full_parts(self, terms: Sequence[Term], front: Labels, spec: str, written_to: bool = False) -> list[Part]:
        """What is added: the terms in few arrays, by letters for the places of their indices; or written to an array."""
        common = shared(terms, front)
        if common:
            first = terms[0]
            rest = self.full_parts([without(term, common, first, front) for term in terms], front, spec)
            inner = reached(spec, rest)
            at = tuple((front + first.out)[spec.index(c)] for c in inner)
            terms = [Term(Fraction(1), (*common, (self.graph.total(rest, inner), at)), first.rows, first.cols)]
        scale = same_scale(terms) if spec else Fraction(1)
        if scale != 1 and not all(self.is_early(term) for term in terms):
            rest = self.full_parts([term.times(1 / scale) for term in terms], front, spec)
            inner = reached(spec, rest)
            return [(scale, self.graph.total(rest, inner), inner)]
        signed = len(terms) > 1 and any(term.coefficient > 0 for term in terms)
        onto = any(t.coefficient > 0 and is_new(t) for t in terms) or (sum(map(is_whole, terms)) < 2 and not written_to)
        parts = []
        for term in terms:
            c, node, at = self.contracted(term, signed and (onto or not is_new(term)))
            where = front + term.out
            parts.append((c, node, "".join(spec[where.index(l)] for l in at)))
        return small_first(self.graph, parts)

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
        c, node = unscaled(node)
        rows: list[Label] = []
        left = [l for l in out if not l.counts_examples]
        while size_of(rows) != tensor.shape[0]:
            rows.append(left.pop(0))
        return replace(tensor, terms=(Term(c, ((node, out),), tuple(rows), tuple(left)),))

    def known_array(self, tensor: Tensor) -> Tensor:
        """The array, if there is one already."""
        return self.atom(tensor) if id(tensor) in self.done else tensor

    def node(self, tensor: Tensor) -> Node:
        """The array, a matrix with two axes, a column or row with one."""
        node, out = self.array(tensor)
        front = tuple(l.dim for l in examples_in(out))
        return self.graph.reshape(node, front + tuple(n for n in tensor.shape if n.number != 1))


def twins(arrays: Sequence[Factor], out: frozenset[Label]) -> Pairs:
    """The places of A and A once more that make A'A, of which a library computes one half."""
    found = set()
    for j, k in combinations(range(len(arrays)), 2):
        (a, at), (b, where) = arrays[j], arrays[k]
        shared = [l for l, m in zip(at, where, strict=True) if l is m] if a is b and len(at) == 2 else []
        others = out.union(*(at for i, (_, at) in enumerate(arrays) if i not in (j, k)))
        if len(shared) == 1 and shared[0] not in others:
            found.add((j, k))
    return frozenset(found)


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


def reached(spec: str, parts: Sequence[Part]) -> str:
    """The letters that some summand has."""
    return "".join(c for c in spec if any(c in at for _, _, at in parts))


def spelled(*runs: Labels) -> list[str]:
    """Runs of indices as letters."""
    every = dict.fromkeys(l for run in runs for l in run)
    names = dict(zip(every, letters(len(every)), strict=True))
    return ["".join(names[l] for l in run) for run in runs]
