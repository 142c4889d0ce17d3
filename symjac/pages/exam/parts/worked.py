"""A page written on a board as the solution of a part: marks at the lines of its steps, at its pictures and its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from symjac.derivation.explain.symbols import meant
from symjac.derivation.trail import Trail
from symjac.pages.board import Worked
from symjac.pages.exam.context import Context
from symjac.pages.exam.defined import defined
from symjac.pages.exam.made import Made, Size
from symjac.pages.exam.marks import Earner, at_lines, marked, number, of_steps
from symjac.writing.block import Aligned, Block, Equation, Figure, Heading, Line, Mark, Note, Paragraph, Table, Text
from symjac.writing.box import Box, Empty

LOWER = 2  # levels that a page's own headings go down


def solved(
    c: Context, page: Worked, ask: tuple[Block, ...], answer: str = "", sentences: Mapping[str, str] = MappingProxyType({}),
    boxes: Mapping[str, Box] = MappingProxyType({}), **more: Any,
) -> Made:  # fmt: skip
    """The part whose solution is this page. sentences: how paragraphs begin that earn marks, too, and by what name; boxes: for
    slots of `ask`."""
    lines = of_steps(page.steps, c.detail)
    others = [e for k, part in enumerate(page.parts) if (e := earner(part, k, sentences)) is not None]
    earned, scheme = at_lines([*lines, *others], c.part.marks, c.part.total)
    beside = at_formulas(page.parts, earned)
    page = replace(page, parts=tuple(marks_in(part, k, beside) for k, part in enumerate(page.parts)))
    shown = [lowered(b) for b in page.blocks() if not isinstance(b, Note)]
    blocks = tuple(defined(shown, meant(page.steps)))
    size = Size(len(lines) + len(others))
    asked = c.paragraphs("ask", boxes, ask)
    return Made(c.part.kind, asked, blocks, c.part.total, tuple(scheme), answer, **{"size": size, **more})


def earner(part: Block | Trail, k: int, sentences: Mapping[str, str]) -> Earner | None:
    """A picture, a table, or one of the sentences."""
    match part:
        case Figure():
            return Earner(f"block {k}", "graph", "figure")
        case Table():
            return Earner(f"block {k}", "table", "table")
        case Paragraph(text=(str(words), *_)):
            name = next((name for start, name in sentences.items() if words.startswith(start)), None)
            return None if name is None else Earner(f"block {k}", "sentence", name)
    return None


def at_formulas(parts: Sequence[Block | Trail], earned: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """The marks of a sentence that leads to a formula stand beside the formula."""
    found = dict(earned)
    for k, (part, then) in enumerate(pairwise(parts)):
        if f"block {k}" in found and isinstance(part, Paragraph) and isinstance(then, Equation):
            found[f"block {k + 1}"] = found.pop(f"block {k}")
    return found


def marks_in(part: Block | Trail, k: int, earned: Mapping[str, Fraction]) -> Block | Trail:
    if isinstance(part, Trail):
        return Trail(part.prefix, list(marked(part.steps, earned)))
    found = earned.get(f"block {k}")
    if found is None:
        return part
    mark = Mark(number(found))
    if isinstance(part, Equation):
        return Aligned((Line(Empty(), "", part.box, with_mark(part.remark, mark)),), end=part.end)
    if isinstance(part, Figure | Table):
        return replace(part, caption=with_mark(part.caption, mark))
    return replace(part, text=with_mark(part.text, mark)) if isinstance(part, Paragraph) else part


def with_mark(text: Text, mark: Mark) -> Text:
    return (*text, " ", mark) if text else (mark,)


def lowered(block: Block) -> Block:
    return replace(block, level=block.level + LOWER) if isinstance(block, Heading) else block
