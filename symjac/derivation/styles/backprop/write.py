"""The pass written out: the statements forwards, δ from the last layer to the first, the derivatives by the variables."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.reverse import Statement
from symjac.derivation.explain.statements import range_of
from symjac.derivation.layers import Group, grouped
from symjac.derivation.named import Named
from symjac.derivation.question import Question
from symjac.derivation.rules import softmax_slope
from symjac.derivation.trail import Rule, Trail
from symjac.expr.looks import written
from symjac.expr.make import is_op
from symjac.verify.term import Said, Term
from symjac.writing.block import Text
from symjac.writing.box import Box, equation
from symjac.writing.signs import nabla, partial

SOURCE = "Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6"


def write(q: Question, found: Named, trail: Trail) -> None:
    f = written(found.statements[-1].name)
    backwards(found, f, trail)
    results = [Statement(x, found.results[str(x.data[0])]) for x in q.variables]
    answers(results, bool(found.adjoints), q, trail)


def backwards(found: Named, f: Box, trail: Trail) -> None:
    """δ = ∂f/∂z for the intermediate results, the last one first."""
    groups = grouped([Statement(s.name, s.body) for s in found.adjoints])
    for k, group in enumerate(groups):
        says: Text = ()
        if k == 0:
            first = found.adjoints[0]
            meaning = equation(written(first.name), partial(f, written(found.of[first.name])))
            more = " and so on, each" if len(found.adjoints) > 1 else ","
            says = ("Backwards, with ", meaning, more, " of the shape of its variable,")
        rule = Rule("delta", "chain", (*range_of(group), *through_softmax(found, group)), says, SOURCE)
        trail.apply(rule, Term(written(group.name), Said()), Term(written(group.body), Said()))


def through_softmax(found: Named, group: Group) -> Text:
    """∂p_i/∂z_j = p_i(δ_ij − p_j), where δ_z has gone through p = softmax(z)"""
    z = found.of.get(group.name)
    bodies = [(s.name, s.activation.body) for s in found.statements]
    through = [name for name, body in bodies if is_op(body, "softmax") and body.args[0] is z]
    return (softmax_slope(written(through[0]), written(z)),) if z is not None and through else ()


def answers(results: Sequence[Statement], deltas: bool, q: Question, trail: Trail) -> None:
    f = q.name_box
    groups = grouped(results)
    for k, group in enumerate(groups):
        says: Text = ("Hence",) if k == 0 and deltas else ()
        left = Term(nabla(written(group.name), f), Said())
        trail.conclude(left, Term(written(group.body), Said()), says=says, why=range_of(group))
