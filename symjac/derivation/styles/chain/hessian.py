"""g = (∇ₓf)ᵀ = 2Aᵀe, ∇ₓ²f = ∇ₓg = ∇ₑg ∇ₓe = 2AᵀA: the gradient by the chain rule first, then the Jacobian of the gradient.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.7 (the Hessian is the Jacobian of the gradient).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count

from symjac.calculus.differential import substitute
from symjac.calculus.simplify import rebuild
from symjac.derivation.notation import derivative_sign
from symjac.derivation.question import Question, is_affine
from symjac.derivation.styles.chain import NAMED_FROM, composed, factored, outer_first, product, terms
from symjac.derivation.styles.chain.factors import factor
from symjac.derivation.styles.chain.paths import (
    FIXED,
    Paths,
    Through,
    added,
    affine,
    chain_rule,
    jacobian_sign,
    slopes,
    ways_text,
)
from symjac.derivation.styles.chain.shapes import spaced
from symjac.derivation.styles.chain.stages import stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, fold, length
from symjac.expr.looks import written
from symjac.expr.make import add, is_op, symbol, transpose
from symjac.expr.names import look_of
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Box, Fence, equation, transposed
from symjac.writing.signs import listed

DIRECT = ("norm",)  # maps of x itself whose gradient is a quotient


def fits(task: Question) -> bool:
    """A number by a column x, whose gradient the chain rule finds."""
    if task.order != 2 or not task.f.is_scalar or not task.x.is_vector or task.x.is_scalar or task.structure:
        return False
    first = gradient_first(task)
    if len(stages(first)) > 1 or terms.fits(first) or factored.fits(first):
        return True
    return is_op(task.f, *DIRECT) and task.f.args[0] is task.x


def gradient_first(task: Question) -> Question:
    return replace(task, order=1, memo=task.memo.setdefault("first", {}))


def derive(task: Question, trail: Trail) -> None:
    first = gradient_first(task)
    alone = len(stages(first)) < 2 and not terms.fits(first) and not factored.fits(first)
    trail.say("The gradient comes first:" if alone else "The gradient comes first. ")
    p = gradient(first, trail)
    column(p, trail)
    once_more(task, p, trail)


def gradient(first: Question, trail: Trail) -> Paths:
    """∇ₓf, and what it is as a column, in the letters of its derivation."""
    name = look_of(free_name(first))
    if len(stages(first)) > 1:
        found = composed(first, trail, back=False)[1]
        return Paths(first, name, upright(first, product(first, found)), tuple(letters(first, found)))
    if terms.fits(first):
        parts = terms.term_by_term(first, trail)[1]
        rows = [product(q, found) if found else q.result for q, found in parts]
        known = [t for q, found in parts if found for t in letters(q, found)]
        return Paths(first, name, upright(first, add(*rows)), tuple(known))
    return of_factors(first, name, trail)


def of_factors(first: Question, name: Box, trail: Trail) -> Paths:
    """The gradient of what has no map between x and f; where it is affine in x it needs no letters."""
    before: tuple[Through, ...] = ()
    row: Expr | None = None
    if factored.fits(first):
        p = factored.derive(first, trail)
        line = added(p, trail, Term(first.sign, first.meaning), first.result)
        trail.apply(Rule("gradient", "simplify", (), importance=2), line, value_term(first.result))
        before, row = tuple(replace(t, known=True) for t in p.letters), p.total
    else:
        before = (itself(first, trail),)
    if is_affine(first.gradient, first.x):
        return Paths(first, name, first.gradient, ())
    g = upright(first, row) if row is not None else substitute(first.gradient, {t.whole: t.symbol for t in before})
    return Paths(first, name, g, before)


def itself(first: Question, trail: Trail) -> Through:
    """f = ‖x‖ with ∇ₓf = xᵀ/f"""
    J = factor(first, trail, stages(first), 0, alone=True)
    f = symbol(first.name, first.f.shape)
    return Through(f, first.f, substitute(J, {first.f: f}))


def upright(first: Question, row: Expr) -> Expr:
    """The gradient as a column, finished."""
    return first.finish(first.simplify(row if first.layout == "denominator" else transpose(row)))


def letters(q: Question, found: list[Expr]) -> list[Through]:
    """z, h and f with their Jacobians by x; that of z is a factor that was found, and that of f the product of all."""
    out = []
    maps = stages(q)
    for k, stage in enumerate(maps):
        signs = [derivative_sign(written(s.symbol), (s.inner,)) for s in maps[: k + 1]]
        known = k in (0, len(maps) - 1)
        J = q.finish(q.simplify(product(q, found[: k + 1])))
        out.append(Through(stage.symbol, stage.whole, J, () if known else tuple(outer_first(q, signs)), known))
    return out


def column(p: Paths, trail: Trail) -> None:
    """g = (∇ₓf)ᵀ = 2Aᵀe"""
    first = p.task
    turned = transposed(Fence("(", first.sign, ")")) if first.layout == "numerator" else first.sign
    meaning = Derivative(first.f, (first.x,), "denominator")
    says: Text = ("Write ", p.name, " for the gradient", *(" as a column:" if first.layout == "numerator" else ":",))
    rule = Rule("gradient", "differentiate", (), says, importance=3, terse=("With",))
    trail.apply(rule, Term(equation(p.name, turned), meaning), Term(written(p.g), Value(p.meant(p.g))))


def once_more(task: Question, p: Paths, trail: Trail) -> None:
    """∇ₓ²f = ∇ₓg = ∇ₑg ∇ₓe = 2AᵀA"""
    left = Term(task.sign, task.meaning)
    g = Term(derivative_sign(p.name, (task.x,)), Derivative(p.meant(p.g), (task.x,), task.layout))
    if not p.ways:
        says: Text = ("The Hessian is the Jacobian of ", p.name, ":")
        why: Text = affine(p, task.x) if p.direct else (p.name, " does not depend on ", task.x_box)
        line = trail.apply(Rule("jacobian_of_gradient", "chain", (), says, importance=3), left, g, lead="⇒")
        trail.conclude(line, value_term(task.result), why=why, conditions=task.conditions)
        return
    says = ("The Hessian is the Jacobian of ", p.name, ", which depends on ", task.x_box, " ", *ways_text(p), ":")
    line = trail.apply(Rule("jacobian_of_gradient", "chain", (), says, importance=2), left, g)
    chain_rule(p, trail, line, says)
    slopes(p, trail, slopes_say(p))
    new_products(p, trail)
    if str(p.total) == str(task.result):  # the product is the answer
        trail.conclude(left, value_term(task.result), says=("Multiply:",), lead="⇒", conditions=task.conditions)
        return
    trail.conclude(added(p, trail, left, task.result), concluded(task, p), conditions=task.conditions)


def free_name(task: Question) -> str:
    """g, or another letter that nothing on the page is called by."""
    used = {*task.problem.symbols, *task.problem.maps, task.name, *(d.name for d in task.problem.definitions)}
    return next(c for c in chain("gqrp", (f"g_{k}" for k in count(1))) if c not in used)


def slopes_say(p: Paths) -> Text:
    """What is held fixed, and which factors are on the page already."""
    known = [(jacobian_sign(p.task, t),) for t in p.ways if t.known]
    above: Text = (*listed(known), " are" if len(known) > 1 else " is", " known from above") if known else ()
    if p.several:
        return (FIXED, *(("; ", *above) if above else ()), ":")
    return ("where ", *above, ", and") if above else ("The factors, one by one:",)


def new_products(p: Paths, trail: Trail) -> None:
    """∇ₓh = ∇_z h ∇ₓz = diag(1 − h ⊙ h)W"""
    for t in p.ways:
        if t.signs:
            before = Term(jacobian_sign(p.task, t), Derivative(t.whole, (p.task.x,), p.task.layout))
            J = p.meant(t.jacobian)
            rule = Rule("through", "chain", (), importance=3)
            line = trail.apply(rule, before, Term(spaced(list(t.signs)), Value(J)))
            trail.apply(rule, line, Term(written(t.jacobian), Value(J)))


def concluded(task: Question, p: Paths) -> Term:
    """The Hessian in x, in the person's names; where it is long, in the letters."""
    result = task.result
    if length(result) <= NAMED_FROM or task.names:
        return Term(written(task.put_back(result)), Value(result))
    named = {t.whole: t.symbol for t in p.ways}
    return Term(written(fold(result, lambda e, args: named[e] if e in named else rebuild(e, args))), Value(result))
