"""A sheet as a PDF file: by the embedded engine in pieces, of which students have many in common, or by pdflatex."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from symjac.pages.exam import latex
from symjac.pages.exam.document import Piece, footer, pieces, title
from symjac.pages.exam.roster import Student
from symjac.pages.exam.variant import Variant
from symjac.writing.block import Block
from symjac.writing.formats import pdf
from symjac.writing.formats.typst import page
from symjac.writing.formats.typst.booklet import Booklet, files, volume


def typeset(v: Variant, who: Student, which: str, *, engine: str = "typst", large: bool = False) -> bytes:
    if engine == "latex":
        return pdf.by_latex(latex.source(v, who, which, large=large), once="template" not in v.sheet.head)
    return pdf.by_typst(files(booklet(v, who, which), large=large), tags=which == "problem")


def booklet(v: Variant, who: Student, which: str) -> Booklet:
    found = tuple((piece.name, markup(piece)) for piece in pieces(v, who, which))
    return Booklet(v.sheet.language, title(v.sheet, which), footer(v), found)


def markup(piece: Piece) -> str:
    """Written once for all students who have the part with the same numbers."""
    if piece.made is None:
        return heading(tuple(piece.blocks))
    key = ("typst", piece.name, tuple(choice.plain for choice in piece.made.choices))
    if key not in piece.made.memo:
        piece.made.memo[key] = drawn(piece)
    found: str = piece.made.memo[key]
    return found


def drawn(piece: Piece) -> str:
    return page.blocks(tuple(piece.blocks), leads=piece.leads)


@lru_cache(maxsize=256)
def heading(blocks: tuple[Block, ...]) -> str:
    """What is above the parts of a question, and at the head of a sheet."""
    return page.blocks(blocks)


def together(booklets: Sequence[Booklet], *, large: bool = False) -> bytes:
    """One file for the copier."""
    return pdf.by_typst(volume(booklets, large=large), tags=False)
