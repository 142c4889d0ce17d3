"""Matrices of fractions, exactly: SymPy's matrices over ℚ, which know rank, reduced form, determinant, inverse and null space."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Row = list[Fraction]
Grid = list[Row]


def rational(rows: Sequence[Sequence[Fraction]]) -> Any:
    """The rows as a DomainMatrix."""
    from sympy import QQ  # whoever reads a formula without such matrices does not wait for it
    from sympy.polys.matrices import DomainMatrix

    return DomainMatrix([[QQ(x.numerator, x.denominator) for x in row] for row in rows], (len(rows), len(rows[0])), QQ)


def fraction(x: Any) -> Fraction:
    """An element of ℚ, whichever library holds it."""
    return Fraction(int(x.numerator), int(x.denominator))


def fractions(matrix: Any) -> Grid:
    """The rows of a DomainMatrix."""
    return [[fraction(x) for x in row] for row in matrix.to_list()]
