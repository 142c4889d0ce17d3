"""How high displays are on paper: what is low stays on one page with what it belongs to, what is high may be broken."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.writing.block import Aligned, Block, Details, Equation, Figure, Note, Paragraph, Table
from symjac.writing.layout.lines import Placed, concludes, placed
from symjac.writing.layout.page import PAGE
from symjac.writing.layout.rise import AROUND, FIFTH, height

BETWEEN = 0.7  # between two of its lines


def of_lines(lines: Sequence[Placed]) -> float:
    return AROUND + sum(max(map(height, (line.left, line.right))) + BETWEEN for line in lines)


def is_low(*blocks: Equation | Aligned) -> bool:
    """Whether displays are together no higher than what a page may lack at its end."""
    return sum(of_lines(placed(block, PAGE)) for block in blocks) <= FIFTH


def keeps(last: Equation | Aligned) -> bool:
    """Whether a display can be kept with the small print: it is low, or so long that a page may end within it."""
    lines = placed(last, PAGE)
    return of_lines(lines) <= FIFTH or of_lines(lines[-2:]) <= FIFTH


def leads_on(block: Block, following: Block) -> bool:
    """No page ends between a sentence and its formula, table or picture, nor within small print."""
    if isinstance(block, Paragraph):
        return isinstance(following, Equation | Aligned | Table | Figure)
    return isinstance(block, Details) or (isinstance(block, Note) and isinstance(following, Note))


def stays(block: Equation | Aligned, following: Block) -> bool:
    """Nor between a low display and its conclusion, or the small print that would be alone on the next page."""
    if isinstance(following, Note):
        return is_low(block)
    return isinstance(following, Equation | Aligned) and concludes(following) and is_low(block, following)
