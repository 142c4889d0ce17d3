"""f = xᵀAx as xᵀu with u = Ax, f = u/v with u = xᵀAx, v = xᵀx: the factors that depend on x get letters.

∇ₓf = ∂f/∂x + ∂f/∂u ∇ₓu
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symjac.calculus.simplify import rebuild
from symjac.derivation.notation import derivative_sign
from symjac.derivation.question import Question, is_affine
from symjac.derivation.styles.chain.factors import plain_jacobian
from symjac.derivation.styles.chain.factors import reason as stage_reason
from symjac.derivation.styles.chain.paths import FIXED, Paths, Through, added, chain_rule, slopes, ways_text
from symjac.derivation.styles.chain.stages import Names, Stage, kind, simple, stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, contains
from symjac.expr.looks import written
from symjac.expr.make import div, is_op, mul
from symjac.verify.term import Derivative, Said, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import equation
from symjac.writing.signs import applied, beside


def fits(task: Question) -> bool:
    """A column x, which enters f by several factors."""
    if task.order != 1 or task.structure or not task.x.is_vector or not simple(task.f) or is_affine(task.f, task.x):
        return False
    return bool(lettered(task, task.f)[1])


def derive(task: Question, trail: Trail) -> Paths:
    """The gradient through the letters; the answer is left to be concluded."""
    p = gradient_paths(task)
    introduce(p, trail)
    says: Text = (p.name, " depends on ", task.x_box, " ", *ways_text(p), ". By the chain rule,")
    chain_rule(p, trail, Term(task.sign, task.meaning), says)
    slopes(p, trail, (FIXED, ":") if p.several else ("The factors, one by one:",))
    inner_jacobians(p, trail)
    return p


def conclude(task: Question, trail: Trail) -> None:
    p = derive(task, trail)
    line = added(p, trail, Term(task.sign, task.meaning), task.result)
    trail.conclude(line, value_term(task.result), conditions=task.conditions)


def gradient_paths(task: Question) -> Paths:
    body, letters = lettered(task, task.f)
    return Paths(task, task.name_box, body, tuple(letters))


def introduce(p: Paths, trail: Trail) -> None:
    """u(x) = Ax, so that f = xᵀu"""
    named = beside(*(equation(applied(written(t.symbol), p.task.x_box), written(t.whole)) for t in p.letters))
    says: Text = ("Write",)
    trail.apply(Rule("names", "define", (), says, importance=3, terse=says), None, Term(named, Said()))
    value = Term(written(p.g), Said())
    before = Term(p.name, Said())
    trail.apply(Rule("names", "define", (), ("so that",), importance=3, terse=("so that",)), before, value)


def inner_jacobians(p: Paths, trail: Trail) -> None:
    """∇ₓu of every letter that the page has not differentiated yet, by its own rule."""
    for t in (t for t in p.ways if not t.known):
        of = Stage(t.symbol, t.whole, p.task.x, t.whole, kind(t.whole, p.task.x))
        before = Term(derivative_sign(written(t.symbol), (p.task.x,)), Derivative(t.whole, (p.task.x,), p.task.layout))
        rule = Rule("factor", "differentiate", stage_reason(p.task, of), importance=3)
        trail.apply(rule, before, value_term(t.jacobian))


def lettered(task: Question, f: Expr) -> tuple[Expr, list[Through]]:
    """f with letters for its factors that depend on x, and the letters; none where one of them is a composition itself."""
    names = Names(task)
    found: dict[Expr, Through] = {}

    def letter(e: Expr) -> Expr:
        if e not in found:
            how = kind(e, task.x)
            own = names.fresh("affine" if how == "affine" else "other", e)
            found[e] = Through(own, e, plain_jacobian(task, Stage(own, e, task.x, e, how)), known=False)
        return found[e].symbol

    body = Lettering(task.x, letter).terms(f)
    simply = all(simple(e) and len(stages(task.about(e, task.x))) < 2 for e in found)
    return (body, list(found.values())) if simply else (f, [])


@dataclass(frozen=True)
class Lettering:
    """What depends on x in a formula, by letters."""

    x: Expr
    letter: Callable[[Expr], Expr]

    def terms(self, e: Expr) -> Expr:
        """The terms of a sum, each a product or a quotient."""
        if not contains(e, self.x):
            return e
        if is_op(e, "add", "neg"):
            return rebuild(e, tuple(map(self.terms, e.args)))
        if is_op(e, "div"):
            return div(self.terms(e.args[0]) if is_op(e.args[0], "mul") else self.factor(e.args[0]), self.factor(e.args[1]))
        if is_op(e, "hadamard"):
            return rebuild(e, tuple(map(self.factor, e.args)))
        return self.product(e) if is_op(e, "mul") else e

    def product(self, e: Expr) -> Expr:
        """(xᵀx)(bᵀx) as s v: every number by a letter; a single xᵀAx as xᵀu."""
        found = runs(e.args)
        if len(found) == 1:
            return self.bilinear(e)
        return mul(*(part for run in found for part in self.number(run)))

    def number(self, run: list[Expr]) -> tuple[Expr, ...]:
        whole = mul(*run)
        return (self.factor(whole),) if whole.is_scalar else tuple(run)

    def bilinear(self, e: Expr) -> Expr:
        """xᵀ(Ax)"""
        first = next(k for k, a in enumerate(e.args) if contains(a, self.x))
        right = e.args[first + 1 :]
        if not any(contains(a, self.x) for a in right):
            return e
        return mul(*e.args[:first], self.factor(e.args[first]), self.factor(mul(*right)))

    def factor(self, e: Expr) -> Expr:
        """A factor by its letter; x, and what does not depend on it, as it is."""
        if e is self.x or not contains(e, self.x):
            return e
        if is_op(e, "transpose", "neg"):
            return rebuild(e, (self.factor(e.args[0]),))
        return self.letter(e)


def runs(args: Sequence[Expr]) -> list[list[Expr]]:
    """The factors of a product in runs, each a number, and what is left."""
    out: list[list[Expr]] = []
    open_ = False
    for a in args:
        if open_:
            out[-1].append(a)
        else:
            out.append([a])
        open_ = not (out[-1][0].shape[0] == ONE and a.shape[1] == ONE)
    return out
