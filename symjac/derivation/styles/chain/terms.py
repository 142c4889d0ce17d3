"""∇(f₁ + f₂) = ∇f₁ + ∇f₂: a sum term by term, each by the chain rule where it is a composition."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.stages import stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, contains
from symjac.expr.looks import written
from symjac.expr.make import add, is_op
from symjac.verify.term import Derivative, Said, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import SUM, Infix, equation
from symjac.writing.signs import beside, listed


def fits(task: Question) -> bool:
    """A sum in which one moving term at least is a composition."""
    if not is_op(task.f, "add") or not (task.f.is_scalar or task.f.is_vector) or task.x.is_matrix:
        return False
    moving = [t for t in task.f.args if contains(t, task.x)]
    return len(moving) > 1 and any(len(stages(task.about(t, task.x))) > 1 for t in moving)


def derive(task: Question, trail: Trail) -> None:
    line = term_by_term(task, trail)[0]
    trail.conclude(line, value_term(task.result), conditions=task.conditions)


def term_by_term(task: Question, trail: Trail) -> tuple[Term, list[tuple[Question, list[Expr]]]]:
    """∇f₁ + ∇f₂, and each term with the Jacobians that were found for it; none of a term that was derived directly."""
    from symjac.derivation.styles.chain import composed

    parts = named_terms(task)
    introduce(task, trail, parts)
    left = [Term(p.sign, Derivative(p.f, (p.x,), p.layout)) for p in parts]
    found: list[tuple[Question, list[Expr]]] = []
    for p, line in zip(parts, left, strict=True):
        factors: list[Expr] = []
        if len(stages(p)) > 1:
            line, factors = composed(p, trail)
        else:
            trail.say("For ", p.name_box, " directly,")
        found.append((p, factors))
        trail.apply(Rule("term", "differentiate", (), importance=3), line, value_term(p.result))
    total = add(*(p.result for p in parts))
    boxes = tuple(term.box for term in left)
    rule = Rule("sum_of_terms", "assemble", (), ("Add the terms:",), importance=2)
    whole = Term(Infix(boxes, ("+",) * (len(boxes) - 1), SUM), Value(total))
    return trail.apply(rule, Term(task.sign, Derivative(task.f, (task.x,), task.layout)), whole, lead="⇒"), found


def named_terms(task: Question) -> list[Question]:
    """f_1, f_2, …: a question for each moving term."""
    moving = [t for t in task.f.args if contains(t, task.x)]
    parts = [called(task, t, f"{task.name}_{k}") for k, t in enumerate(moving, 1)]
    means: dict[str, Expr] = {}
    for part in parts:
        taken = {name for name, whole in letters(part).items() if means.get(name, whole) is not whole}
        if taken:
            part.memo.clear()
            part.memo["taken"] = means.keys()
        means |= letters(part)
    return parts


def letters(part: Question) -> dict[str, Expr]:
    """What the letters of its maps stand for: no letter is to mean two things on a page."""
    return {str(stage.symbol.data[0]): stage.whole for stage in stages(part)[:-1]}


def called(task: Question, f: Expr, name: str) -> Question:
    q = task.about(signs_in_front(f), task.x)
    return replace(q, problem=replace(q.problem, name=name, definitions=()))


def introduce(task: Question, trail: Trail, parts: list[Question]) -> None:
    """f = f₁ + f₂ with f₁ = ‖y − Φθ‖² and f₂ = λθᵀθ"""
    shown = beside(*(equation(p.name_box, written(p.f)) for p in parts))
    fixed = any(not contains(t, task.x) for t in task.f.args)
    rest: Text = (", up to a constant",) if fixed else ()
    says: Text = (task.name_box, " is the sum of ", *listed([(p.name_box,) for p in parts]), *rest, ":")
    trail.apply(Rule("terms", "define", (), says, importance=3, terse=("Write",)), None, Term(shown, Said()))
