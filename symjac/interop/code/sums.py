"""Sums in few passes: what all summands share is taken out, s_i W_ij − s_i u_j = s_i (W_ij − u_j); small ones go first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.interop.code.label import Labels
from symjac.interop.code.nodes import Graph, Node, Part
from symjac.interop.code.tensor import Factor, Term


def shared(terms: Sequence[Term], front: Labels) -> list[Factor]:
    """Factors that stand in every term in the same indices of the result, in those of the first term."""
    if len(terms) < 2:
        return []
    found: list[Factor] = []
    for node, at in terms[0].factors:
        where = places(front + terms[0].out, at)
        if where is None or any(node is n and where == places(front + terms[0].out, b) for n, b in found):
            continue
        if all(any(n is node and places(front + t.out, b) == where for n, b in t.factors) for t in terms):
            found.append((node, at))
    return found


def places(out: Labels, at: Labels) -> tuple[int, ...] | None:
    """Where the indices are in the result; None if one of them is summed over."""
    return tuple(out.index(l) for l in at) if all(l in out for l in at) else None


def without(term: Term, common: Sequence[Factor], of: Term, front: Labels) -> Term:
    """The term without one factor of each of these, which are told by their places in another term."""
    left = list(term.factors)
    for node, at in common:
        where = places(front + of.out, at)
        left.remove(next(f for f in left if f[0] is node and places(front + term.out, f[1]) == where))
    return Term(term.coefficient, tuple(left), term.rows, term.cols)


def small_first(graph: Graph, parts: Sequence[Part]) -> list[Part]:
    """Arrays of fewer axes than the sum are added up before they are spread out."""
    groups: dict[frozenset[str], list[Part]] = {}
    for part in parts:
        groups.setdefault(frozenset(part[2]), []).append(part)
    every = frozenset[str]().union(*groups)
    for key in sorted(groups, key=len):
        host = next((other for other in groups if key < other < every), None)
        if host is not None:
            groups[host] += groups.pop(key)
    done = [part for key, group in groups.items() for part in ([added(graph, group)] if key != every and group[1:] else group)]
    return sorted(done, key=lambda p: next((k for k, q in enumerate(parts) if q is p), len(parts)))


def same_scale(terms: Sequence[Term]) -> Fraction:
    """2 of 2a − 2b; signs are left to the summands where they differ and nothing else is shared."""
    scale = terms[0].coefficient if len(terms) > 1 else Fraction(1)
    if any(abs(term.coefficient) != abs(scale) for term in terms):
        return Fraction(1)
    return Fraction(1) if scale == -1 and any(term.coefficient > 0 for term in terms) else scale


def is_whole(term: Term) -> bool:
    """Whether it has all indices of the result."""
    return {l for _, at in term.factors for l in at}.issuperset(term.out)


def is_new(term: Term) -> bool:
    """A product as large as the sum: NumPy adds what has its shape into it, on either side, but subtracts only from it."""
    return len(term.factors) > 1 and len(term.out) > 1 and is_whole(term)


def unscaled(node: Node) -> tuple[Fraction, Node]:
    """c and a of c a."""
    if node.op == "total" and len(node.args) == 1:
        ((c, at),), out = node.data
        if at == out:
            return c, node.args[0]
    return Fraction(1), node


def added(graph: Graph, group: Sequence[Part]) -> Part:
    """One array; of negative ones the sum of what they are without their signs."""
    sign = Fraction(1 if any(c > 0 for c, _, _ in group) else -1)
    spec = max((spec for _, _, spec in group), key=len)
    return sign, graph.total([(sign * c, node, at) for c, node, at in group], spec), spec
