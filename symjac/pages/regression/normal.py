"""(ΦᵀWΦ + λP)θ = ΦᵀWy, exactly over the rationals: rank, dependent columns, one solution, null space, the shortest one.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 2.3.2, 2.3.3 (reduced echelon form, null space);
Bishop, PRML, eq. (3.15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from symjac.expr.rational import Grid, Row, fractions, rational


@dataclass(frozen=True)
class Solution:
    """The minimisers of ‖y − Φθ‖² for Φ of m rows and n columns; or, with weights and a penalty, of the sum that they make.

    gram: ΦᵀΦ, or ΦᵀWΦ + λP; moment: Φᵀy, or ΦᵀWy; theta: the minimiser that is zero at the dependent columns (the only one
    where rank = n); null: a basis of the null space of Φ, one vector for each dependent column; shortest: the minimiser of
    least norm
    """

    gram: Grid
    moment: Row
    rank: int
    pivots: tuple[int, ...]
    theta: Row
    null: Grid
    shortest: Row

    @property
    def dependent(self) -> list[int]:
        """The columns that are combinations of columns before them."""
        return [k for k in range(len(self.gram)) if k not in self.pivots]


def normal_equations(phi: Sequence[Row], y: Row, weights: Row | None = None, penalties: Row | None = None) -> Solution:
    """Phi and ΦᵀΦ have the same null space, so the same reduced form: elimination of the n × n matrix is enough.

    weights: positive, one for each row; penalties: what is added to the diagonal
    """
    gram, moment = grams(phi, y, weights)
    for k, more in enumerate(penalties or ()):
        gram[k][k] += more
    reduced, pivots = rational([[*row, b] for row, b in zip(gram, moment, strict=True)]).rref()
    theta = [Fraction(0)] * len(gram)
    for row, k in zip(fractions(reduced), pivots, strict=False):
        theta[k] = row[-1]
    null = rational(gram).nullspace(divide_last=True)
    least = shortest(rational([[x] for x in theta]), null)
    return Solution(gram, moment, len(pivots), pivots, theta, fractions(null), [x for (x,) in fractions(least)])


def grams(phi: Sequence[Row], y: Row, weights: Row | None = None) -> tuple[Grid, Row]:
    """ΦᵀWΦ and ΦᵀWy; in whole numbers, over the common denominator of each column, which is much faster."""
    columns = [whole(column) for column in [*map(list, zip(*phi, strict=True)), y]]
    *inputs, (target, scale) = columns if weights is None else scaled(columns, whole(weights))
    moment = [Fraction(dot(a, target), p * scale) for a, p in columns[:-1]]
    return [[Fraction(dot(a, b), p * q) for b, q in inputs] for a, p in columns[:-1]], moment


Whole = tuple[list[int], int]  # numerators, and the denominator that they share


def scaled(columns: Sequence[Whole], weights: Whole) -> list[Whole]:
    """WΦ, row by row"""
    w, unit = weights
    return [([x * c for x, c in zip(column, w, strict=True)], p * unit) for column, p in columns]


def whole(column: Row) -> Whole:
    """The column times the common denominator of its entries."""
    scale = lcm(*(x.denominator for x in column))
    return [int(x * scale) for x in column], scale


def dot(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


def shortest(theta: Any, null: Any) -> Any:
    """θ − Nᵀ(NNᵀ)⁻¹Nθ, the rows of N a basis of the null space: the solution that is orthogonal to it."""
    return theta - null.transpose() * (null * null.transpose()).lu_solve(null * theta) if null.shape[0] else theta


def applied(phi: Sequence[Row], theta: Row) -> Row:
    """Φθ; in whole numbers where it can be, like ΦᵀΦ."""
    coefficients, scale = whole(theta)
    return [Fraction(dot(numerators, coefficients), p * scale) for numerators, p in map(whole, phi)]
