"""ΦᵀΦθ = Φᵀy, exactly over the rationals: rank, relations between columns, one solution, null space, the shortest solution.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 2.3.2, 2.3.3 (reduced echelon form, null space);
Bishop, PRML, eq. (3.15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Row = list[Fraction]
Grid = list[Row]


@dataclass(frozen=True)
class Solution:
    """The minimisers of ‖y − Φθ‖² for Φ of m rows and n columns.

    gram: ΦᵀΦ; moment: Φᵀy; theta: the minimiser that is zero at the dependent columns (the only one where rank = n);
    null: a basis of the null space of Φ, one vector for each dependent column; shortest: the minimiser of least norm
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


def normal_equations(phi: Sequence[Row], y: Row) -> Solution:
    """Phi and ΦᵀΦ have the same null space, so the same reduced form: elimination of the n × n matrix is enough."""
    gram, moment = grams(phi, y)
    n = len(gram)
    reduced, pivots = eliminated([[*row, b] for row, b in zip(gram, moment, strict=True)], n)
    theta = [Fraction(0)] * n
    for row, k in zip(reduced, pivots, strict=False):
        theta[k] = row[n]
    null = [null_vector(reduced, pivots, free, n) for free in range(n) if free not in pivots]
    return Solution(gram, moment, len(pivots), tuple(pivots), theta, null, shortest(theta, null))


def grams(phi: Sequence[Row], y: Row) -> tuple[Grid, Row]:
    """ΦᵀΦ and Φᵀy; in whole numbers, over the common denominator of each column, which is much faster."""
    columns = [whole(column) for column in [*map(list, zip(*phi, strict=True)), y]]
    *inputs, (target, scale) = columns
    moment = [Fraction(dot(a, target), p * scale) for a, p in inputs]
    return [[Fraction(dot(a, b), p * q) for b, q in inputs] for a, p in inputs], moment


def whole(column: Row) -> tuple[list[int], int]:
    """The column times the common denominator of its entries."""
    scale = lcm(*(x.denominator for x in column))
    return [int(x * scale) for x in column], scale


def dot(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


def eliminated(rows: Grid, n: int) -> tuple[Grid, list[int]]:
    """The reduced row echelon form of the first n columns, and the columns of its pivots.

    In whole numbers (Bareiss): every division is exact, and all pivots become one number.
    """
    grid, pivots, last = [whole(row)[0] for row in rows], list[int](), 1
    for k in range(n):
        place = len(pivots)
        found = next((r for r in range(place, len(grid)) if grid[r][k]), None)
        if found is None:
            continue
        grid[place], grid[found] = grid[found], grid[place]
        top, pivot = grid[place], grid[place][k]
        grid = [row if row is top else [(pivot * a - row[k] * b) // last for a, b in zip(row, top, strict=True)] for row in grid]
        last = pivot
        pivots.append(k)
    return [[Fraction(a, last) for a in row] for row in grid], pivots


def null_vector(reduced: Grid, pivots: Sequence[int], free: int, n: int) -> Row:
    """1 at the dependent column, and minus its coefficients at the columns that it depends on."""
    vector = [Fraction(int(k == free)) for k in range(n)]
    for row, k in zip(reduced, pivots, strict=False):
        vector[k] = -row[free]
    return vector


def shortest(theta: Row, null: Grid) -> Row:
    """θ − N(NᵀN)⁻¹Nᵀθ: the solution that is orthogonal to the null space."""
    if not null:
        return theta
    gram = [[inner(a, b) for b in null] for a in null]
    reduced, _ = eliminated([[*row, inner(v, theta)] for row, v in zip(gram, null, strict=True)], len(null))
    part = [sum((row[-1] * v[k] for row, v in zip(reduced, null, strict=True)), Fraction(0)) for k in range(len(theta))]
    return [a - b for a, b in zip(theta, part, strict=True)]


def inner(a: Row, b: Row) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def applied(phi: Sequence[Row], theta: Row) -> Row:
    """Φθ; in whole numbers where it can be, like ΦᵀΦ."""
    coefficients, scale = whole(theta)
    return [Fraction(dot(numerators, coefficients), p * scale) for numerators, p in map(whole, phi)]


def determinant(a: Sequence[Sequence[Fraction]]) -> Fraction:
    if len(a) == 1:
        return a[0][0]
    return sum(((-1) ** c * a[0][c] * determinant(without(a, 0, c)) for c in range(len(a))), Fraction(0))


def without(a: Sequence[Sequence[Fraction]], r: int, c: int) -> Grid:
    return [[x for j, x in enumerate(row) if j != c] for i, row in enumerate(a) if i != r]


def adjugate(a: Sequence[Sequence[Fraction]]) -> Grid:
    n = range(len(a))
    return [[(-1) ** (i + j) * determinant(without(a, j, i)) for j in n] for i in n]
