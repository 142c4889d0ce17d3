"""Sizes: integers, names and their sums and products (kron makes n*q, blocks make n + 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock
from weakref import WeakValueDictionary

Monomial = tuple[str, ...]
_interned: WeakValueDictionary[tuple[tuple[Monomial, int], ...], Dim] = WeakValueDictionary()
_entering = Lock()  # between looking a size up and entering it no other thread may enter the same


class Dim:
    """A size as a polynomial with integer coefficients in dimension names; immutable.

    Two equal sizes are the same object, so == is `is` and hashing is free: shapes are compared at every look-up of a node.
    """

    __slots__ = ("terms", "__weakref__")
    terms: tuple[tuple[Monomial, int], ...]

    def __new__(cls, terms: tuple[tuple[Monomial, int], ...]) -> Dim:
        found = _interned.get(terms)
        if found is None:
            new = super().__new__(cls)
            object.__setattr__(new, "terms", terms)
            with _entering:
                found = _interned.setdefault(terms, new)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Dim is immutable")

    def __reduce__(self) -> tuple[object, ...]:
        return (Dim, (self.terms,))

    def __add__(self, other: Dim) -> Dim:
        return _collect((*self.terms, *other.terms))

    def __mul__(self, other: Dim) -> Dim:
        return _collect((tuple(sorted(a + b)), p * q) for a, p in self.terms for b, q in other.terms)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for mono, _ in self.terms for name in mono)

    @property
    def number(self) -> int | None:
        """The integer this size is, if it contains no name."""
        if not self.terms:
            return 0
        return self.terms[0][1] if self.terms[0][0] == () and len(self.terms) == 1 else None

    def value(self, sizes: Mapping[str, int]) -> int:
        total = 0
        for mono, coefficient in self.terms:
            for name in mono:
                coefficient *= sizes[name]
            total += coefficient
        return total

    def substitute(self, sizes: Mapping[str, Dim]) -> Dim:
        total = dim(0)
        for mono, coefficient in self.terms:
            part = dim(coefficient)
            for name in mono:
                part = part * sizes.get(name, dim(name))
            total = total + part
        return total

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        return " + ".join(_monomial(mono, c) for mono, c in reversed(self.terms))

    def __repr__(self) -> str:
        return f"Dim({str(self)!r})"


def _monomial(mono: Monomial, coefficient: int) -> str:
    if not mono:
        return str(coefficient)
    return "*".join(([] if coefficient == 1 else [str(coefficient)]) + list(mono))


def _collect(terms: Iterable[tuple[Monomial, int]]) -> Dim:
    total: dict[Monomial, int] = {}
    for mono, coefficient in terms:
        total[mono] = total.get(mono, 0) + coefficient
    return Dim(tuple(sorted((m, c) for m, c in total.items() if c)))


@lru_cache(maxsize=4096)
def dim(value: int | str | Dim) -> Dim:
    """A size from an integer, a name, or a size."""
    if isinstance(value, Dim):
        return value
    if isinstance(value, int):
        return Dim((((), value),) if value else ())
    return Dim((((value,), 1),))


ONE = dim(1)
Shape = tuple[Dim, Dim]
SCALAR: Shape = (ONE, ONE)


def shape_text(shape: Shape) -> str:
    """'M x N'; products and sums keep brackets."""
    return " x ".join(f"({d})" if len(d.terms) > 1 or len(d.names) > 1 else str(d) for d in shape)


def too_large(n: Dim) -> bool:
    """A size of too many parts, or of too large a number."""
    return len(n.terms) > 50 or any(len(mono) > 20 or count > 10**12 for mono, count in n.terms)


def divide(a: Dim, b: Dim) -> Dim | None:
    """a / b for one monomial by another, where that is a size."""
    if len(a.terms) != 1 or len(b.terms) != 1:
        return None
    (mono, p), (by, q) = a.terms[0], b.terms[0]
    rest = list(mono)
    for name in by:
        if name not in rest:
            return None
        rest.remove(name)
    left: Monomial = tuple(rest)
    return Dim(((left, p // q),)) if p % q == 0 else None
