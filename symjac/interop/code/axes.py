"""A matrix as an array with the axes of f and of x: rows and columns, read as runs of indices, stand one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symjac.expr.dims import ONE, Dim
from symjac.interop.code.dense import Dense
from symjac.interop.code.label import Label, Labels, examples_in, letters
from symjac.interop.code.nodes import Graph, Node
from symjac.interop.code.tensor import Tensor, Term, cut, refined, size_of


@dataclass(frozen=True)
class Run:
    """What a row or a column index runs over: the axes of an array, the last one fastest, or by columns the first one."""

    axes: tuple[Dim, ...]
    by_columns: bool = False

    @property
    def stacked(self) -> tuple[Dim, ...]:
        """The axes, slowest first."""
        return self.axes[::-1] if self.by_columns else self.axes


def plain(n: Dim) -> Run:
    """An axis, or none for a single row or column."""
    return Run(() if n == ONE else (n,))


def unstacked(tensor: Tensor, rows: Run, cols: Run, dense: Dense) -> Tensor:
    """The tensor with an index for every axis, those of the rows first; rows and columns hold them in the order of the axes."""
    terms = [upright(term, tensor, rows, cols, dense) for term in tensor.terms]
    return Tensor(tensor.graph, tuple(terms), tensor.shape)


def upright(term: Term, tensor: Tensor, rows: Run, cols: Run, dense: Dense) -> Term:
    row_dims = refined([l.dim for l in term.rows], rows.stacked)
    col_dims = refined([l.dim for l in term.cols], cols.stacked)
    if row_dims is None or col_dims is None:
        term = dense.flat(term, Tensor(tensor.graph, (term,), tensor.shape))
        row_dims, col_dims = rows.stacked, cols.stacked
    term, _ = cut(term, term.rows, row_dims, tensor.graph)
    term, _ = cut(term, term.cols, col_dims, tensor.graph)
    return Term(term.coefficient, term.factors, ordered(term.rows, rows), ordered(term.cols, cols))


def ordered(run: Labels, wanted: Run) -> Labels:
    """The indices in groups, one for each axis, in the order of the axes."""
    groups: list[Labels] = []
    left = list(run)
    for n in wanted.stacked:
        group, size = [], ONE
        while size != n:
            group.append(left.pop(0))
            size = size * group[-1].dim
        groups.append(tuple(group))
    return tuple(l for group in (groups[::-1] if wanted.by_columns else groups) for l in group)


def array(tensor: Tensor, axes: Sequence[Dim], dense: Dense) -> Node:
    """The array with these axes, behind that of the examples where there are such."""
    node, out = dense.array(tensor)
    front = tensor.graph.examples
    if front and not examples_in(out):
        node = dense.filled(node, letters(len(out) + 1)[1:], front + out)
    return tensor.graph.reshape(node, tuple(l.dim for l in front) + tuple(axes))


def times(tensor: Tensor, kept: Sequence[Dim], v: Node, dense: Dense) -> Tensor:
    """The first axes are kept; the product with v is summed over the others."""
    terms = tuple(multiplied(parted(term, kept), v, tensor.graph) for term in tensor.terms)
    return Tensor(tensor.graph, terms, (size_of(terms[0].rows), ONE) if terms else (ONE, ONE))


def parted(term: Term, kept: Sequence[Dim]) -> Term:
    """The indices of the axes that are kept as rows, the others as columns."""
    rows: Labels = ()
    left = term.out
    for n in kept:
        size = ONE
        while size != n:
            rows, left, size = (*rows, left[0]), left[1:], size * left[0].dim
    return Term(term.coefficient, term.factors, rows, left)


def multiplied(term: Term, v: Node, graph: Graph) -> Term:
    front = graph.examples
    at = tuple(Label(n) for n in v.axes[len(front) :])
    moved = Term(term.coefficient, ((v, front + at),), at, ())
    moved, run = cut(moved, at, [l.dim for l in term.cols], graph)
    both = Term(term.coefficient, term.factors + moved.factors, term.rows, term.cols + run)
    n = len(run)
    while (pair := next(((a, b) for a, b in zip(both.cols[:n], both.cols[n:], strict=True) if a is not b), None)) is not None:
        both = both.renamed({pair[1]: pair[0]})
    return Term(both.coefficient, both.factors, both.rows, ())
