"""Steps → blocks: the problem, the steps at the detail asked for, the result, the small print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from symjac.core.block import Aligned, Block, Equation, Line, Note, Paragraph, Text
from symjac.core.box import RELATION, Box, Boxed, Cases, Empty, Frac, Infix, Matrix, Num, Row, Space, Sym, Words
from symjac.core.elide import elided
from symjac.core.looks import written
from symjac.core.op import Condition
from symjac.core.term import Free
from symjac.core.trail import Step
from symjac.styles.notation import listed, ranges

SHOWN_FROM = {"brief": 3, "exam": 2, "full": 1}
ONE_LINE = 46  # symbols that fit beside each other in one displayed line
PAGE = 45  # symbols in a row of a matrix that still fits a page
LEADS = ("∴", "⇒")


def chains(steps: Iterable[Step]) -> list[list[Step]]:
    """Runs of steps in which each goes on where the last one ended: a = b = c."""
    runs: list[list[Step]] = []
    for step in steps:
        goes_on = runs and step.before is not None and step.before is runs[-1][-1].after and step.relation == "="
        if goes_on:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


def blocks_of(steps: Sequence[Step], detail: str) -> list[Block]:
    """The displayed derivation; what the detail leaves out is left out of chains too, for equality is transitive."""
    out: list[Block] = []
    ranged: tuple[Free, ...] = ()
    level = SHOWN_FROM[detail]
    runs = [(r[0], shown) for r in chains(steps) if (shown := [s for s in r if s.importance >= level and not too_wide(s)])]
    for first, shown, others in families(runs):
        said = sentence_of(first, shown, detail)
        blocks = beside_each_other([shown[0], *others]) if others else display(first, without_ranges(shown, said, ranged))
        joined = None if said or not out else together(out[-1], blocks)
        out[-1:] = [joined] if joined is not None else [*out[-1:], *([Paragraph(said)] if said else []), blocks]
        ranged = last_free(shown)
    return out


Run = tuple[Step, list[Step]]  # where a chain begins, and what is shown of it


def families(runs: list[Run]) -> list[tuple[Step, list[Step], list[Step]]]:
    """Every run, with the short equalities that follow it by the same rule: one display is enough for all of them."""
    out: list[tuple[Step, list[Step], list[Step]]] = []
    for first, shown in runs:
        if out and goes_beside(out[-1][1], shown):
            out[-1][2].append(shown[0])
        else:
            out.append((first, shown, []))
    return out


def goes_beside(before: list[Step], shown: list[Step]) -> bool:
    """∂f_1/∂x_2 = … beside ∂f_1/∂x_1 = …: nothing is said between them, and neither is a chain."""
    if len(before) > 1 or len(shown) > 1 or shown[0].rule.long:
        return False
    a, b = before[0], shown[0]
    plain = all(s.before is not None and s.relation == "=" and not s.rule.short and not s.free for s in (a, b))
    return plain and a.rule.name == b.rule.name


def beside_each_other(steps: list[Step]) -> Block:
    """Several short equalities: in one line, or a line for each function that is differentiated."""
    groups = [list(group) for _, group in groupby(steps, key=differentiated)]
    if steps[0].kind == "chain":
        groups = [[step] for step in steps]  # sums of products stand below each other
    elif all(len(group) == 1 for group in groups):
        groups = filled(steps)
    lines = tuple(comma_separated(group) for group in groups)
    return Aligned(lines) if len(lines) > 1 else Equation(Infix((lines[0].left, lines[0].right), ("=",), RELATION))


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
    after = [box for a, b in others for box in (Words(","), Space("qquad"), Infix((a, b), ("=",), RELATION))]
    return Line(left, "=", Row((right, *after)) if after else right)


def sentence_of(first: Step, shown: list[Step], detail: str) -> Text:
    return () if detail == "brief" else shown[0].rule.long or first.rule.long


def without_ranges(shown: list[Step], said: Text, ranged: tuple[Free, ...]) -> list[Step]:
    """Ranges that the sentence or the line before has stated are not repeated behind the formula."""
    free = last_free(shown)
    return [replace(step, free=()) for step in shown] if free and (ranges(free) in said or free == ranged) else shown


def last_free(shown: list[Step]) -> tuple[Free, ...]:
    return next((step.free for step in reversed(shown) if step.free), ())


def too_wide(step: Step) -> bool:
    """An assembled matrix that no page holds; what it equals next is shown in its place, for equality is transitive."""
    box = step.after.box
    return step.kind == "assemble" and isinstance(box, Matrix) and weight(box) > PAGE


def together(a: Block, b: Block) -> Block | None:
    """Two aligned blocks with no sentence between them are one."""
    if isinstance(a, Aligned) and isinstance(b, Aligned) and not a.lead and not b.lead:
        return Aligned((*a.lines, *b.lines))
    return None


def display(first: Step, shown: list[Step]) -> Block:
    """One chain: the formula in one line or aligned."""
    if first.before is None:
        return equation(shown[0])
    with_reason = any(step.rule.short for step in shown) and first.relation not in LEADS and first.kind != "conclude"
    alone = fits_one_line(first, shown) and not with_reason
    return one_line(first, shown) if alone else aligned(first, shown)


def equation(step: Step) -> Block:
    return Equation(with_ranges(step.after.box, step.free), remark=bracketed(step.rule.short))


def bracketed(reason: Text) -> Text:
    """A reason stands in brackets beside its line."""
    return ("(", *reason, ")") if reason else ()


def with_ranges(box: Box, free: Sequence[Free]) -> Box:
    """The formula with its quantifiers behind it, its matrices cut to what a page holds."""
    box = elided(box)
    return Row((box, Words(","), Space("qquad"), ranges(free))) if free else box


def fits_one_line(first: Step, shown: list[Step]) -> bool:
    reasons = any(step.rule.short for step in shown)
    boxes = [first.before.box if first.before else Empty(), *(step.after.box for step in shown)]
    return (len(shown) == 1 or not reasons) and sum(map(weight, boxes)) <= ONE_LINE


def weight(box: object) -> int:
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
        case tuple():
            return sum(map(weight, box))
        case _ if hasattr(box, "__slots__"):
            return sum(weight(getattr(box, name)) for name in box.__slots__ if name not in ("prec", "signs"))
    return 0


def last(step: Step) -> Box:
    """A conclusion is framed."""
    return Boxed(step.after.box) if step.kind == "conclude" else step.after.box


def one_line(first: Step, shown: list[Step]) -> Block:
    assert first.before is not None
    boxes = [first.before.box, *(last(step) for step in shown)]
    signs = tuple("=" if step.relation in LEADS else step.relation for step in shown)
    whole: Box = Infix(tuple(boxes), signs, RELATION)
    if first.relation in LEADS:
        whole = Row((Words(first.relation), Space("quad"), whole))
    return Equation(with_ranges(whole, last_free(shown)), remark=bracketed(shown[-1].rule.short))


def aligned(first: Step, shown: list[Step]) -> Block:
    assert first.before is not None
    lines = []
    for k, step in enumerate(shown):
        left = first.before.box if k == 0 else Empty()
        box = with_ranges(last(step), step.free if k == len(shown) - 1 else ())
        lines.append(Line(left, "=" if step.relation in LEADS else step.relation, box, bracketed(step.rule.short)))
    return Aligned(tuple(lines), lead=first.relation if first.relation in LEADS else "")


CONDITIONS = {
    "invertible": " is invertible",
    "of full rank": " has full rank",
    "nonzero": " is not zero",
    "positive": " is positive",
    "nonzero entries": " has no zero entries",
    "positive entries": " has positive entries only",
}


def condition_text(condition: Condition) -> Text:
    """'X is invertible'; of a scalar there are no entries to speak of."""
    kind = condition.kind.removesuffix(" entries") if condition.of.is_scalar else condition.kind
    return (written(condition.of), CONDITIONS[kind])


def condition_note(conditions: Sequence[Condition]) -> list[Block]:
    if not conditions:
        return []
    parts = listed([condition_text(c) for c in conditions])
    return [Note("condition", ("Holds where ", *parts, "."))]
