"""(δ_ik B_i)⁻¹ = δ_ik B_i⁻¹: what is zero off a diagonal of blocks is inverted block by block."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.interop.code.dense import Dense, aligned, cut_both
from symjac.interop.code.label import Label, Labels
from symjac.interop.code.tensor import Tensor, Term, refined, size_of


def by_blocks(tensor: Tensor, dense: Dense) -> Tensor | None:
    """The inverse, if one index of the rows and of the columns is the same in all terms, and one is left for the blocks."""
    terms = alike(tensor, dense)
    if not terms or len(terms[0].rows) != 2:
        return None
    for k in range(2):
        if all(term.rows[k] is term.cols[k] for term in terms):
            return inverted(terms, k, tensor, dense)
    return None


def alike(tensor: Tensor, dense: Dense) -> Sequence[Term]:
    """The terms with rows and columns cut into the same sizes; none where that cannot be."""
    terms = aligned(tensor.terms, tensor.graph) if tensor.structured else None
    if terms is None:
        return ()
    dims = refined([l.dim for l in terms[0].rows], [l.dim for l in terms[0].cols])
    return () if dims is None else [cut_both(term, dims, dims, tensor.graph) for term in terms]


def inverted(terms: Sequence[Term], k: int, tensor: Tensor, dense: Dense) -> Tensor:
    """k: the place of the index that counts the blocks."""
    counted = any(term.rows[k] in at for term in terms for _, at in term.factors)
    blocks = []
    for term in terms:
        front: Labels = (term.rows[k],) if counted else ()
        blocks.append(Term(term.coefficient, term.factors, (*front, term.rows[1 - k]), (term.cols[1 - k],)))
    shape = (size_of(blocks[0].rows), size_of(blocks[0].cols))
    node, at = dense.array(Tensor(tensor.graph, tuple(blocks), shape))
    inverse = tensor.graph.node("inv", (node,), (), node.axes)
    block = at[-3] if counted else Label(terms[0].rows[k].dim)
    rows, cols = ((block, at[-2]), (block, at[-1])) if k == 0 else ((at[-2], block), (at[-1], block))
    return Tensor(tensor.graph, (Term(Fraction(1), ((inverse, at),), rows, cols),), tensor.shape)
