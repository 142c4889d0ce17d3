"""[J_1 J_2; J_3 J_4], J_1 = …, J_2 = …: a matrix with entries too long for the page has names in it, which are said below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from symjac.writing.block import Aligned, Line
from symjac.writing.box import Box, Boxed, Dots, Empty, Matrix, Num, Script, Sym
from symjac.writing.layout.fit import width
from symjac.writing.layout.page import PAGE, fits_page
from symjac.writing.parts import children

LETTERS = "JGHCDEUV"
EDGES = 12.0  # em: brackets, and what stands to the left of a matrix


def names_in(part: Any) -> Iterator[str]:
    """Every letter in written mathematics."""
    if isinstance(part, Sym):
        yield part.name
    for inside in children(part):
        yield from names_in(inside)


def free_letter(boxes: Iterable[Box]) -> str:
    taken = {name for box in boxes for name in names_in(box)}
    return next((letter for letter in LETTERS if letter not in taken), LETTERS[0])


def matrix_of(box: Box) -> Matrix | None:
    """The matrix that a box is, perhaps in a frame."""
    inner = box.body if isinstance(box, Boxed) else box
    return inner if isinstance(inner, Matrix) else None


def named_entries(box: Box, letter: str) -> tuple[Box, Aligned | None]:
    """The matrix with names for the entries that are too long, and what they are; the box itself where it fits."""
    matrix = matrix_of(box)
    if matrix is None or fits_page(box):
        return box, None
    room = (PAGE - EDGES) / len(matrix.rows[0]) - 1
    names: dict[Box, Box] = {}
    for cell in (cell for line in matrix.rows for cell in line):
        if width(cell) > room and not isinstance(cell, Dots | Empty):
            names.setdefault(cell, Script(Sym(letter), sub=Num(str(len(names) + 1))))
    rows = tuple(tuple(names.get(cell, cell) for cell in line) for line in matrix.rows)
    shown = Matrix(rows, matrix.bars, False, matrix.label, matrix.left, matrix.right)
    lines = tuple(Line(name, "=", cell) for cell, name in names.items())
    return (Boxed(shown) if isinstance(box, Boxed) else shown), Aligned(lines)
