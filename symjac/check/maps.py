"""A map that is only named is checked on a random polynomial: f(x) = P x + (Q x)² ⊙ R x, entry by entry, in every entry of x.

Its Jacobian, by hand: ∇f(x) = P + 2 diag(Q x ⊙ R x) Q + diag((Q x)²) R.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from symjac.check.exact import Mat

TOP, BOTTOM = 3, 4  # entries ±1/4, ±2/4, ±3/4: small, so that compositions of several maps stay small


@lru_cache(maxsize=256)
def coefficients(name: str, n: int, m: int) -> tuple[Mat, Mat, Mat]:
    """P, Q and R, of size m × n, without zeros; the same for the same name and sizes."""
    random = Random(f"{name}: R^{n} -> R^{m}")

    def entry(*_: int) -> Fraction:
        return Fraction(random.choice((-1, 1)) * random.randint(1, TOP), BOTTOM)

    p, q, r = (Mat.build(m, n, entry) for _ in range(3))
    return p, q, r


class Polynomial:
    """The polynomial that stands for the map `name` from n numbers to m, in the arithmetic of `numbers`."""

    def __init__(self, numbers: Any, name: str, n: int, m: int) -> None:
        self.P, self.Q, self.R = (a.map(numbers.number) for a in coefficients(name, n, m))

    def value(self, x: Mat) -> Mat:
        q = self.Q @ x
        return self.P @ x + q * q * (self.R @ x)

    def jacobian(self, x: Mat) -> Mat:
        q, r = self.Q @ x, self.R @ x
        return self.P + scaled(q * r + q * r, self.Q) + scaled(q * q, self.R)


def scaled(column: Mat, a: Mat) -> Mat:
    """diag(column) a"""
    return Mat([[c * z for z in line] for (c,), line in zip(column.rows, a.rows, strict=True)])
