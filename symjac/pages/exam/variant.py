"""The questions of one student: parameters drawn, parts made, nothing degenerate among them.

What is drawn depends on the id of the sheet, its seed, the student, the item and the name of the parameter: SHA-256 of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symjac.errors import SymjacError
from symjac.pages.exam import params
from symjac.pages.exam.context import Context
from symjac.pages.exam.draw import Draw, digest
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts import make
from symjac.pages.exam.sheet import Item, Part, Sheet

ATTEMPTS = 25  # draws until a variant is not degenerate


@dataclass(frozen=True)
class Question:
    """An item with its numbers. refused: why it should not be printed, '' where it may be."""

    item: Item
    values: Mapping[str, str]
    parts: tuple[Made, ...]
    refused: str = ""

    @property
    def pairs(self) -> tuple[tuple[Part, Made], ...]:
        return tuple(zip(self.item.parts, self.parts, strict=True))

    @property
    def total(self) -> Fraction:
        return self.item.total

    @property
    def level(self) -> int:
        """The level of its hardest part."""
        return max(part.size.level for part in self.parts)


@dataclass(frozen=True)
class Variant:
    """The sheet of one student; version: what stands at the foot of its pages."""

    sheet: Sheet
    student: str
    questions: tuple[Question, ...]

    @property
    def version(self) -> str:
        """Eight characters that depend on the file and the student."""
        code = digest("version", self.sheet.source, self.student).hex()[:8].upper()
        return f"{code[:4]}-{code[4:]}"


def variant(sheet: Sheet, student: str = "") -> Variant:
    return Variant(sheet, student, tuple(question(sheet, item, student) for item in sheet.items))


def question(sheet: Sheet, item: Item, student: str) -> Question:
    """The first draw that is fit to be printed; a SymjacError where there is none."""
    for attempt in range(ATTEMPTS if item.params else 1):
        found = drawn(sheet, item, student, attempt)
        if not found.refused:
            return found
    raise sheet.fault(
        item, None, None, f"item {item.id!r}: no variant is fit to be printed: {found.refused}", hint="other params"
    )


def drawn(sheet: Sheet, item: Item, student: str, attempt: int = 0) -> Question:
    values = {
        name: value_of(sheet, item, name, Draw(sheet.id, str(sheet.head.get("seed", 0)), student, item.id, name, str(attempt)))
        for name in item.params
    }
    made, known = parts(sheet, item, values)
    seed = (sheet.id, str(sheet.head.get("seed", 0)), student, item.id)
    mixed = tuple(shuffled(each, Draw(*seed, part.id, "order")) for part, each in zip(item.parts, made, strict=True))
    return Question(item, known, mixed, refusal(item, made))


def value_of(sheet: Sheet, item: Item, name: str, draw: Draw) -> str:
    try:
        return params.drawn(name, item.params[name], draw)
    except SymjacError as fault:
        raise sheet.fault(item, None, "params", f"item {item.id!r}: {fault.message}", hint=fault.hint) from fault


def parts(sheet: Sheet, item: Item, values: Mapping[str, str]) -> tuple[tuple[Made, ...], Mapping[str, str]]:
    """The parts for these numbers, and the values with the answers."""
    known, made = dict(values), list[Made]()
    for part in item.parts:
        made.append(part_of(sheet, item, part, {name: value for name, value in known.items() if name in part.names}))
        known[f"answer.{part.id}"] = made[-1].answer
    return tuple(made), known


def part_of(sheet: Sheet, item: Item, part: Part, values: Mapping[str, str]) -> Made:
    """A part depends on the names that stand in it; it is made once, however many students have the same numbers in it."""
    key = (item.id, part.id, tuple(values.items()))
    if key not in sheet.memo:
        context = Context(sheet, item, part, values)
        try:
            sheet.memo[key] = make(context)
        except SymjacError as fault:
            raise context.fault(fault) from fault
    found: Made = sheet.memo[key]
    return found


def shuffled(made: Made, draw: Draw) -> Made:
    return replace(made, choices=tuple(draw.shuffled(made.choices))) if made.choices else made


def refusal(item: Item, made: tuple[Made, ...]) -> str:
    """Why nobody would want to print it."""
    for part, each in zip(item.parts, made, strict=True):
        if each.degenerate:
            return f"part {part.id!r}: {each.degenerate}"
    level, (low, high) = max(part.size.level for part in made), item.band
    return "" if low <= level <= high else f"its difficulty is {level}, which is outside of {low} to {high}"
