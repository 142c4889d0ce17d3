"""The lines of a differential as steps: which of them an exam shows, and which a brief derivation."""

from __future__ import annotations

from symjac.derivation.question import Question
from symjac.derivation.styles.differential.rounds import Line, joined
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr
from symjac.expr.make import number, zeros
from symjac.verify.term import Directional, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import differential as box_of_differential

BRIEF = 3  # lines that a brief derivation has at most


def constant(task: Question, trail: Trail) -> None:
    """d c = 0."""
    zero = number(0) if task.f.is_scalar else zeros(*task.f.shape)
    says: Text = (task.name_box, " does not depend on ", task.x_box, ":")
    trail.apply(Rule("constant", "differentiate", (), says), change(task, task.f), value_term(zero))


def change(task: Question, f: Expr) -> Term:
    """d f; of x itself by the name of the function."""
    return Term(box_of_differential(task.name_box if f is task.x else task.look(f)), Directional(f, task.x))


def recorded(
    task: Question, trail: Trail, f: Expr, lines: list[Line], says: str = "Take the differential:", most: int = BRIEF
) -> Term:
    """d f = …, a step for every line. The last lines are shown in every detail, with the reasons of those before them."""
    line = change(task, f)
    closing = [k for k, each in enumerate(lines) if each.grouped]
    telling = [k for k in closing if not lines[k].plain] or closing
    first_shown = telling[max(0, len(telling) - most)]
    for k, each in enumerate(lines):
        long: Text = (says,) if k == 0 else ()
        level = 1 if not each.grouped else 3 if k >= first_shown else 2
        brief: Text = joined(list(dict.fromkeys(lines[c].grouped for c in telling if c <= k))) if k == first_shown else ()
        rule = Rule("differential", "differentiate", each.reason, long, importance=level, grouped=each.grouped, brief=brief)
        line = trail.apply(rule, line, task.term(each.expr))
    return line
