"""An array of numbers: exact where they are integers or fractions, within rounding where they are floats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any

from symjac.errors import ParseError
from symjac.expr.make import matrix
from symjac.judge.asked import Asked
from symjac.judge.forms.answer import Answer, Formula

ROUNDING = 1e-9  # relative to the largest entry: what is left of a computation in floats


@dataclass(frozen=True, eq=False)
class Numbers(Formula):
    """Numbers given as floats, which are off by their rounding."""

    @property
    def tolerance(self) -> float:
        return ROUNDING


def is_array(claim: Any) -> bool:
    """A number, a list of numbers or of rows, anything with `tolist`."""
    return isinstance(claim, int | float | Fraction | list | tuple) or hasattr(claim, "tolist")


def read(claim: Any, asked: Asked) -> Answer:
    rows = rows_of(claim.tolist() if hasattr(claim, "tolist") else claim, asked)
    flat = [z for row in rows for z in row]
    if not flat or any(len(row) != len(rows[0]) for row in rows):
        raise ParseError("the array is empty, or its rows differ in length", found=str(claim)[:60])
    formula = matrix([[exactly(z) for z in row] for row in rows])
    if all(isinstance(z, Rational) for z in flat):
        return Formula(str(formula), formula.shape, formula)
    return Numbers(str(claim), formula.shape, formula)


def rows_of(claim: Any, asked: Asked) -> list[list[Any]]:
    """A flat list is a row or a column, as the derivative is."""
    if not isinstance(claim, list | tuple):
        return [[claim]]
    if any(isinstance(row, list | tuple) for row in claim):
        return [list(row) if isinstance(row, list | tuple) else [row] for row in claim]
    column = asked.result.shape[1].number == 1 and asked.result.shape[0].number != 1
    return [[z] for z in claim] if column else [list(claim)]


def exactly(z: Any) -> Fraction:
    try:
        return Fraction(z)
    except (TypeError, ValueError, OverflowError) as failure:
        raise ParseError("an entry of the array is not a number", found=str(z)[:60]) from failure
