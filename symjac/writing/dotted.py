"""[a_1 ⋯ a_N; ⋮ ⋱ ⋮]: matrices with dots where rows or columns are left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symjac.writing.box import Box, Dots, Empty, Matrix
from symjac.writing.parts import has_fraction

Place = Any  # a number, a size, or None for dots


Cell = Callable[[Place, Place], Box]


def places(size: Place, most: int, front: int) -> list[Place]:
    """1, 2, …, N: all of a few places; of more, or of a size that is a letter, those in front, None for the dots, the last."""
    few = isinstance(size, int) and size <= most
    return [*range(1, size + 1)] if few else [*range(1, front + 1), None, size]


def dotted(rows: Sequence[Place], columns: Sequence[Place], cell: Cell, label: Box | None = None) -> Matrix:
    """The matrix of the cells at these places."""
    grid = tuple(tuple(_cell(r, c, cell) for c in columns) for r in rows)
    return Matrix(grid, tall=has_fraction(*(b for line in grid for b in line)), label=label)


def _cell(r: Place, c: Place, cell: Cell) -> Box:
    return cell(r, c) if r is not None and c is not None else dots_at(r, c)


def dots_at(r: Place, c: Place) -> Dots:
    """The dots where rows or columns are left out."""
    return Dots("d" if r is None and c is None else "v" if r is None else "h")


def blocked(
    rows: Sequence[Place],
    blocks: Sequence[Place],
    inner: Sequence[Place],
    cell: Callable[[Place, Place, Place], Box],
    label: Box | None = None,
) -> Matrix:
    """Column blocks with bars between them; dots between blocks have a column of their own."""
    grid = []
    for r in rows:
        line: list[Box] = []
        for b in blocks:
            line += [_block_cell(r, b, c, cell) for c in inner] if b is not None else [Dots("d" if r is None else "h")]
        grid.append(tuple(line))
    widths = [len(inner) if b is not None else 1 for b in blocks]
    bars = tuple(sum(widths[: n + 1]) for n in range(len(widths) - 1))
    return Matrix(tuple(grid), bars, tall=has_fraction(*(b for line in grid for b in line)), label=label)


def _block_cell(r: Place, b: Place, c: Place, cell: Callable[[Place, Place, Place], Box]) -> Box:
    if r is None:
        return Empty() if c is None else Dots("v")
    return Dots("h") if c is None else cell(r, b, c)
