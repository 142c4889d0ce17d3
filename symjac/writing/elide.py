"""A matrix too large for the page keeps its first and last rows and columns, with dots for what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symjac.writing.box import Box, Matrix
from symjac.writing.dotted import dotted, places
from symjac.writing.parts import children, mapped

MAX_COLUMNS, MAX_ROWS = 14, 24
MAX_SYMBOLS = 60  # in one row of a matrix
KEPT_IN_FRONT = 3


def elided(box: Box) -> Box:
    """The box with every oversized matrix in it cut down."""
    whole = mapped(box, elided)
    return _cut(whole) if isinstance(whole, Matrix) else whole


def _cut(matrix: Matrix) -> Matrix:
    rows, columns = len(matrix.rows), len(matrix.rows[0])
    wide = columns > MAX_COLUMNS or (columns > KEPT_IN_FRONT + 2 and max(map(_symbols, matrix.rows)) > MAX_SYMBOLS)
    if not wide and rows <= MAX_ROWS:
        return matrix
    across = places(columns, 0 if wide else columns, KEPT_IN_FRONT)
    shown = dotted(places(rows, MAX_ROWS, KEPT_IN_FRONT), across, lambda r, c: matrix.rows[r - 1][c - 1])
    bars = tuple(b for b in matrix.bars if b <= KEPT_IN_FRONT) if wide else matrix.bars
    return replace(matrix, rows=shown.rows, bars=bars)


def _symbols(boxes: Iterable[Box]) -> int:
    """How many leaves the cells of a row have."""
    return sum(max(1, _symbols(children(box))) for box in boxes)
