"""∇(f₁ + f₂) = ∇f₁ + ∇f₂: a sum term by term, each by the chain rule where it is a composition."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.rules import slope_box
from symjac.derivation.styles.chain import vectors
from symjac.derivation.styles.chain.factors import is_long, squares, sum_of_squares
from symjac.derivation.styles.chain.stages import stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, contains
from symjac.expr.looks import written
from symjac.expr.make import add, function, is_op
from symjac.verify.term import Derivative, Said, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, Infix, Sym, equation, relation
from symjac.writing.signs import beside, indexed, listed


def fits(task: Question) -> bool:
    """A sum in which one moving term at least is a composition."""
    if not is_op(task.f, "add") or not (task.f.is_scalar or task.f.is_vector) or task.structure:
        return False
    if task.x.is_matrix and (task.layout != "numerator" or not task.f.is_scalar):
        return False
    moving = [called(task, t, task.name) for t in task.f.args if contains(t, task.x)]
    return len(moving) > 1 and any(map(is_composition, moving))


def is_composition(part: Question) -> bool:
    return vectors.fits(part) or (len(stages(part)) > 1 and not is_square(part))


def is_square(part: Question) -> bool:
    """λ‖x‖², whose entries nobody differentiates through the norm."""
    return any(is_multiple(part.f, e) for e in squares_of(part))


def squares_of(part: Question) -> list[Expr]:
    """‖x‖², xᵀx, tr(XᵀX)"""
    return [] if part.x.is_row or part.x.is_scalar else squares(part.x)


def is_multiple(f: Expr, e: Expr) -> bool:
    """Whether f is e times a constant, over a constant; of λxᵀx the factors lie flat."""
    if f is e:
        return True
    if is_op(f, "mul") and is_op(e, "mul"):
        n = len(e.args)
        k = next((k for k in range(len(f.args)) if f.args[k : k + n] == e.args), None)
        return k is not None and not any(contains(a, e.args[-1]) for a in f.args[:k] + f.args[k + n :])
    return is_op(f, "mul", "div", "neg") and sum(is_multiple(a, e) for a in f.args) == 1


def derive(task: Question, trail: Trail) -> None:
    line = term_by_term(task, trail)[0]
    trail.conclude(line, value_term(task.result), conditions=task.conditions)


def term_by_term(task: Question, trail: Trail) -> tuple[Term, list[tuple[Question, list[Expr]]]]:
    """∇f₁ + ∇f₂, and each term with the Jacobians that were found for it; none of a term that was derived directly."""
    parts = named_terms(task)
    introduce(task, trail, parts)
    left = [Term(p.sign, Derivative(p.f, (p.x,), p.layout)) for p in parts]
    found = [(p, of_term(p, line, trail)) for p, line in zip(parts, left, strict=True)]
    total = add(*(p.result for p in parts))
    boxes = tuple(term.box for term in left)
    rule = Rule("sum_of_terms", "assemble", (), ("Add the terms:",), importance=2)
    whole = Term(Infix(boxes, ("+",) * (len(boxes) - 1), SUM), Value(total))
    return trail.apply(rule, Term(task.sign, Derivative(task.f, (task.x,), task.layout)), whole, lead="⇒"), found


def of_term(p: Question, left: Term, trail: Trail) -> list[Expr]:
    """∇f₁ by the chain rule, or directly; the Jacobians that were found."""
    from symjac.derivation.styles.chain import composed, reshaped

    rule = Rule("term", "differentiate", (), importance=3)
    if vectors.fits(p):
        trail.apply(rule, vectors.composed(p, trail), value_term(p.result))
        return []
    if not is_composition(p):
        trail.say("For ", p.name_box, " directly,")
        trail.apply(replace(rule, short=of_squares(p)), left, value_term(p.result))
        return []
    line, factors = composed(p, trail)
    if is_long(p):
        before, after, says = reshaped(p, trail, line)
        trail.apply(replace(rule, long=says), before, after, lead="⇒")
    else:
        trail.apply(rule, line, value_term(p.result))
    return factors


def of_squares(p: Question) -> Text:
    """‖θ‖² = θ₁² + ⋯ + θ_N²"""
    square = next((e for e in squares_of(p) if is_multiple(p.f, e)), None)
    if square is None:
        return norm_slope(p)
    return (relation(written(square), "=", sum_of_squares(p.x)),)


def norm_slope(p: Question) -> Text:
    """∂‖x‖/∂x_j = x_j/‖x‖ of λ‖x‖"""
    norm = function("norm", p.x)
    if not p.x.is_vector or not is_multiple(p.f, norm):
        return ()
    entry = indexed(written(p.x), Sym("j"))
    return (relation(slope_box(written(norm), entry), "=", Infix((entry, written(norm)), ("/",), PRODUCT)),)


def named_terms(task: Question) -> list[Question]:
    """f_1, f_2, …: a question for each moving term."""
    moving = [t for t in task.f.args if contains(t, task.x)]
    parts = [called(task, t, f"{task.name}_{k}") for k, t in enumerate(moving, 1)]
    means: dict[str, Expr] = {}
    for part in parts:
        taken = {name for name, whole in letters(part).items() if means.get(name, whole) is not whole}
        if taken:
            part.memo.clear()
            part.memo["taken"] = frozenset(means)
        means |= letters(part)
    return parts


def letters(part: Question) -> dict[str, Expr]:
    """What the letters of its maps stand for: no letter is to mean two things on a page."""
    R = vectors.residual(part) if vectors.fits(part) else None
    if R is not None:
        return {vectors.letter(part, R): R}
    return {str(stage.symbol.data[0]): stage.whole for stage in stages(part)[:-1]} if is_composition(part) else {}


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
