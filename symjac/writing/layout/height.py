"""How high a display is on paper, in em: what is low stays on one page with what it belongs to, what is high may be broken."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.writing import box as kinds
from symjac.writing.block import Aligned, Block, Details, Equation, Figure, Note, Paragraph, Table
from symjac.writing.box import Box
from symjac.writing.layout.lines import Placed, concludes, placed
from symjac.writing.layout.page import PAGE
from symjac.writing.parts import on_line

FIFTH = 12.5  # em, a fifth of the page
AROUND = 2.4  # above and below a display
BETWEEN = 0.7  # between two of its lines


def height(box: Box) -> float:
    """The height of a formula."""
    match box:
        case kinds.Frac(num, den):
            return height(num) + height(den) + 0.3
        case kinds.BigOp(_, _, _, body):
            return max(3.0, height(body))
        case kinds.Matrix(rows) | kinds.Cases(rows):
            return sum(max(map(height, row), default=1.0) + 0.3 for row in rows)
        case kinds.Underbrace(body):
            return height(body) + 1.3
        case kinds.Boxed(body):
            return height(body) + 0.8
    return max(map(height, on_line(box)), default=1.0)


def of_lines(lines: Sequence[Placed]) -> float:
    return AROUND + sum(max(map(height, (line.left, line.right))) + BETWEEN for line in lines)


def is_low(*blocks: Equation | Aligned) -> bool:
    """Whether displays are together no higher than what a page may lack at its end."""
    return sum(of_lines(placed(block, PAGE)) for block in blocks) <= FIFTH


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
