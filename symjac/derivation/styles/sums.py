"""The derivative of a sum over an index is the sum of the derivatives; by a member x_k, the term i = k of Σ_i is left."""

from __future__ import annotations

from symjac.derivation.question import Question, whole
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.trail import Trail
from symjac.expr.looks import written
from symjac.verify.term import Term, Value
from symjac.writing.box import Box
from symjac.writing.signs import nabla


def derive(q: Question, trail: Trail) -> None:
    left = Term(nabla(x_box(q), f_box(q)), q.meaning)
    trail.conclude(left, Term(written(q.result), Value(whole(q, q.result))), conditions=q.conditions)


def x_box(q: Question) -> Box:
    return written(q.member) if q.member is not None else q.x_box


def f_box(q: Question) -> Box:
    return q.name_box


register(Style("sums", derive, lambda q: q.indexed, lambda q: q.indexed, 0, sums=True))
