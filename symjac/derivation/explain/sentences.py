"""A display is part of a sentence: f_i = Σ_k A_ik x_k, 1 ≤ i ≤ M. It ends with a full stop, or a comma where the text goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symjac.derivation.notation import each_range, ranges
from symjac.verify.term import Free
from symjac.writing.block import Aligned, Block, Equation, Paragraph, Text
from symjac.writing.box import Box, Boxed, Cases, Infix, Row, Space, Sym
from symjac.writing.elide import elided
from symjac.writing.signs import COMMA


def punctuated(blocks: Sequence[Block]) -> list[Block]:
    """Every display with the end of its sentence; an end that it has already stays."""
    followers = [*blocks[1:], None][: len(blocks)]
    return [ended(block, "," if goes_on(after) else ".") for block, after in zip(blocks, followers, strict=True)]


def goes_on(after: Block | None) -> bool:
    """Whether the next paragraph begins in the middle of a sentence: 'or, if we wish, a p × q matrix,'."""
    first = after.text[0] if isinstance(after, Paragraph) and after.text else ""
    return isinstance(first, str) and first[:1].islower()


def ended(block: Block, end: str) -> Block:
    """A display with its end; where it closes with cases, the end stands in their last line and a comma in the others."""
    match block:
        case Equation(box, remark) if not remark and closing_cases(box) is not None:
            return replace(block, box=in_cases(box, end))
        case Aligned(lines=lines) if closing_cases(lines[-1].right) is not None:
            return replace(block, lines=(*lines[:-1], replace(lines[-1], right=in_cases(lines[-1].right, end))))
        case Equation() | Aligned():
            return block if block.end or (end == "." and closes_framed(block)) else replace(block, end=end)
        case _:
            return block


def closes_framed(block: Equation | Aligned) -> bool:
    """Whether a frame is the last thing in a display: it ends the sentence as well as a full stop would."""
    box = block.lines[-1].right if isinstance(block, Aligned) else block.box
    while isinstance(box, Infix | Row) and box.items:
        box = box.items[-1]
    return isinstance(box, Boxed) and (isinstance(block, Aligned) or not block.remark)


def closing_cases(box: Box) -> Cases | None:
    """The cases with which a formula closes."""
    match box:
        case Cases():
            return box
        case Infix(items=items) | Row(items=items) if items:
            return closing_cases(items[-1])
        case _:
            return None


def in_cases(box: Box, end: str) -> Box:
    """x_j if k = i, / 0 if k ≠ i."""
    match box:
        case Cases(rows=rows):
            signs = [","] * (len(rows) - 1) + [end]
            return replace(box, rows=tuple((v, Row((condition, Sym(s)))) for (v, condition), s in zip(rows, signs, strict=True)))
        case Infix(items=items) | Row(items=items):
            return replace(box, items=(*items[:-1], in_cases(items[-1], end)))
        case _:
            return box


def with_ranges(box: Box, free: Sequence[Free]) -> Box:
    """The formula with its quantifiers behind it, its matrices cut to what a page holds."""
    shown = elided(box)
    if not free:
        return shown
    start = (in_cases(shown, ","),) if closing_cases(shown) else (shown, COMMA)
    return Row((*start, Space("qquad"), ranges(free)))


def said_ranges(free: Sequence[Free], said: Text) -> bool:
    """Whether a sentence has stated over which numbers the indices run."""
    return bool(free) and all(part in said for part in each_range(free))
