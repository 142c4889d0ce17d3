"""Matrices too large for the page: what is left of them, dots for the rest, and the bars that still have a place."""

from __future__ import annotations

import pytest

from symjac.writing.box import Box, Dots, Matrix, Row, Sym
from symjac.writing.elide import MAX_COLUMNS, MAX_ROWS, elided


def matrix(rows: int, columns: int, bars: tuple[int, ...] = ()) -> Matrix:
    return Matrix(tuple(tuple(Sym(f"a_{r}{c}") for c in range(columns)) for r in range(rows)), bars=bars)


def kept(box: Box) -> Matrix:
    assert isinstance(box, Matrix)
    return box


@pytest.mark.parametrize(("bars", "left"), [((3,), (3,)), ((1, 2, 3), (1, 2, 3)), ((3, 6, 9), (3,)), ((2, 4), (2,)), ((8,), ())])
def test_a_bar_stays_behind_every_column_that_stays(bars: tuple[int, ...], left: tuple[int, ...]) -> None:
    """Of a wide matrix three columns are kept in front; the bar behind the third is the end of its first block."""
    assert kept(elided(matrix(2, MAX_COLUMNS + 1, bars))).bars == left


def test_first_and_last_are_kept_with_dots_between() -> None:
    a = matrix(MAX_ROWS + 1, MAX_COLUMNS + 1)
    cut = kept(elided(a))
    assert [row[3] for row in cut.rows] == [Dots("h"), Dots("h"), Dots("h"), Dots("d"), Dots("h")]
    assert cut.rows[3] == (Dots("v"), Dots("v"), Dots("v"), Dots("d"), Dots("v"))
    assert cut.rows[0] == (*a.rows[0][:3], Dots("h"), a.rows[0][-1]) and cut.rows[-1][-1] == a.rows[-1][-1]


def test_what_fits_stays_as_it_is() -> None:
    for a in (matrix(MAX_ROWS, MAX_COLUMNS, (4, 8)), matrix(2, 3, (1,))):
        assert elided(a) is a
    tall = kept(elided(matrix(MAX_ROWS + 1, 4, (2,))))
    assert tall.bars == (2,) and len(tall.rows) == 5 and len(tall.rows[0]) == 4


def test_few_columns_of_long_entries_are_too_wide() -> None:
    long = Row(tuple(Sym("x") for _ in range(20)))
    assert len(kept(elided(Matrix(((long,) * 6,)))).rows[0]) == 5
    assert len(kept(elided(Matrix(((long,) * 5,)))).rows[0]) == 5


def test_a_matrix_within_a_formula_is_cut_too() -> None:
    assert elided(Row((Sym("F"), matrix(1, MAX_COLUMNS + 1)))) == Row((Sym("F"), elided(matrix(1, MAX_COLUMNS + 1))))
