"""A map that is only named is checked on a random polynomial: f(x) = P x + (Q x + c)² ⊙ (R x + c), entry by entry.

Its Jacobian, by hand: with u = Q x + c and v = R x + c, ∇f(x) = P + 2 diag(u ⊙ v) Q + diag(u²) R. Of degree 3, in every entry
of x, neither odd nor even, and not 0 at 0: nothing that is special to some maps holds for it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from symjac.verify.exact import Mat

PRIMES, BOTTOM = (3, 5, 7, 11, 13), 16  # entries ±3/16, …, ±13/16: compositions stay small, and nothing cancels by chance


@lru_cache(maxsize=256)
def coefficients(name: str, n: int, m: int) -> tuple[Mat, Mat, Mat, Mat]:
    """P, Q, R of size m × n and the column c, without zeros; the same for the same name and sizes."""
    random = Random(f"{name}: R^{n} -> R^{m}")

    def entry(*_: int) -> Fraction:
        return Fraction(random.choice((-1, 1)) * random.choice(PRIMES), BOTTOM)

    p, q, r, c = (Mat.build(m, columns, entry) for columns in (n, n, n, 1))
    return p, q, r, c


class Polynomial:
    """The polynomial that stands for the map `name` from n numbers to m, in the arithmetic of `numbers`."""

    def __init__(self, numbers: Any, name: str, n: int, m: int) -> None:
        self.P, self.Q, self.R, self.c = (a.map(numbers.number) for a in coefficients(name, n, m))

    def value(self, x: Mat) -> Mat:
        u, v = self.Q @ x + self.c, self.R @ x + self.c
        return self.P @ x + u * u * v

    def jacobian(self, x: Mat) -> Mat:
        u, v = self.Q @ x + self.c, self.R @ x + self.c
        return self.P + scaled(u * v + u * v, self.Q) + scaled(u * u, self.R)


def scaled(column: Mat, a: Mat) -> Mat:
    """diag(column) a"""
    return Mat([[c * z for z in line] for (c,), line in zip(column.rows, a.rows, strict=True)])
