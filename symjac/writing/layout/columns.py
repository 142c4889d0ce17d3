"""Columns of numbers: what is put, unseen, before each number of a table so that points, or last digits, lie below each other."""

from __future__ import annotations

from symjac.writing.block import Table, Text
from symjac.writing.box import Box, Dots, Infix, Num, Prefix

MINUS = "−"


def leads(table: Table) -> tuple[tuple[str, ...], ...]:
    """For every cell a minus and zeros that take the room of what its number lacks to the left of the point; '' elsewhere."""
    columns = [missing([before_the_point(cell) for cell in column]) for column in zip(*table.rows, strict=True)]
    return tuple(zip(*columns, strict=True))


def whole(table: Table) -> tuple[bool, ...]:
    """Which columns hold whole numbers only: where nothing unseen can be put before a number, these are set to the right."""
    return tuple(all(map(is_whole, column)) for column in zip(*table.rows, strict=True))


def is_whole(cell: Text) -> bool:
    digits = before_the_point(cell)
    return digits == "" or (digits is not None and "." not in repr(cell) and "·" not in repr(cell))


def missing(column: list[str | None]) -> list[str]:
    """'−12' and '5' lack '' and '−0'. A column with words in it is none of numbers; None."""
    if None in column:
        return ["" for _ in column]
    found = [lead or "" for lead in column]
    sign = any(lead.startswith(MINUS) for lead in found)
    most = max(len(lead.removeprefix(MINUS)) for lead in found)
    return [room(lead, sign, most) if lead else "" for lead in found]


def room(lead: str, sign: bool, most: int) -> str:
    return MINUS * (sign and not lead.startswith(MINUS)) + "0" * (most - len(lead.removeprefix(MINUS)))


def before_the_point(cell: Text) -> str | None:
    """'−12' of −12.5; '' of dots or an empty cell, None of words."""
    match cell:
        case () | ("",) | (Dots(),):
            return ""
        case (str() as word,):
            return word if word.isdigit() else None
        case (part,) if isinstance(part, Box):
            return of_number(part)
        case _:
            return None


def of_number(box: Box) -> str | None:
    """The digits of a number, or of the first factor of 8.2 · 10⁻⁹."""
    match box:
        case Num(text):
            return text.split(".")[0]
        case Prefix("−", body):
            inner = of_number(body)
            return None if inner is None else MINUS + inner
        case Infix((first, *_), ("·", *_)):
            return of_number(first)
        case _:
            return None
