"""How high a formula is on paper, in em, and how high a page."""

from __future__ import annotations

from symjac.writing import box as kinds
from symjac.writing.box import Box
from symjac.writing.parts import on_line
from symjac.writing.remembered import remembered

FIFTH = 12.5  # em, a fifth of the page
AROUND = 2.4  # above and below a display


@remembered
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
