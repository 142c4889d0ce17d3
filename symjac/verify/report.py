"""What was checked, and how, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from symjac.expr.names import look_of
from symjac.verify.exact import Mat
from symjac.verify.scalars import Dual, Scalar
from symjac.writing.block import Inline, Text
from symjac.writing.box import Num, equation

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
    agreement: Text = ()  # how far and for which numbers both sides agree, to be read in a sentence

    def __str__(self) -> str:
        lines = "1 line" if self.lines == 1 else f"{self.lines} lines"
        return f"{lines} checked {self.method}"

    def __repr__(self) -> str:
        return f"<Report: {self}>"

    @property
    def sentence(self) -> Text:
        """The same for the reader of a page."""
        lines = {1: "the line", 2: "both lines"}.get(self.lines, f"all {self.lines} lines")
        return (f"In {lines} both sides agree ", *self.agreement, ".") if self.lines else (f"{self}.",)


def report(lines: int, skipped: int, found: Sequence[tuple[Point, int]], maps: Sequence[str] = ()) -> Report:
    exact = all(point.numbers.exact for point, _ in found)
    digits = 0 if exact else min(d for point, d in found if not point.numbers.exact)
    sizes = tuple(dict(point.sizes) for point, _ in found)
    random = any(point.values for point, _ in found)
    how = method(exact, digits, sizes) if random else arithmetic(exact, digits)
    agreement = agree(exact, digits, sizes if random else None) + stood_for(maps)
    return Report(lines, skipped, exact, digits, sizes, how + stand_ins(maps), agreement)


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


def agree(exact: bool, digits: int, sizes: Sequence[Mapping[str, int]] | None) -> Text:
    """How far both sides agree, and for which numbers; sizes: None where only numbers that stand in the lines were compared."""
    far = "exactly" if exact else f"to {digits} digits"
    if sizes is None:
        return (far,)
    different = [s for k, s in enumerate(sizes) if s and s not in sizes[:k]]
    cases = (part for k, s in enumerate(different) for part in (" and with " if k else ", with ", *beside(s)))
    return (far, " for random numbers", *cases, "; the derivatives were found independently, by dual numbers")


def beside(sizes: Mapping[str, int]) -> Text:
    """N = 2, M = 3; 2 in place of 128"""
    return tuple(part for k, (name, n) in enumerate(sizes.items()) for part in (", " if k else "", drawn(name, n)))


def drawn(name: str, n: int) -> Inline:
    return f"{n} in place of {name}" if name.isdecimal() else equation(look_of(name), Num(str(n)))


def stood_for(maps: Sequence[str]) -> Text:
    if not maps:
        return ()
    taken = "random polynomial maps were" if len(maps) > 1 else "a random polynomial map was"
    return (f". In place of {' and '.join(maps)}, of which only the name is given, {taken} taken",)


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
