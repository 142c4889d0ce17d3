"""3.5, 22/7 ≈ 3.14, [1 2; ⋮ ⋮; 3 4]: exact numbers as they are printed, matrices of them cut to what a page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from symjac.derivation.decimals import decimal, ending, fraction_box, number_box, rounded
from symjac.expr.dims import dim
from symjac.expr.looks import look_of_shape
from symjac.expr.make import matrix
from symjac.verify.term import Rounded, Term, Value
from symjac.writing.box import Box, Frac, Num, Prefix, decimal_box
from symjac.writing.dotted import dotted, places
from symjac.writing.parts import children

Grid = Sequence[Sequence[Fraction]]
MOST_ROWS, KEPT = 12, 3  # rows that are printed; of more, the first ones and the last
WIDEST = 64  # characters in a row
NICE = 10_000  # numerator and denominator of a fraction that stays one


def column(entries: Sequence[Fraction]) -> Grid:
    return [[x] for x in entries]


def is_nice(x: Fraction, most: int = NICE) -> bool:
    """Whether it is printed exactly: a short decimal, or a fraction of small numbers."""
    return short_decimal(x) or max(abs(x.numerator), x.denominator) < most


def short_decimal(x: Fraction) -> bool:
    text = ending(x)
    return text is not None and len(text) <= 12


def nice(rows: Grid, most: int = NICE) -> bool:
    return all(is_nice(x, most) for row in rows for x in row)


def in_decimals(rows: Grid) -> bool:
    return all(short_decimal(x) for row in rows for x in row)


def significant(x: Fraction, digits: int) -> str:
    """x to so many significant digits; whole digits are never dropped."""
    if not x:
        return "0"
    return rounded(x, max(digits - 1 - decimal(x).adjusted(), 0))


def alike(rows: Grid, digits: int) -> list[list[str]]:
    """All entries to the same place behind the point, the largest to so many significant digits."""
    largest = max((abs(x) for row in rows for x in row), default=Fraction(0))
    behind = len(significant(largest, digits).partition(".")[2])
    return [[rounded(x, behind) for x in row] for row in rows]


def exact_term(rows: Grid, *, label: bool = False) -> Term:
    """The numbers as decimals, or all as fractions where one of them is no short decimal."""
    draw = number_box if in_decimals(rows) else fraction_box
    return Term(matrix_box([[draw(x) for x in row] for row in rows], label=label), Value(matrix(rows)))


def rounded_term(texts: Sequence[Sequence[str]]) -> Term:
    box = matrix_box([[decimal_box(text) for text in row] for row in texts])
    return Term(box, Rounded(tuple(map(tuple, texts))))


def matrix_box(cells: Sequence[Sequence[Box]], *, label: bool = False) -> Box:
    """A matrix of numbers; of a large one the first rows and columns and the last, with dots between them."""
    rows, columns = len(cells), len(cells[0])
    if rows == columns == 1:
        return cells[0][0]
    down = kept(rows, MOST_ROWS)
    shown = dotted(
        down, fitting(cells, down), lambda r, c: cells[r][c], look_of_shape((dim(rows), dim(columns))) if label else None
    )
    return replace(shown, tall=any(fractional(box) for line in shown.rows for box in line))


def fractional(box: Box) -> bool:
    """A built fraction, or minus one: fractions below each other need air."""
    return isinstance(box.body if isinstance(box, Prefix) else box, Frac)


def kept(n: int, most: int) -> list[int | None]:
    """All places from 0 on, or the first ones, None for the dots, the last one."""
    return [None if place is None else place - 1 for place in places(n, most, KEPT)]


def fitting(cells: Sequence[Sequence[Box]], down: Sequence[int | None]) -> list[int | None]:
    """The columns that a page is wide enough for."""
    widths = [max(width(cells[r][c]) for r in down if r is not None) + 2 for c in range(len(cells[0]))]
    return kept(len(widths), len(widths) if sum(widths) <= WIDEST else KEPT + 1)


def width(box: Box) -> int:
    match box:
        case Num(text=text):
            return len(text)
        case Frac(num=num, den=den):
            return max(width(num), width(den))
        case _:
            return 1 + sum(map(width, children(box)))
