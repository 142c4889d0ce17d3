"""A page written on a board as the solution of a part: marks at the lines of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symjac.derivation.trail import Step, Trail
from symjac.pages.board import Worked
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made, Size
from symjac.pages.exam.marks import at_lines, earning, marked, number
from symjac.writing.block import Block, Heading, Mark, Note, Paragraph, Text

LOWER = 2  # levels that a page's own headings go down


def solved(c: Context, page: Worked, ask: tuple[Block, ...], answer: str = "", shown: Text = (), **more: Any) -> Made:
    """The part whose solution is this page, without what the question says already."""
    steps = page.steps
    earned, scheme = scored(c, steps)
    parts = tuple(marks_in(part, earned) for part in page.parts)
    blocks = [lowered(b) for b in replace(page, parts=parts, check=None).document().blocks if not isinstance(b, Note)]
    if not scheme:  # a picture or a table earns its marks as a whole
        blocks.append(Paragraph((Mark(number(c.part.total)),)))
        scheme = [("answer", c.part.total)]
    size = Size(len(earning(steps, "exam")), 0, 0)
    return Made(
        c.part.kind, c.paragraphs("ask", {}, ask), tuple(blocks), c.part.total, tuple(scheme), answer, shown,
        **{"size": size, **more},
    )  # fmt: skip


def scored(c: Context, steps: tuple[Step, ...]) -> tuple[Mapping[str, Fraction], list[tuple[str, Fraction]]]:
    if not earning(steps, c.detail) and not isinstance(c.part.marks, dict):
        return {}, []
    return at_lines(steps, c.part.marks, c.detail, c.part.total)


def marks_in(part: Block | Trail, earned: Mapping[str, Fraction]) -> Block | Trail:
    return Trail(part.prefix, list(marked(part.steps, earned))) if isinstance(part, Trail) else part


def lowered(block: Block) -> Block:
    return replace(block, level=block.level + LOWER) if isinstance(block, Heading) else block
