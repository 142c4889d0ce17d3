"""1,5;2 and [1, 2; 3, 4]: text into cells that know where they stand, and a cell into an exact number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symjac.errors import LimitError, ParseError
from symjac.lazy import regex

NUMBER = regex(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
QUOTIENT = regex(r"[+-]?\d{1,80}/\d{0,79}[1-9]\d{0,79}")
SEPARATOR = regex(r"sep=([;,\t])\s*?(?:\r\n|\n|\r)", re.IGNORECASE)  # the first line that Excel writes and reads
LARGEST_POWER = 60  # of ten


@dataclass(frozen=True)
class Cell:
    """A text in a table; line and column count from 1."""

    text: str
    line: int
    column: int


def place(cell: Cell, names: Sequence[str] = ()) -> str:
    """line 3, column 2 (rooms)"""
    name = f" ({names[cell.column - 1]})" if len(names) >= cell.column else ""
    return f"line {cell.line}, column {cell.column}{name}" if cell.line else f"column {cell.column}"


def number_in(text: str, comma: bool = False) -> Fraction | None:
    """The number that a cell is, exactly: 3, −2.5, 1e3, and 2,5 where commas are decimal; None if it is none."""
    plain = text.strip().replace("\u2212", "-")
    plain = plain.replace(",", ".") if comma and plain.count(",") == 1 and "." not in plain else plain
    if not plain.isascii() or NUMBER.fullmatch(plain) is None or len(plain) > 200:
        return None
    exponent = re.split("[eE]", plain)[-1] if "e" in plain.lower() else "0"
    return Fraction(plain) if abs(int(exponent)) <= LARGEST_POWER else None


def rational_in(text: str) -> Fraction | None:
    """A number or a quotient of whole numbers: 1/3. In a CSV file a quotient is no number: it may be a date."""
    plain = "".join(text.split()).replace("\u2212", "-")
    return Fraction(plain) if plain.isascii() and QUOTIENT.fullmatch(plain) else number_in(text)


def cells_of_text(text: str) -> tuple[list[list[Cell]], bool]:
    """The lines of a CSV file that are not blank, and whether a comma is the decimal sign."""
    text = text.removeprefix("\ufeff")
    said = SEPARATOR.match(text)
    sign = said[1] if said else delimiter(text)
    text = "\n" + text[said.end() :] if said else text  # the numbers of the lines stay
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True, skipinitialspace=True)
    lines: list[list[Cell]] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append([Cell(cell, start, k) for k, cell in enumerate(row, 1)])
            start = reader.line_num + 1
    except csv.Error as failure:
        if "field limit" in str(failure):
            hint = "perhaps a quotation mark is missing"
            raise LimitError(f"line {start}: a cell has more than {csv.field_size_limit()} characters", hint=hint) from failure
        raise ParseError(f"line {start}: the quotation marks do not fit ({failure})") from failure
    return lines, decimal_comma(lines, sign)


def delimiter(text: str) -> str:
    """A semicolon, tab or comma, whichever stands in the first line that is not blank, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return next((sign for sign in ";\t" if sign in bare), ",")


def decimal_comma(lines: Sequence[Sequence[Cell]], sign: str) -> bool:
    """Whether 2,5 is two and a half: where commas part no cells. Points beside them would leave it open."""
    if sign == ",":
        return False
    commas = [cell for line in lines for cell in line if re.fullmatch(r"\s*[+\-\u2212]?\d*,\d+\s*", cell.text)]
    points = [cell for line in lines for cell in line if re.fullmatch(r"\s*[+\-\u2212]?\d*\.\d+\s*", cell.text)]
    if commas and points:
        found = f"{commas[0].text.strip()} in line {commas[0].line}, {points[0].text.strip()} in line {points[0].line}"
        raise ParseError("decimal commas and decimal points are mixed", found=found)
    return bool(commas)


def cells_of_literal(text: str) -> list[list[Cell]]:
    """[1, 2; 3, 4] or [[1, 2], [3, 4]]; entries parted by commas or blanks; 1/2 is a number here."""
    body = text.strip()
    if not body.endswith("]"):
        raise ParseError("the table ends without its bracket", source=text, span=(len(text) - 1, len(text)), expected="]")
    body = re.sub(r"\]\s*,\s*\[", ";", body[1:-1].strip())
    if body.startswith("[") and body.endswith("]"):
        body = body[1:-1]
    rows = [row for row in re.split(r"[;\n]", body) if row.strip()]
    return [[Cell(t, r, k) for k, t in enumerate(entries(row), 1)] for r, row in enumerate(rows, 1)]


def is_literal(text: str) -> bool:
    """[1, 2; 3, 4], in one line or in several; [kg],y with rows below it is a CSV file."""
    text = text.strip()
    first = text.partition("\n")[0]
    return text.startswith("[") and (text.endswith("]") or first == text or first.count("[") != first.count("]"))


def entries(row: str) -> list[str]:
    return row.split(",") if "," in row else row.split()
