"""Style graph: the picture of the computation, values forwards, derivatives backwards, and the lines that go with it.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.2.
"""

from __future__ import annotations

from symjac.derivation.question import Question
from symjac.derivation.styles.graph.nodes import graph_of, upright
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.trail import Trail
from symjac.expr.make import is_op


def fits(q: Question) -> bool:
    """A scalar, or a column that is made of columns and numbers."""
    if q.order != 1 or q.layout != "numerator" or q.sizes or q.indexed or q.problem.body is None or is_op(q.f, "image"):
        return False
    if q.f.is_scalar:
        return True
    return q.single and q.f.is_vector and all(map(upright, graph_of(q).nodes))


def suits(q: Question) -> bool:
    """Only who asks for the picture gets it."""
    return False


def derive(q: Question, trail: Trail) -> None:
    from symjac.derivation.styles.graph import whole  # what draws is only imported for who asks for a picture

    whole.derive(q, trail)


WANTS = "the first derivative of a scalar function, or of a column that is made of columns and numbers, in numerator layout"
register(Style("graph", derive, fits, suits, rank=9, wants=WANTS))
