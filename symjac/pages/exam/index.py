"""The index of a build: for every student the version, the numbers that were drawn, and the answers; as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from symjac.lazy import regex
from symjac.pages.exam.roster import Student
from symjac.pages.exam.variant import Variant
from symjac.writing import atomic

COLUMNS = ("student", "script", "version", "item", "part", "marks", "answer")


def entry(v: Variant, who: Student) -> dict[str, Any]:
    return {
        "student": who.id, "name": who.name, "script": who.script, "folder": who.folder if who.id else ".", "version": v.version,
        "items": [
            {
                "id": q.item.id,
                "values": {name: value for name, value in q.values.items() if "." not in name},
                "answers": {part.id: answer_of(made) for part, made in q.pairs},
                "marks": {part.id: float(made.marks) for part, made in q.pairs},
            }
            for q in v.questions
        ],
    }  # fmt: skip


def answer_of(made: Any) -> str:
    """The letter of the right choice, or the answer in plain spelling."""
    if made.choices:
        return next(letter for letter, choice in zip("ABCDEFGHIJ", made.choices, strict=False) if choice.right)
    return str(made.answer)


def written_index(out: Path, entries: Sequence[dict[str, Any]]) -> None:
    atomic.write(out / "index.json", (json.dumps(list(entries), ensure_ascii=False, indent=1) + "\n").encode())
    rows = [
        (e["student"], e["script"], e["version"], item["id"], part, f"{item['marks'][part]:g}", answer)
        for e in entries
        for item in e["items"]
        for part, answer in item["answers"].items()
    ]
    atomic.write(out / "index.csv", table(COLUMNS, rows).encode("utf-8"))


def table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """CSV in which no cell is a formula to a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


_FORMULA = regex(r"^\s*[=+\-@\t\r]")
_NUMBER = regex(r"-?\d+(\.\d+)?")


def harmless(cell: Any) -> str:
    """What a spreadsheet would take for a formula starts with an apostrophe; numbers stay numbers."""
    text = str(cell).replace("\r", " ").replace("\n", " ")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
