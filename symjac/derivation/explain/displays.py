"""Steps → displays: chains a = b = c in one line or aligned, with their sentences and reasons, at the detail asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from symjac.derivation.explain.entries import free_letter, matrix_of, named_entries
from symjac.derivation.explain.sentences import closing_cases, said_ranges, with_ranges
from symjac.derivation.notation import ranges, sizes_text
from symjac.derivation.trail import Step
from symjac.expr.expr import Condition
from symjac.expr.looks import written
from symjac.verify.term import Explicit, Free
from symjac.writing.block import Aligned, Block, Equation, Line, Mark, Note, Paragraph, Text
from symjac.writing.box import RELATION, Box, Boxed, Cases, Empty, Frac, Infix, Matrix, Num, Row, Space, Sym, Words
from symjac.writing.box import equation as equation_of
from symjac.writing.elide import elided
from symjac.writing.layout.page import fits_page
from symjac.writing.parts import children
from symjac.writing.signs import COMMA, listed

SHOWN_FROM = {"brief": 3, "exam": 2, "full": 1}
REASON = 14  # symbols that a reason beside a line is as wide as
ONE_LINE = 46  # symbols that fit beside each other in one displayed line


def chains(steps: Iterable[Step]) -> list[list[Step]]:
    """Runs of steps in which each goes on where the last one ended: a = b = c."""
    runs: list[list[Step]] = []
    for step in steps:
        goes_on = runs and step.before is not None and step.before is runs[-1][-1].after and not step.lead
        if goes_on:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


class Run(NamedTuple):
    """A chain a = b = c: where it begins, what is shown of it, and what is said before it."""

    first: Step
    shown: list[Step]
    opening: Text


def blocks_of(steps: Sequence[Step], detail: str) -> list[Block]:
    """The displayed derivation; what the detail leaves out is left out of chains too, for equality is transitive.

    Where the displays end their sentences is for the whole document to say (symjac.derivation.explain.sentences)."""
    out: list[Block] = []
    before: Text = ()  # all that has been said
    ranged: tuple[Free, ...] = ()
    name, letter = "", free_letter(term.box for step in steps for term in (step.before, step.after) if term)
    for run, others in families(displayed(steps, SHOWN_FROM[detail])):
        said = sentence_of(run, detail)
        shown, entries = with_names(without_ranges(run, said, before, ranged), letter)
        block = beside_each_other([run.shown[0], *others]) if others else display(run.first, shown)
        rule = run.shown[0].rule.name
        if said:
            out.append(Paragraph(said))
        elif out and (joined := together(out[-1], block, rule == name)) is not None:
            out.pop()
            block = joined
        out += [block, Paragraph(("with the entries",)), entries] if entries else [block]
        before, ranged, name = (*before, *said), last_free(run.shown) or ranged, rule
    return out


def displayed(steps: Sequence[Step], level: int) -> list[Run]:
    """The chains that the detail shows; what opens one that it leaves out is said before the next."""
    out: list[Run] = []
    opening: Text = ()
    for run in chains(steps):
        opening = (*opening, *(part for step in run for part in step.opening))
        shown = [step for step in run if step.importance >= level and not too_wide(step, left_of(run))]
        if shown:
            out.append(Run(run[0], [with_reason_at(level, step, run) for step in shown], opening))
            opening = ()
    return out


def with_reason_at(level: int, step: Step, run: Sequence[Step]) -> Step:
    """The step with the reason of this detail: where lines before it are left out, their reasons are its own."""
    rule, brief = step.rule, level == SHOWN_FROM["brief"] and step.rule.brief
    reason = rule.brief if brief else rule.grouped if level > SHOWN_FROM["full"] else ()
    return replace(step, rule=replace(rule, short=(*reason, *marks_of(step)))) if reason else step


def left_of(run: Sequence[Step]) -> Box:
    """What stands to the left of every line of a chain."""
    lead = (Sym(run[0].lead), Space("quad")) if run[0].lead else ()
    return Row((*lead, run[0].before.box)) if run[0].before is not None else Empty()


def families(runs: list[Run]) -> list[tuple[Run, list[Step]]]:
    """Every run, with the short equalities that follow it by the same rule: one display is enough for all of them."""
    out: list[tuple[Run, list[Step]]] = []
    for run in runs:
        if out and goes_beside(out[-1][0], run):
            out[-1][1].append(run.shown[0])
        else:
            out.append((run, []))
    return out


def goes_beside(before: Run, run: Run) -> bool:
    """∂f_1/∂x_2 = … beside ∂f_1/∂x_1 = …: nothing is said between them, and neither is a chain."""
    a, b = before.shown[0], run.shown[0]
    if len(before.shown) > 1 or len(run.shown) > 1 or b.rule.long or run.opening:
        return False
    plain = all(s.before is not None and s.relation == "=" and not (s.lead or explained(s) or s.free) for s in (a, b))
    return plain and a.rule.name == b.rule.name


def beside_each_other(steps: list[Step]) -> Block:
    """Several short equalities: in one line, or a line for each function that is differentiated."""
    groups = [list(group) for _, group in groupby(steps, key=differentiated)]
    if steps[0].kind == "chain":
        groups = [[step] for step in steps]  # sums of products stand below each other
    elif all(len(group) == 1 for group in groups) or differentiated(steps[0]) is None:
        groups = filled(steps)
    lines = [comma_separated(group) for group in groups]
    marks = [tuple(part for step in group for part in marks_of(step)) for group in groups]
    commas = [Row((line.right, COMMA)) for line in lines[:-1]] + [lines[-1].right]
    lines = [replace(line, right=right, reason=m) for line, right, m in zip(lines, commas, marks, strict=True)]
    return (
        Aligned(tuple(lines))
        if len(lines) > 1 or any(marks)
        else Equation(Infix((lines[0].left, lines[0].right), ("=",), RELATION))
    )


def differentiated(step: Step) -> Box | None:
    """The f_1 of ∂f_1/∂x_2."""
    return step.before.box.num if step.before is not None and isinstance(step.before.box, Frac) else None


def filled(steps: list[Step]) -> list[list[Step]]:
    """As many to a line as fit."""
    lines: list[list[Step]] = [[]]
    for step in steps:
        if lines[-1] and sum(weight(s.after.box) + 4 for s in (*lines[-1], step)) > ONE_LINE:
            lines.append([])
        lines[-1].append(step)
    return lines


def comma_separated(steps: list[Step]) -> Line:
    """f_1 = a, f_2 = b: aligned at the first sign."""
    sides = [(step.before.box, elided(step.after.box)) for step in steps if step.before is not None]
    (left, right), *others = sides
    after = [box for a, b in others for box in (COMMA, Space("qquad"), Infix((a, b), ("=",), RELATION))]
    return Line(left, "=", Row((right, *after)) if after else right)


def sentence_of(run: Run, detail: str) -> Text:
    """What is said before a chain; brief says no more than for which sizes a matrix of numbers of entries is."""
    if detail == "brief":
        meaning = run.shown[0].after.meaning
        return ("For ", *sizes_text(meaning.sizes), ",") if isinstance(meaning, Explicit) else run.shown[0].rule.terse
    return (*run.opening, *(run.shown[0].rule.long or run.first.rule.long))


def with_names(shown: list[Step], letter: str) -> tuple[list[Step], Block | None]:
    """A chain, the entries of the matrix at its end by name where no page holds them."""
    *others, step = shown
    if matrix_of(step.after.box) is None:
        return shown, None
    box, entries = named_entries(elided(step.after.box), letter)
    return ([*others, replace(step, after=replace(step.after, box=box))] if entries else shown), entries


def without_ranges(run: Run, said: Text, before: Text, ranged: tuple[Free, ...]) -> list[Step]:
    """The steps, of which the last states the ranges of its indices where that is needed."""
    free = last_free(run.shown)
    if free and stated(run, free, said, before, ranged):
        return [replace(step, free=()) for step in run.shown]
    return run.shown


def stated(run: Run, free: tuple[Free, ...], said: Text, before: Text, ranged: tuple[Free, ...]) -> bool:
    """Whether the sentence or the line before has stated the ranges; where there is little room, whether any sentence has."""
    if free == ranged or said_ranges(free, run.shown[0].rule.long):
        return True
    cases = closing_cases(run.shown[-1].after.box) is not None
    full = cases or not fits_one_line(run.first, run.shown, weight(ranges(free)))
    return full and said_ranges(free, (*before, *said))


def last_free(shown: list[Step]) -> tuple[Free, ...]:
    return next((step.free for step in reversed(shown) if step.free), ())


def too_wide(step: Step, left: Box) -> bool:
    """Entries in matrices that no page holds; what they equal next is shown in their place, for equality is transitive."""
    if step.kind not in ("assemble", "component"):
        return False
    box = elided(step.after.box)
    return holds_matrix(box) and not fits_page(equation_of(left, box))


def holds_matrix(box: Box) -> bool:
    return isinstance(box, Matrix) or any(map(holds_matrix, children(box)))


def together(a: Block, b: Block, alike: bool) -> Block | None:
    """Two aligned blocks with no sentence between them are one; so are two equations by the same rule."""
    first, second = (as_lines(each) if alike else each for each in (a, b))
    if isinstance(first, Aligned) and isinstance(second, Aligned) and not first.lead and not second.lead:
        return Aligned((*first.lines, *second.lines))
    return None


def as_lines(block: Block) -> Block:
    """a = b = c as a line that can be aligned with others at its first sign."""
    match block:
        case Equation(Infix((left, *others), (sign, *signs), prec), ()) if prec == RELATION:
            right = Infix(tuple(others), tuple(signs), RELATION) if signs else others[0]
            return Aligned((Line(left, sign, right),))
    return block


def display(first: Step, shown: list[Step]) -> Block:
    """One chain: the formula in one line or aligned."""
    if first.before is None:
        return equation(shown[0])
    with_reason = any(map(explained, shown)) and not first.lead and first.kind != "conclude"
    alone = fits_one_line(first, shown) and not with_reason
    return one_line(first, shown) if alone else aligned(first, shown)


def equation(step: Step) -> Block:
    return Equation(with_ranges(step.after.box, step.free), remark=bracketed(step.rule.short))


def bracketed(reason: Text) -> Text:
    """A reason stands in brackets beside its line, what the line is worth behind it."""
    words, marks = [tuple(part for part in reason if isinstance(part, Mark) == wanted) for wanted in (False, True)]
    inside: Text = ("(", *words, ")") if words else ()
    return (*inside, *(" " for _ in marks if inside), *marks)


def marks_of(step: Step) -> Text:
    return tuple(part for part in step.rule.short if isinstance(part, Mark))


def explained(step: Step) -> bool:
    """Whether words stand beside the line."""
    return len(marks_of(step)) < len(step.rule.short)


def fits_one_line(first: Step, shown: list[Step], more: int = 0) -> bool:
    reasons = any(map(explained, shown)) or any(map(marks_of, shown[:-1]))
    boxes = [first.before.box if first.before else Empty(), *(step.after.box for step in shown)]
    return (len(shown) == 1 or not reasons) and sum(map(weight, boxes)) + more <= ONE_LINE


def weight(box: Box) -> int:
    """How many symbols a box is wide, roughly: the widest row of a matrix, the wider half of a fraction."""
    match box:
        case Sym() | Num():
            return 1
        case Words(text=text):
            return len(text) // 2
        case Frac(num=num, den=den):
            return max(weight(num), weight(den))
        case Matrix(rows=rows):
            return max(sum(map(weight, line)) + len(line) for line in rows)
        case Cases(rows=rows):
            return max(weight(a) + weight(b) for a, b in rows) + 2
        case _:
            return sum(map(weight, children(box)))


def last(step: Step) -> Box:
    """A conclusion is framed."""
    return Boxed(step.after.box) if step.kind == "conclude" else step.after.box


def one_line(first: Step, shown: list[Step]) -> Block:
    assert first.before is not None
    boxes = [first.before.box, *(last(step) for step in shown)]
    if marks_of(shown[-1]):  # beside a line, so that the sentence ends with the formula
        return aligned(first, shown)
    whole: Box = Infix(tuple(boxes), tuple(step.relation for step in shown), RELATION)
    if first.lead:
        whole = Row((Sym(first.lead), Space("quad"), whole))
    return Equation(with_ranges(whole, last_free(shown)), remark=bracketed(shown[-1].rule.short))


def aligned(first: Step, shown: list[Step]) -> Block:
    """A line for every step; a short chain with one reason, that of its end, stays in one line with the reason beside it."""
    assert first.before is not None
    if compact(first, shown):
        chain = Infix(tuple(map(last, shown)), tuple(step.relation for step in shown[1:]), RELATION)
        return Aligned((Line(first.before.box, shown[0].relation, elided(chain), bracketed(shown[-1].rule.short)),), first.lead)
    lines = []
    for k, step in enumerate(shown):
        left = first.before.box if k == 0 else Empty()
        box = with_ranges(last(step), step.free if k == len(shown) - 1 else ())
        lines.append(Line(left, step.relation, box, bracketed(step.rule.short)))
    return Aligned(tuple(lines), first.lead)


def compact(first: Step, shown: list[Step]) -> bool:
    """∇_e L = [∂L/∂e_1 ⋯ ∂L/∂e_N] = 2e' (L = e_1² + ⋯ + e_N²)"""
    reasons = [step for step in shown if step.rule.short]
    fits = fits_one_line(first, [replace(step, rule=replace(step.rule, short=())) for step in shown], REASON)
    return len(shown) > 1 and reasons == shown[-1:] and fits and not any(step.free for step in shown)


CONDITIONS = {
    "invertible": " is invertible",
    "of full rank": " has full rank",
    "nonzero": " is not zero",
    "positive": " is positive",
    "nonzero entries": " has no zero entries",
    "positive entries": " has positive entries only",
    "inside": " is between −1 and 1",
    "inside entries": " has only entries between −1 and 1",
}


def condition_text(condition: Condition) -> Text:
    """'X is invertible'. Of a scalar there are no entries to speak of; of an array, 'positive' might be taken for definite."""
    kind = condition.kind.removesuffix(" entries")
    if not condition.of.is_scalar:
        kind = f"{kind} entries" if kind in ("positive", "inside") else condition.kind
    return (written(condition.of), CONDITIONS[kind])


def condition_note(conditions: Sequence[Condition]) -> list[Block]:
    if not conditions:
        return []
    parts = listed([condition_text(c) for c in conditions])
    return [Note("condition", ("Holds where ", *parts, "."))]
