"""Steps → blocks: the problem, the steps at the detail asked for, the result, the small print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    level = SHOWN_FROM[detail]
    out: list[Block] = []
    for run in chains(steps):
        shown = [step for step in run if step.importance >= level]
        if shown:
            for block in chain_blocks(run[0], shown, detail):
                joined = together(out[-1], block) if out else None
                out[-1:] = [joined] if joined is not None else [*out[-1:], block]
    return out


def together(a: Block, b: Block) -> Block | None:
    """Two aligned blocks with no sentence between them are one."""
    if isinstance(a, Aligned) and isinstance(b, Aligned) and not a.lead and not b.lead:
        return Aligned((*a.lines, *b.lines))
    return None


def chain_blocks(first: Step, shown: list[Step], detail: str) -> list[Block]:
    """One chain: the sentence before it, then the formula in one line or aligned."""
    out: list[Block] = []
    sentence = shown[0].rule.long or first.rule.long
    if sentence and detail != "brief":
        out.append(Paragraph(sentence))
    if first.before is None:
        return out + [equation(step) for step in shown]
    with_reason = any(step.rule.short for step in shown) and first.relation not in LEADS
    alone = fits_one_line(first, shown) and not with_reason
    return [*out, one_line(first, shown) if alone else aligned(first, shown)]


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
    free = next((step.free for step in reversed(shown) if step.free), ())
    return Equation(with_ranges(whole, free), remark=bracketed(shown[-1].rule.short))


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
