"""S = S', Q'Q = I, λ_min > 0: whether an array has the properties that its variable is declared with, as far as float64 tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symjac.errors import DomainError

Array = Any
TOLERANCE = 1e-8  # of the largest entry: wide enough for what was computed in float64, or typed with nine digits


def refuse_unlike(name: str, a: Array, words: frozenset[str]) -> None:
    """DomainError for the first property that is declared of `name` and that its value does not have."""
    each = {word.removeprefix("members ") for word in words if word.startswith("members ")}
    for k in range(0, len(a), a.shape[1]) if each else ():
        refuse_unlike(f"{name}_{k // a.shape[1] + 1}", a[k : k + a.shape[1]], frozenset(each))
    for word in sorted(words & CHECKS.keys()):
        found = CHECKS[word](name, a)
        if found:
            raise DomainError(f"{name} is declared {word}, and its value is not", found=found)


def symmetric(name: str, a: Array) -> str:
    return unequal(name, a, a.T, f"{name}'")


def diagonal(name: str, a: Array) -> str:
    import numpy

    return unequal(name, a, numpy.diag(numpy.diag(a)), "")


def orthogonal(name: str, a: Array) -> str:
    import numpy

    return unequal(f"({name}'*{name})", a.T @ a, numpy.eye(len(a)), "")


def unequal(name: str, a: Array, wanted: Array, other: str) -> str:
    """The entry where two arrays differ most, '' where they agree."""
    import numpy

    off = numpy.abs(a - wanted)
    if numpy.all(off <= TOLERANCE * max(1e-300, float(numpy.max(numpy.abs(a))))):
        return ""
    i, j = place(numpy.argmax(off), a)
    beside = f"{name}[{j + 1},{i + 1}] = {a[j, i]:.6g}" if other else f"not {wanted[i, j]:.6g}"
    return f"{name}[{i + 1},{j + 1}] = {a[i, j]:.6g}, {beside}"


def posdef(name: str, a: Array) -> str:
    import numpy

    crooked = symmetric(name, a)
    if crooked:
        return crooked
    values = numpy.linalg.eigvalsh(a)
    return "" if values[0] > rounding(values) else f"the eigenvalue {values[0]:.6g}"


def invertible(name: str, a: Array) -> str:
    import numpy

    if not numpy.all(numpy.isfinite(a)):
        return f"{name} has an entry that is no number"
    values = numpy.linalg.svd(a, compute_uv=False)
    return "" if values[-1] > rounding(values) else f"a determinant of zero (singular values {values[0]:.3g} to {values[-1]:.3g})"


def rounding(values: Array) -> float:
    """What eigenvalues and singular values are wrong by."""
    return len(values) * 2.0**-52 * float(max(abs(values)))


def positive(name: str, a: Array) -> str:
    import numpy

    if numpy.all(a > 0):
        return ""
    i, j = place(numpy.argmin(a), a)
    return entry(name, a, i, j)


def integer(name: str, a: Array) -> str:
    return "" if float(a[0, 0]).is_integer() else entry(name, a, 0, 0)


def entry(name: str, a: Array, i: int, j: int) -> str:
    at = "" if a.shape == (1, 1) else f"[{i + 1}]" if a.shape[1] == 1 else f"[{i + 1},{j + 1}]"
    return f"{name}{at} = {a[i, j]:.6g}"


def place(k: Any, a: Array) -> tuple[int, int]:
    i, j = divmod(int(k), a.shape[1])
    return i, j


CHECKS: Mapping[str, Callable[[str, Array], str]] = {
    "symmetric": symmetric, "diagonal": diagonal, "orthogonal": orthogonal, "posdef": posdef, "invertible": invertible,
    "positive": positive, "integer": integer,
}  # fmt: skip
