"""Arrays and sizes by name: values as two-dimensional float64, the sizes that their shapes tell, what is declared of them."""

from __future__ import annotations

import keyword
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symjac.errors import DomainError, ShapeError
from symjac.expr.dims import Dim, Shape, shape_text
from symjac.expr.expr import Expr
from symjac.expr.names import canonical
from symjac.interop.properties import refuse_unlike

Array = Any  # numpy.ndarray; NumPy is imported when first needed


class Sizes(dict[str, int]):
    """Dimensions as numbers; one that nothing tells is a DomainError."""

    def __missing__(self, name: str) -> int:
        raise DomainError(f"no array tells the size {name}", hint=f'say it: sizes={{"{name}": 3}}')


def by_name(values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The values under the one spelling of each name: W1 and W_1 are the same, and lambda_ is lambda, as in emitted code."""
    found: dict[str, Any] = {}
    for name, value in values.items() if isinstance(values, Mapping) else values:
        if not isinstance(name, str):
            raise DomainError("values are given by name", found=repr(name)[:60], expected='{"x": [1, 2]}')
        name = name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
        if canonical(name) in found:
            raise DomainError(f"{canonical(name)} is given twice", found=name)
        found[canonical(name)] = value
    return found


def prepare(
    values: Mapping[str, Any],
    symbols: Iterable[Expr],
    given: Mapping[str, Any] | None = None,
    members: Mapping[Expr, Expr] | None = None,
) -> tuple[dict[str, Array], Sizes]:
    """The values as 2-D float arrays, and the sizes that are given or follow from their shapes.

    members: of a family x_1, …, x_N one of its members; it is given with the index as its first axis.
    """
    symbols, members = list(symbols), members or {}
    arrays: dict[str, Array] = {}
    facts: list[Fact] = []
    for symbol in symbols:
        name = str(symbol.data[0])
        if name not in values:
            raise DomainError(f"no value is given for {name}", expected=f"{name}: {shape_text(symbol.shape)}")
        if symbol in members:
            a = real(values[name], symbol)
            facts += told_by_family(name, a, members[symbol])
            arrays[name] = a.reshape(-1, a.shape[-1]) if members[symbol].is_matrix or is_table(symbol, a) else a.reshape(-1, 1)
        else:
            arrays[name] = two_dimensional(values[name], symbol)
            facts += told(symbol, arrays[name])
    sizes = learned(facts, counted(given or {}))
    for symbol in symbols:
        check(symbol, arrays[str(symbol.data[0])], sizes)
    return arrays, sizes


Fact = tuple[str, Dim, int]  # a side of an array: of which variable, what it is declared as, how long it is


def told_by_family(name: str, a: Array, member: Expr) -> list[Fact]:
    """The axes of a family: one for each index, then those of a member."""
    sides = [*member.data, *(n for n in member.shape if n.number != 1)]
    if a.ndim == len(sides) + 1 and a.shape[-1] == 1:
        a = a[..., 0]
    if a.ndim != len(sides):
        raise ShapeError(f"{name} is given with {a.ndim} axes", expected=" x ".join(map(str, sides)) + ", the index first")
    return [(name, n, int(k)) for n, k in zip(sides, a.shape, strict=True)]


def is_table(symbol: Expr, a: Array) -> bool:
    """Numbers with two indices: a matrix."""
    return a.ndim == 2 and symbol.shape[1].number != 1


def counted(given: Mapping[str, Any]) -> Sizes:
    """Sizes as they are given: positive whole numbers by name."""
    found = Sizes()
    for name, size in by_name(given).items():
        if not isinstance(size, numbers.Integral) or isinstance(size, bool) or size < 1:
            raise ShapeError(f"the size {name} is a positive whole number", found=repr(size)[:60])
        found[name] = int(size)
    return found


def two_dimensional(value: Any, symbol: Expr) -> Array:
    """Scalars as 1 x 1, one axis as a column (as a row where the variable is one)."""
    a = real(value, symbol)
    if a.ndim == 0:
        return a.reshape(1, 1)
    if a.ndim == 1:
        return a.reshape((1, -1) if symbol.is_row else (-1, 1))
    if a.ndim == 2:
        return a
    raise ShapeError(f"{symbol.data[0]} is given with {a.ndim} axes", expected=shape_text(symbol.shape))


def real(value: Any, symbol: Expr) -> Array:
    """The value as an array of float64; what is no array of real numbers is refused."""
    import numpy

    name, expected = symbol.data[0], f"{symbol.data[0]}: {shape_text(symbol.shape)}, real numbers"
    try:
        a = numpy.asarray(value)
        if a.dtype.kind == "O":  # fractions, decimals, SymPy's numbers; no text in between
            return numpy.reshape([number(x) for x in a.ravel()], a.shape).astype(float)
        if a.dtype.kind in "buif":
            return a.astype(float)
    except ValueError as failure:
        raise ShapeError(f"the value of {name} is no array: {failure}", expected=expected) from failure
    except (TypeError, OverflowError, RecursionError) as failure:
        raise DomainError(f"the value of {name} is not made of real numbers", expected=expected) from failure
    raise DomainError(f"the value of {name} is not made of real numbers", found=str(a.dtype), expected=expected)


def number(x: Any) -> float:
    if x is None or isinstance(x, str | bytes):
        raise TypeError
    return float(x)


def learned(facts: Sequence[Fact], sizes: Sizes) -> Sizes:
    """The sizes that the shapes tell, as often as one tells a further one: of m + n, n is known once m is."""
    while found := next((fact for fact in facts if len(fact[1].names - sizes.keys()) == 1), None):
        name, size, k = found
        (letter,) = size.names - sizes.keys()
        sizes[letter] = solved(size, letter, k, sizes, name)
    return sizes


def told(symbol: Expr, a: Array) -> Iterable[Fact]:
    """Each side of an array: of which variable, what it is declared as, how long it is."""
    return ((str(symbol.data[0]), size, int(k)) for size, k in zip(symbol.shape, a.shape, strict=True))


def solved(size: Dim, letter: str, k: int, sizes: Sizes, name: str) -> int:
    """n of a n + c = k"""
    zero, one, two = (size.value({**sizes, letter: n}) for n in range(3))
    if two - one != one - zero:  # n * n
        found = next((n for n in range(1, k + 1) if size.value({**sizes, letter: n}) >= k), 0)
    else:
        found = (k - zero) // (one - zero)
    if found < 1 or size.value({**sizes, letter: found}) != k:
        raise ShapeError(f"{name} does not fit", found=f"{k} entries", expected=f"{size}, for some size {letter}")
    return found


def check(symbol: Expr, a: Array, sizes: Sizes) -> None:
    """The shape and the properties that are declared."""
    if any(n.names <= sizes.keys() and n.value(sizes) != k for n, k in zip(symbol.shape, a.shape, strict=True)):
        raise ShapeError(f"{symbol.data[0]} does not fit", found=text(a.shape), expected=given_text(symbol.shape, sizes))
    refuse_unlike(str(symbol.data[0]), a, symbol.data[1])


def text(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape))


def given_text(shape: Shape, sizes: Sizes) -> str:
    known = " x ".join(str(n.value(sizes)) if n.names <= sizes.keys() else str(n) for n in shape)
    return shape_text(shape) + (f", that is {known}" if known != shape_text(shape) else "")
