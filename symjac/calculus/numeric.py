"""z'Hz/2 + g'z in numbers: signs of the form, directions, null space, all solutions of Hz = −g, exactly over the rationals.

Source: Golub & Van Loan, Matrix Computations, 4.1 (LDL'), 5.5 (solutions of least norm).
"""

from __future__ import annotations

from fractions import Fraction

from symjac.expr.expr import Expr, postorder
from symjac.expr.make import matrix
from symjac.expr.rational import Grid, Row, fractions, rational

LARGEST = 20  # rows of a matrix that is worked out in numbers


def constant_grid(e: Expr) -> Grid | None:
    """The entries of a formula without letters, where they are rational."""
    from symjac.verify.values import numbers

    if any(a.op.name in ("symbol", "size", "image") for a in postorder(e)):
        return None
    if any(n.number is None or n.number > LARGEST for n in e.shape):
        return None
    try:
        rows = numbers(e)
    except Exception as failure:  # a formula without a value has no entries
        from symjac.errors import SymjacError

        if isinstance(failure, SymjacError):
            return None
        raise
    exact = all(isinstance(z, int | Fraction) for row in rows for z in row)
    return [[Fraction(z) for z in row] for row in rows] if exact else None


def inertia(grid: Grid) -> tuple[int, int, Row]:
    """How many squares with a positive and with a negative sign the form has, and a direction along which it is negative."""
    pivots = diagonalised(grid)
    positive, negative = sum(d > 0 for d, _ in pivots), sum(d < 0 for d, _ in pivots)
    return positive, negative, next((v for d, v in pivots if d < 0), [])


def diagonalised(grid: Grid) -> list[tuple[Fraction, Row]]:
    """Vectors v₁, v₂, … that are a basis, orthogonal for the form, with their values v'Hv (Lagrange's completion of squares)."""
    n = len(grid)
    basis = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    found: list[tuple[Fraction, Row]] = []
    while basis:
        chosen = pivot(grid, basis)
        value = form(grid, chosen, chosen)
        found.append((value, chosen))
        if value == 0:
            basis = independent_rest(basis, chosen)
            continue
        others = [minus(v, chosen, form(grid, chosen, v) / value) for v in basis]
        basis = nonzero_basis(others)
    return found


def pivot(grid: Grid, basis: list[Row]) -> Row:
    """A vector with v'Hv ≠ 0: one of the basis, or a sum of two; any, where the form is zero on all."""
    for v in basis:
        if form(grid, v, v):
            return v
    for i, v in enumerate(basis):
        for w in basis[:i]:
            if form(grid, v, w):
                return [a + b for a, b in zip(v, w, strict=True)]
    return basis[0]


def form(grid: Grid, v: Row, w: Row) -> Fraction:
    return sum((a * h * b for a, row in zip(v, grid, strict=True) for h, b in zip(row, w, strict=True)), Fraction(0))


def minus(v: Row, w: Row, c: Fraction) -> Row:
    return [a - c * b for a, b in zip(v, w, strict=True)]


def nonzero_basis(vectors: list[Row]) -> list[Row]:
    """Linearly independent vectors with the same span."""
    if not any(any(v) for v in vectors):
        return []
    reduced, pivots = rational(vectors).rref()
    return fractions(reduced)[: len(pivots)]


def independent_rest(basis: list[Row], chosen: Row) -> list[Row]:
    k = next(i for i, v in enumerate(basis) if v == chosen)
    return basis[:k] + basis[k + 1 :]


def null_space(grid: Grid) -> list[Row]:
    """A basis of {v: Hv = 0}."""
    return fractions(rational(grid).nullspace(divide_last=True)) if grid else []


def solution(grid: Grid, right: Row) -> Row | None:
    """One z with Hz = right, zero at the dependent columns; None where there is none."""
    n = len(grid[0])
    reduced, pivots = rational([[*row, b] for row, b in zip(grid, right, strict=True)]).rref()
    if n in pivots:
        return None
    z = [Fraction(0)] * n
    for row, k in zip(fractions(reduced), pivots, strict=False):
        z[k] = row[-1]
    return z


def shortest(z: Row, null: list[Row]) -> Row:
    """The solution of least norm: z less its part in the null space."""
    if not null:
        return z
    N, column = rational(null), rational([[a] for a in z])
    least = column - N.transpose() * (N * N.transpose()).lu_solve(N * column)
    return [a for (a,) in fractions(least)]


def column(z: Row) -> Expr:
    return matrix([[a] for a in z])
