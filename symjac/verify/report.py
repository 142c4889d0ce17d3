"""What was checked, and how, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from symjac.verify.exact import Mat
from symjac.verify.scalars import Dual, Scalar

if TYPE_CHECKING:
    from symjac.verify.evaluate import Point


@dataclass(frozen=True)
class Report:
    """lines: equalities checked; skipped: lines that claim none; digits: of the worst entry, where not exact."""

    lines: int
    skipped: int
    exact: bool
    digits: int
    sizes: tuple[dict[str, int], ...]
    method: str

    def __str__(self) -> str:
        lines = "1 line" if self.lines == 1 else f"{self.lines} lines"
        return f"{lines} checked {self.method}"


def report(lines: int, skipped: int, found: Sequence[tuple[Point, int]], maps: Sequence[str] = ()) -> Report:
    exact = all(point.numbers.exact for point, _ in found)
    digits = 0 if exact else min(d for point, d in found if not point.numbers.exact)
    sizes = tuple(dict(point.sizes) for point, _ in found)
    drawn = any(point.values for point, _ in found)
    how = method(exact, digits, sizes) if drawn else arithmetic(exact, digits)
    return Report(lines, skipped, exact, digits, sizes, how + stand_ins(maps))


def stand_ins(maps: Sequence[str]) -> str:
    """What a map without a formula was checked on."""
    if not maps:
        return ""
    how = "were replaced by random polynomial maps" if len(maps) > 1 else "was replaced by a random polynomial map"
    return f"; {' and '.join(maps)}, only named, {how}"


def arithmetic(exact: bool, digits: int) -> str:
    """How numbers are compared."""
    return "exactly, in rational numbers" if exact else f"to {digits} digits"


def method(exact: bool, digits: int, sizes: Sequence[Mapping[str, int]]) -> str:
    points = "1 random point" if len(sizes) == 1 else f"{len(sizes)} random points"
    where = "; ".join(sizes_text(s) for k, s in enumerate(sizes) if s and s not in sizes[:k])
    return f"at {points}{f' ({where})' if where else ''}, {arithmetic(exact, digits)}; derivatives by dual numbers"


def sizes_text(sizes: Mapping[str, int]) -> str:
    drawn = (f"{n} in place of {name}" if name.isdecimal() else f"{name}={n}" for name, n in sizes.items())
    return ", ".join(drawn) or "concrete sizes"


def mat_text(a: Mat) -> str:
    """At most a dozen entries, at most a dozen digits each."""
    rows, columns = a.shape
    text = "; ".join(", ".join(map(number_text, row[:4])) + (", ..." if columns > 4 else "") for row in a.rows[:3])
    return f"[{text}{'; ...' if rows > 3 else ''}] ({rows} x {columns})"


def number_text(a: Scalar) -> str:
    if type(a) is Decimal:
        return f"{a:.12g}"
    return str(a.a) if type(a) is Dual else str(a)
