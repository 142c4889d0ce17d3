"""Σ_i ∇f_i + ∇(λ‖w‖²): what is written before the terms are worked out, and the terms f_i, plain letters for their members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.styles.registry import pick
from symjac.derivation.trail import Trail
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.families import limits
from symjac.expr.looks import written
from symjac.expr.make import is_op, symbol
from symjac.verify.term import Term
from symjac.writing.box import PRODUCT, SUM, BigOp, Box, Frac, Num, Prefix, paren, signed_sum
from symjac.writing.signs import nabla, product_box

OPENED = ("multiplied_out", "transpose_sum")  # a term is not opened: it is to be summed
SHORT = 4  # names, numbers and operators of a term that needs no name


@dataclass(frozen=True)
class Term1:
    """A term f_i of a sum: what it is called, what it is, with plain letters x_i for the members, and its own question."""

    name: Expr
    body: Expr
    question: Question


def letter(member: Expr) -> Expr:
    """x_k as a letter of its own, of the shape of a member."""
    return symbol(str(member), member.shape)


class Writer:
    """∇f as it is written before the terms are worked out: Σ_i ∇f_i + ∇(λ‖w‖²)."""

    def __init__(self, q: Question, x: Expr) -> None:
        self.q, self.x = q, x
        self.terms: dict[Expr, Term1] = {}

    def gradient(self, e: Expr, indices: tuple[Expr, ...] = ()) -> Box:
        if is_op(e, "add") and any(is_op(s, "bigsum") for s in postorder(e)):
            return signed_sum([self.gradient(a, indices) for a in e.args if contains(a, self.x)])
        if is_op(e, "neg"):
            return Prefix("−", paren(self.gradient(e.args[0], indices), PRODUCT))
        if is_op(e, "bigsum"):
            inner = self.gradient(e.args[0], (*indices, e.data[0]))
            return BigOp("∑", *limits(e), paren(inner, SUM + 1))
        moving = [a for a in e.args if contains(a, self.x)]
        if is_op(e, "mul") and len(moving) == 1 and all(a.is_scalar for a in e.args) and contains_sum(e):
            still = [written(a) for a in e.args if a is not moving[0]]
            return product_box(*still, paren(self.gradient(moving[0], indices), PRODUCT))
        if is_op(e, "div") and not contains(e.args[1], self.x) and contains_sum(e):
            return product_box(Frac(Num("1"), written(e.args[1])), paren(self.gradient(e.args[0], indices), PRODUCT))
        return self.of_term(e, indices)

    def of_term(self, e: Expr, indices: tuple[Expr, ...]) -> Box:
        if contains_sum(e):
            raise UnsupportedError("a sum within a term", found=str(e))
        if e.length <= SHORT or not indices:
            return nabla(written(self.x), paren(written(e), PRODUCT))
        if e not in self.terms:
            self.terms[e] = self.named(e, indices)
        return nabla(written(self.x), written(self.terms[e].name))

    def named(self, e: Expr, indices: tuple[Expr, ...], *, own: bool = False) -> Term1:
        """f_i, then g_i, h_i. own: with the indices even where a letter x_k hides them."""
        at = [str(i.data[0]) for i in (*indices, *sorted(e.free - {*indices}, key=str)) if own or i in e.free]
        taken = {*self.q.problem.symbols, *(str(t.name.data[0]).split("_")[0] for t in self.terms.values())}
        called = next((c for c in (self.q.name, *"ghqr") if c not in taken and len(c) == 1), "f")
        name = symbol(f"{called}_{''.join(at)}" if at else called, e.shape)
        body = with_letters(e)
        problem = replace(self.q.problem, target=body, name=str(name.data[0]), params=(), definitions=(), letters={})
        question = replace(self.q.about(body, self.x), problem=problem, style="auto")
        return Term1(name, body, question)


def contains_sum(e: Expr) -> bool:
    return any(s.op.binds for s in postorder(e))


def with_letters(e: Expr) -> Expr:
    """x_i, the member of a family, as a letter of its own."""
    table: Mapping[Expr, Expr] = {m: letter(m) for m in postorder(e) if is_op(m, "member")}
    return fold(e, lambda part, args: table.get(part) or rebuild(part, args))


def one_term(term: Term1, trail: Trail) -> None:
    """The derivative of one term, by the style that suits it; its answer is a line like any other."""
    if any(is_op(e, "index") for e in postorder(term.body)):
        return
    below = Trail()
    pick(term.question).derive(term.question, below)
    skipped: dict[Term, Term] = {}
    for step in below.steps:
        before = skipped.get(step.before, step.before) if step.before is not None else None
        if step.rule.name in OPENED and before is not None:
            skipped[step.after] = before
            continue
        rule = replace(step.rule, name="sum_term", kind="differentiate", importance=2) if step.kind == "conclude" else step.rule
        trail.say(*step.opening)
        trail.apply(rule, before, step.after, lead=step.lead, free=step.free, conditions=step.conditions)
