"""x ∈ ℝ⁷⁸⁴ is checked for x ∈ ℝ³: a large number in a size is read as a letter, wherever the line then still says the same.

A line about 784 is the case N = 784 of a line about any N, in which 785 is N + 1, a sum over 1, …, 784 runs to N and 1/392 may
be 2/N. Whichever reading is taken, the line that was written is a case of what is checked; so a reading can be too bold and
fail, but none can let a wrong line pass. Numbers that are counted out, as in [1, 2; 3, 4], are no letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement
from math import prod
from typing import Any

from symjac.expr.dims import Dim, dim
from symjac.expr.expr import Expr, postorder

LARGE = 8  # from here on a number is read as a letter; smaller ones cost nothing
FACTORS = 4  # a size is read as a product of so many others at most: A ⊗ B ⊗ A ⊗ B


Multiple = tuple[Fraction, tuple[Dim, ...], tuple[Dim, ...]]  # c · Π letters / Π letters


class Large(Exception):
    """A size with a large number was asked for, and nobody has said how it is to be read."""


@dataclass(frozen=True)
class Reading:
    """How large numbers are read: the letter or polynomial for each; `values`: also where they are no sizes, as in 1/784."""

    table: Mapping[int, Dim] = field(default_factory=dict)
    values: bool = False

    def size(self, n: Dim) -> Dim:
        """784 N as '784'·N."""
        if (len(n.terms) == 1 and n.terms[0][1] < LARGE) or all(count < LARGE for _, count in n.terms):
            return n
        total = dim(0)
        for names, count in n.terms:
            total = total + self.table.get(count, dim(count)) * Dim(((names, 1),))
        return total

    @cached_property
    def letters(self) -> tuple[tuple[int, Dim], ...]:
        return tuple((n, letter) for n, letter in self.table.items() if letter.names == {str(n)})

    def value(self, q: Fraction) -> Multiple:
        """q as c · Π letters / Π letters with the simplest c: 1/392 is 2/784."""
        best: Multiple = q, (), ()
        if not self.values or max(abs(q.numerator), q.denominator) < LARGE:
            return best
        for some in (group for k in (1, 2) for group in combinations_with_replacement(self.letters, k)):
            n, names = prod(number for number, _ in some), tuple(letter for _, letter in some)
            best = min(best, (q / n, names, ()), (q * n, (), names), key=lambda reading: height(reading[0]))
        return best


def height(q: Fraction) -> int:
    """How complicated a number is."""
    return abs(q.numerator) * q.denominator


class Asking(Reading):
    """Nothing has been said yet: Large is raised as soon as a reading is wanted."""

    def size(self, n: Dim) -> Dim:
        if any(count >= LARGE for _, count in n.terms):
            raise Large(str(n))
        return n


PLAIN, ASKING = Reading(), Asking()  # every number as it stands; to be asked for


def readings(shapes: Iterable[Dim], fixed: Iterable[int]) -> Iterator[Reading]:
    """The readings to try, the plainest first and the numbers themselves last; `fixed` numbers are counted out."""
    counts = {count for n in shapes for _, count in n.terms if count >= LARGE}
    numbers = sorted(counts - set(fixed))
    tables = [letters(numbers)] if numbers else []
    composed = composites(numbers)
    if composed != letters(numbers):
        tables.append(composed)
    yield from (Reading(table, values) for table in tables for values in (False, True))
    yield PLAIN


def letters(numbers: Iterable[int]) -> dict[int, Dim]:
    """Every number a letter of its own."""
    return {n: dim(str(n)) for n in numbers}


def composites(numbers: Iterable[int]) -> dict[int, Dim]:
    """A number that is a product of smaller ones, a sum of two, a small multiple or a small step further, is read as that."""
    table: dict[int, Dim] = {}
    for n in numbers:
        table[n] = composite(n, {k: letter for k, letter in table.items() if letter.names == {str(k)}}) or dim(str(n))
    return table


def composite(n: int, known: Mapping[int, Dim]) -> Dim | None:
    """n as a polynomial in letters."""
    for k in range(2, FACTORS + 1):
        for some in combinations_with_replacement(known.items(), k):
            if prod(number for number, _ in some) == n:
                return product(letter for _, letter in some)
    for a, letter in known.items():
        if n - a in known:
            return letter + known[n - a]
        if n - a < LARGE:
            return letter + dim(n - a)
        if n % a == 0 and n // a < LARGE:
            return dim(n // a) * letter
    return None


def product(dims: Iterable[Dim]) -> Dim:
    total = dim(1)
    for n in dims:
        total = total * n
    return total


def counted(roots: Iterable[Expr]) -> set[int]:
    """Rows and columns of matrices that are given by their entries."""
    found: set[int] = set()
    for e in (e for root in roots for e in postorder(root) if e.op.name == "literal"):
        rows, columns = e.data
        found |= {n for n, dim in zip((rows, columns), e.shape, strict=True) if dim.number == n}
    return found


def shapes_in(roots: Iterable[Expr]) -> Iterator[Dim]:
    """The sizes of everything that has no arguments: of all else they follow."""
    for e in (e for root in roots for e in postorder(root) if not e.args):
        yield from e.shape
        yield from (part for part in e.data if isinstance(part, Dim))


def named(meaning: Any) -> list[Expr]:
    """The expressions that a meaning speaks of."""
    parts = (getattr(meaning, name, None) for name in ("expr", "f", "x"))
    return [*(e for e in parts if isinstance(e, Expr)), *getattr(meaning, "variables", ())]
