"""z = W x + b, e = tanh(z) − y: names for the inner parts of a formula that is too long to be written out on every line.

What acts entry by entry keeps its name: beside tanh²(u), 1 − h ⊙ h would be a second spelling of one thing."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.differential import substitute
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.stages import Stage, stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import length
from symjac.expr.looks import written
from symjac.verify.term import Said, Term
from symjac.writing.box import Box, equation
from symjac.writing.signs import beside

LONG = 10  # names, numbers and operators from which on a formula gets names for its parts


def with_names(task: Question, trail: Trail) -> Question:
    """The question, in which the parts of a long formula have names; the trail says which."""
    if task.names or length(task.f) < LONG or not (task.x.is_vector or task.x.is_matrix):
        return task
    named = [s for s in stages(task) if s.whole is not task.f and not s.plain and length(s.whole) > 3]
    if not named:
        return task
    rule = Rule("names", "define", (), ("Write",), importance=3, terse=("Write",))
    trail.apply(rule, None, Term(beside(*(stated(task, s) for s in named)), Said()))
    return replace(task, called={s.whole: s.symbol for s in named})


def stated(task: Question, stage: Stage) -> Box:
    """u = W₂ tanh(z) + b₂"""
    inner = {s.symbol: s.body for s in stages(task) if s.plain}
    return equation(written(stage.symbol), written(substitute(stage.body, inner)))
