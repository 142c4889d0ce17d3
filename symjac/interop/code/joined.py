"""Index rules: the terms of several arrays as one, with the indices that are the same made one; "ij,jk->i,k" is the product."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from symjac.expr.dims import Dim
from symjac.interop.code.dense import Dense
from symjac.interop.code.label import Labels
from symjac.interop.code.nodes import Graph
from symjac.interop.code.tensor import Factor, Tensor, Term, cut, refined, size_of
from symjac.interop.code.weights import chosen


def ruled(inputs: Sequence[str], out: Sequence[str], tensors: Sequence[Tensor], dense: Dense) -> tuple[Term, ...]:
    """Multiplied out, or every sum as one array first: what costs less; a sum with diagonals in it is multiplied out."""
    ways = [[t] if len(t.terms) < 2 or t.structured else [dense.atom(t), t] for t in tensors]
    cases = dense.weight.cases(l for t in tensors for term in t.terms for l in term.labels())
    found: list[tuple[Term, ...]] = []
    costs: list[list[float]] = []
    for choice in product(*ways):
        terms = tuple(joined(inputs, out, terms, dense) for terms in product(*(t.terms for t in choice)))
        if all(len(way) == 1 for way in ways):
            return terms
        summed = [way[-1].terms for t, way in zip(choice, ways, strict=True) if t is not way[-1]]
        found.append(terms)
        costs.append([sum(dense.cost(s, size) for s in (*summed, terms)) for size in cases])
    return found[chosen(costs)]


def joined(inputs: Sequence[str], out: Sequence[str], terms: Sequence[Term], dense: Dense) -> Term:
    """One term of each array, their indices identified as the rule says."""
    state = Joined(dense.graph, [term.fresh() for term in terms], dense)
    bound: dict[str, tuple[int, int]] = {}
    for k, pair in enumerate(inputs):
        for side, letter in enumerate(pair):
            if letter in bound:
                state.identify(bound[letter], (k, side))
            else:
                bound[letter] = (k, side)
    rows, cols = (sum((state.run(bound[c]) for c in run), ()) for run in out)
    return state.term(rows, cols)


class Joined:
    """Terms whose indices are being identified: their rows and columns by place (which term, 0 or 1)."""

    def __init__(self, graph: Graph, terms: list[Term], dense: Dense) -> None:
        self.graph, self.terms, self.dense = graph, terms, dense

    def run(self, at: tuple[int, int]) -> Labels:
        term = self.terms[at[0]]
        return term.cols if at[1] else term.rows

    def identify(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        """The same index in two places: cut alike, then one and the same."""
        dims = refined([l.dim for l in self.run(a)], [l.dim for l in self.run(b)])
        if dims is None or self.breaks(a, dims) or self.breaks(b, dims):
            for k in {a[0], b[0]}:
                self.terms[k] = self.flattened(self.terms[k])
            dims = tuple(l.dim for l in self.run(a))
        for k, side in (a, b):
            self.terms[k], _ = cut(self.terms[k], self.run((k, side)), dims, self.graph)
        while (pair := next(((x, y) for x, y in zip(self.run(a), self.run(b), strict=True) if x is not y), None)) is not None:
            self.terms = [term.renamed({pair[1]: pair[0]}) for term in self.terms]

    def breaks(self, at: tuple[int, int], dims: Sequence[Dim]) -> bool:
        """Whether an index of an inverse would be cut in two: it could not be the matrix of a system any more."""
        inverses = [where for node, where in self.terms[at[0]].factors if node.op == "inv"]
        return any(label in where and label.dim not in dims for label in self.run(at) for where in inverses)

    def flattened(self, term: Term) -> Term:
        """The term as a plain matrix."""
        rows, cols = size_of(term.rows), size_of(term.cols)
        return self.dense.flat(term, Tensor(self.graph, (term,), (rows, cols)))

    def term(self, rows: Labels, cols: Labels) -> Term:
        """All factors together; an index that is summed over and occurs in none of them counts its size."""
        coefficient = Fraction(1)
        factors: tuple[Factor, ...] = ()
        for term in self.terms:
            coefficient *= term.coefficient
            factors += term.factors
        used = {l for _, at in factors for l in at} | set(rows) | set(cols)
        lost = dict.fromkeys(l for term in self.terms for l in term.out if l not in used)
        factors += tuple((self.graph.size(l.dim), ()) for l in lost)
        return Term(coefficient, factors, rows, cols)
