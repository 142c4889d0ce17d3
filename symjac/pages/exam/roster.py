"""A roster: a CSV file with a column id and perhaps one for names. A broken row is told, the others are read."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from symjac.errors import ParseError
from symjac.lazy import regex
from symjac.pages.exam.draw import digest

IDS = ("id", "student", "student_id", "number", "matriculation", "matrikelnummer", "nummer", "username", "email")
NAMES = ("name", "full_name", "student_name")
LONGEST = 200  # characters of an id or a name
_SAFE = regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RESERVED = regex(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Student:
    """id: as in the roster; name: to be printed; script: the number of an anonymous script."""

    id: str = ""
    name: str = ""
    script: str = ""

    @property
    def folder(self) -> str:
        """A name for a folder that nothing in the id can lead astray."""
        plain = bool(_SAFE.fullmatch(self.id)) and not _RESERVED.fullmatch(self.id) and not self.id.endswith(".")
        if plain and self.id == self.id.lower():
            return self.id
        kept = re.sub(r"[^A-Za-z0-9-]+", "_", self.id)[:40].strip("_")
        return f"{kept or 'student'}-{digest(self.id).hex()[:8]}"


@dataclass(frozen=True)
class Roster:
    students: tuple[Student, ...]
    broken: tuple[str, ...]  # what is wrong with the rows that are left out, with their lines


def roster(given: Any) -> Roster:
    """From a CSV file, or from ids, mappings {"id": …, "name": …} or Students."""
    if isinstance(given, Roster):
        return given
    if isinstance(given, str | Path):
        return read(Path(given))
    return sorted_out([(f"entry {k}", one(each)) for k, each in enumerate(given, 1)])


def one(given: Any) -> tuple[str, str]:
    if isinstance(given, Student):
        return given.id, given.name
    if isinstance(given, Mapping):
        return str(given.get("id", "")), str(given.get("name", ""))
    return str(given), ""


def read(path: Path) -> Roster:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ParseError(f"cannot read the roster {str(path)!r}", found=str(fault)) from fault
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\x00", "")), delimiter=delimiter(text)))
    if not rows:
        raise ParseError(f"the roster {str(path)!r} is empty", expected="a header with a column id, a line for each student")
    header = [word.strip().lower().replace(" ", "_") for word in rows[0]]
    at = column(header, IDS)
    if at is None:
        raise ParseError(
            f"the roster {str(path)!r} has no column for the id", found=", ".join(rows[0])[:80], expected=", ".join(IDS)
        )
    name = column(header, NAMES)
    given = [(f"line {k}", (cell(row, at), cell(row, name))) for k, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    return sorted_out(given)


def delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def column(header: list[str], names: Iterable[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def sorted_out(given: Iterable[tuple[str, tuple[str, str]]]) -> Roster:
    students: dict[str, Student] = {}
    broken: list[str] = []
    for where, (id, name) in given:
        reason = wrong(id, name) or ("is listed twice" if id in students else "")
        if reason:
            broken.append(f"{where}: {id[:60]!r} {reason}")
        else:
            students[id] = Student(id, name)
    return Roster(tuple(students.values()), tuple(broken))


def wrong(id: str, name: str) -> str:
    if not id:
        return "is no id"
    if max(len(id), len(name)) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in id + name):
        return "has characters that cannot be printed"
    return ""


def anonymous(roster: Roster, sheet: str, seed: str) -> Roster:
    """Everyone has a number in place of a name; it depends on the sheet, the seed and the id alone, two of a kind aside."""
    taken: set[str] = set()
    out = []
    for student in roster.students:
        k = 0
        while (
            code := str(100_000 + int.from_bytes(digest("script", sheet, seed, student.id, str(k))[:6], "big") % 900_000)
        ) in taken:
            k += 1
        taken.add(code)
        out.append(replace(student, script=code))
    return Roster(tuple(out), roster.broken)
