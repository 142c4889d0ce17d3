"""A matrix too large for the page keeps its first and last rows and columns, with dots for what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symjac.writing.box import Box, Dots, Matrix
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
    wide = columns > MAX_COLUMNS or columns > KEPT_IN_FRONT + 2 and max(map(_symbols, matrix.rows)) > MAX_SYMBOLS
    keep_columns = _kept(columns) if wide else [*range(columns)]
    keep_rows = _kept(rows) if rows > MAX_ROWS else [*range(rows)]
    if not wide and rows <= MAX_ROWS:
        return matrix
    cells = tuple(tuple(_cell(matrix, r, c) for c in keep_columns) for r in keep_rows)
    bars = tuple(b for b in matrix.bars if b <= KEPT_IN_FRONT) if wide else matrix.bars
    return replace(matrix, rows=cells, bars=bars)


def _kept(n: int) -> list[int]:
    """The first ones, -1 for the dots, the last one."""
    return [*range(KEPT_IN_FRONT), -1, n - 1]


def _cell(matrix: Matrix, r: int, c: int) -> Box:
    if r < 0:
        return Dots("d") if c < 0 else Dots("v")
    return Dots("h") if c < 0 else matrix.rows[r][c]


def _symbols(boxes: Iterable[Box]) -> int:
    """How many leaves the cells of a row have."""
    return sum(max(1, _symbols(children(box))) for box in boxes)
