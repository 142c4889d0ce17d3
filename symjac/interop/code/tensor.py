"""An array that is not computed yet: a sum of products of arrays in indices, T_ij = Σ_k A_ik x_k δ_ij.

Rows and columns are each a run of indices, the first one slowest: those of A ⊗ B are (i, k) and (j, l), those of I are i and i
again. So diagonal, identity, Kronecker and commutation matrices cost nothing, and nothing is ever multiplied by their zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import mul

from symjac.expr.dims import ONE, Dim
from symjac.interop.code.label import Label, Labels, examples_in
from symjac.interop.code.nodes import Graph, Node

Factor = tuple[Node, Labels]


@dataclass(frozen=True)
class Term:
    """coefficient · Π factors; an index in neither rows nor columns is summed over, but for that of the examples."""

    coefficient: Fraction
    factors: tuple[Factor, ...]
    rows: Labels
    cols: Labels

    @property
    def out(self) -> Labels:
        return self.rows + self.cols

    @property
    def examples(self) -> Labels:
        """The index of the examples, where a factor has it."""
        return next((e for _, at in self.factors if (e := examples_in(at))), ())

    @property
    def structured(self) -> bool:
        """Zero off a diagonal: an index stands twice."""
        return len(set(self.out)) < len(self.out)

    def labels(self) -> Iterator[Label]:
        yield from self.out
        for _, at in self.factors:
            yield from at

    def renamed(self, table: Mapping[Label, Label]) -> Term:
        def new(at: Labels) -> Labels:
            return tuple(table.get(l, l) for l in at)

        return Term(self.coefficient, tuple((node, new(at)) for node, at in self.factors), new(self.rows), new(self.cols))

    def fresh(self) -> Term:
        """The same with indices of its own."""
        return self.renamed({l: Label(l.dim) for l in set(self.labels()) if not l.counts_examples})

    def times(self, c: Fraction) -> Term:
        return replace(self, coefficient=self.coefficient * c)


@dataclass(frozen=True)
class Tensor:
    """The terms of a matrix of this shape; the graph is where its arrays are."""

    graph: Graph
    terms: tuple[Term, ...]
    shape: tuple[Dim, Dim]

    @property
    def structured(self) -> bool:
        return any(term.structured for term in self.terms)

    @property
    def is_scalar(self) -> bool:
        return self.shape == (ONE, ONE)


def split(term: Term, label: Label, dims: Sequence[Dim], graph: Graph) -> tuple[Term, Labels]:
    """One index of size mn as two, of sizes m and n."""
    new = tuple(Label(n) for n in dims)
    factors = []
    for node, at in term.factors:
        after = opened(at, label, new)
        factors.append((graph.reshape(node, tuple(l.dim for l in after)) if label in at else node, after))
    return Term(term.coefficient, tuple(factors), opened(term.rows, label, new), opened(term.cols, label, new)), new


def opened(run: Iterable[Label], label: Label, parts: Labels) -> Labels:
    return tuple(l for old in run for l in (parts if old is label else (old,)))


def refined(a: Sequence[Dim], b: Sequence[Dim]) -> tuple[Dim, ...] | None:
    """The sizes in which both runs can be read: (m, np) and (mn, p) are (m, n, p); None if there are none."""
    left, right, found = list(a), list(b), []
    while left and right:
        if left[0] == right[0]:
            found.append(left.pop(0))
            right.pop(0)
        elif (rest := quotient(left[0], right[0])) is not None:
            found.append(right.pop(0))
            left[0] = rest
        elif (rest := quotient(right[0], left[0])) is not None:
            found.append(left.pop(0))
            right[0] = rest
        else:
            return None
    return tuple(found) if not left and not right else None


def quotient(a: Dim, b: Dim) -> Dim | None:
    """n of mn / m, for sizes that are products of letters and numbers."""
    if len(a.terms) != 1 or len(b.terms) != 1:
        return None
    (mono, p), (by, q) = a.terms[0], b.terms[0]
    rest = list(mono)
    for name in by:
        if name not in rest:
            return None
        rest.remove(name)
    return Dim(((tuple(rest), p // q),)) if p % q == 0 and (rest or p > q) else None


def cut(term: Term, run: Labels, dims: Sequence[Dim], graph: Graph) -> tuple[Term, Labels]:
    """The term with a run of indices cut into these sizes, and the run as it is then."""
    left, now = list(dims), run
    done: Labels = ()
    while now:
        label, now = now[0], now[1:]
        parts = [left.pop(0)]
        while reduce(mul, parts) != label.dim:
            parts.append(left.pop(0))
        new: Labels = (label,)
        if len(parts) > 1:
            term, new = split(term, label, parts, graph)
            done, now = opened(done, label, new), opened(now, label, new)
        done = (*done, *new)
    return term, done


def size_of(labels: Iterable[Label]) -> Dim:
    return reduce(mul, (l.dim for l in labels), ONE)


def constant(graph: Graph, value: Fraction) -> Tensor:
    return Tensor(graph, (Term(value, (), (), ()),) if value else (), (ONE, ONE))


def whole(graph: Graph, node: Node, shape: tuple[Dim, Dim]) -> Tensor:
    """An array as it stands: a number without axes, a column or row with one, a matrix with two; or one for every example."""
    rows, cols = (() if n == ONE else (Label(n),) for n in shape)
    front = graph.examples if len(node.axes) > len(rows + cols) else ()
    return Tensor(graph, (Term(Fraction(1), ((node, front + rows + cols),), rows, cols),), shape)
