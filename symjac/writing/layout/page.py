"""How much a page holds: a line of A4 in em, a line of a terminal in columns; a document is written for both."""

from __future__ import annotations

from symjac.writing.box import Box
from symjac.writing.layout.fit import width

PAGE = 40.5  # em: 16.2 cm of 11 pt Latin Modern, less what the estimates may be out
COLUMNS = 76  # of a terminal with 80, displays being indented


def fits_page(box: Box) -> bool:
    """Whether a formula stands on one line, whatever the format."""
    from symjac.writing.formats.text.math import Look, draw  # the other formats measure in em

    return width(box) <= PAGE and draw(box, Look()).width <= COLUMNS
