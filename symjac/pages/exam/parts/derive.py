"""Find ∇_θ L: a derivation, marks at its lines; also by which the other kinds that ask for a derivative are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.derive import derive
from symjac.derivation.explain.article import map_box, stated, unnamed_map
from symjac.derivation.explain.displays import blocks_of, condition_note
from symjac.derivation.explain.free_letter import called_as_in, commutations, with_free_letter
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.explain.symbols import meant
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import value_of
from symjac.pages.exam.asking import asked
from symjac.pages.exam.context import Context
from symjac.pages.exam.defined import defined
from symjac.pages.exam.made import Judged, Made, Size
from symjac.pages.exam.marks import Earner, at_lines, marked, of_steps
from symjac.writing.block import Block, Document, Text
from symjac.writing.box import Box


def make(c: Context) -> Made:
    d = derivation(c)
    return made(c, d, asked(c, d))


def derivation(c: Context) -> Derivation:
    """What the keys ask for, every line checked."""
    options = {key: value for key in ("order", "style", "at", "instance") if (value := c.get(key)) is not None}
    found: Derivation = derive(
        c.get("f"), c.get("wrt"), c.get("where"), layout=c.sheet.layout, order_of=c.sheet.order_of, detail=c.detail, **options
    )
    return found


def made(
    c: Context,
    d: Derivation,
    ask: tuple[Block, ...],
    answer: Expr | None = None,
    by_line: bool = True,
    boxes: Mapping[str, Box] = MappingProxyType({}),
) -> Made:
    """The part with its solution. answer: what is asked for, where it is not the derivative itself; boxes: for slots of `ask`."""
    total, result = c.part.total, d.result if answer is None else answer
    earned, scheme = at_lines(earners(c, d), c.part.marks, total) if by_line else ({}, [("choice", total)])
    asks, solved = c.paragraphs("ask", {**of(d), **boxes}, ask), solution(c, d, earned)
    return Made(
        c.part.kind, asks, solved, total, tuple(scheme), str(result),
        (written(result),), accepted(c, d, result, (*asks, *solved)), judged(c),
        size=measured(d, result), degenerate=degenerate(d, result),
    )  # fmt: skip


def solution(c: Context, d: Derivation, earned: Mapping[str, Fraction]) -> tuple[Block, ...]:
    """The derivation with marks at its lines."""
    shown = punctuated([*d.answer.pictures, *blocks_of(marked(d.steps, earned), c.detail)])
    blocks = (*defined(shown, (*meant(d.steps), d.result)), *condition_note(d.conditions))
    return with_free_letter(Document((), blocks), commutations(d.result, d.steps)).blocks


def earners(c: Context, d: Derivation) -> list[Earner]:
    """Components that are given in the question earn nothing, unless the sheet says so."""
    found = of_steps(d.steps, c.detail)
    if d.f.op.name != "literal" or isinstance(c.part.marks, dict):
        return found
    return [e for e in found if e.kind != "component"]


def of(d: Derivation) -> Mapping[str, Box]:
    """{{ f }}: the function as it is typeset."""
    named = unnamed_map(d.problem)
    return {"f": map_box(d.problem.maps[d.problem.called]) if named else stated(d)[-1][1]}


def judged(c: Context) -> Judged:
    return Judged(
        c.get("f"), c.get("wrt"), c.get("where"), c.get("order", 1), c.sheet.layout, c.sheet.order_of,
        c.get("at"),
    )  # fmt: skip


def where_of(d: Derivation) -> str:
    """The shapes of all names, as they were declared or inferred."""
    names = [f"{s.data[0]}: {s.shape[0]} x {s.shape[1]} {' '.join(sorted(s.data[1]))}" for s in d.problem.symbols.values()]
    return "; ".join([*(name.strip() for name in names), *(f.text for f in d.problem.maps.values())])


def accepted(c: Context, d: Derivation, result: Expr, beside: Sequence[Block]) -> tuple[Text, ...]:
    """Other forms, each proven to be equal, in the letters of the question and its solution."""
    forms = [typed(c, d, "accept", form_of(c, d, result, text)) for text in c.get("accept", ())]
    swaps = frozenset().union(*(commutations(form, ()) for form in forms))
    return tuple(called_as_in(beside, [(written(form),) for form in forms], swaps))


def form_of(c: Context, d: Derivation, result: Expr, text: str) -> Expr:
    """The text as a form of the result, proven to be one; of ∂f/∂x_i in its letters, which may be others in the text."""
    from symjac.judge.forms import lettered
    from symjac.language import parse
    from symjac.pages.exam.equal import same
    from symjac.pages.exam.mistakes import question

    if d.question.member is None:
        other = parse(text, where_of(d))
        same(other, result, text)
        return other
    posed = question(judged(c))
    other = lettered.read(text, text, posed)
    same(posed.settled(other), posed.result, text)
    return other


def typed(c: Context, d: Derivation, key: str, form: Expr) -> Expr:
    """A form as it was typed; with a parameter put in, its numbers are put together: 2 · ½ is 1."""
    return d.question.finish(form) if "{" in str(c.part.given[key]) else form


def measured(d: Derivation, result: Expr) -> Size:
    nodes = list(postorder(result))
    numbers = [abs(v) for e in nodes if (v := value_of(e)) is not None]
    digits = max((len(str(v.numerator)) + (len(str(v.denominator)) if v.denominator > 1 else 0) for v in numbers), default=0)
    operations = sum(bool(e.args) and e.op.name != "literal" for e in nodes)
    return Size(len(earned_lines(d)), operations, digits)


def earned_lines(d: Derivation) -> Any:
    from symjac.pages.exam.marks import earning

    return earning(d.steps, "exam")


def degenerate(d: Derivation, result: Expr) -> str:
    """An answer that gives the question away: 0 everywhere, or, at a point, a derivative of zeros."""
    if result.op.name == "zeros" or value_of(result) == 0 or all_zero(result):
        return "the answer is zero"
    return ""


def all_zero(e: Expr) -> bool:
    return e.op.name == "literal" and all(value_of(a) == 0 for a in e.args)
