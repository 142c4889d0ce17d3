"""An exam sheet from a list of tasks and a seed: the sheet for the students, or with its solutions.

A list of numbers in braces, {2, 3, 5} x'A x, is drawn from: another seed gives another sheet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from symjac.lazy import regex
from symjac.pages.exam.document import document, footer
from symjac.pages.exam.roster import Student
from symjac.pages.exam.sheet import sheet
from symjac.pages.exam.variant import variant
from symjac.pages.exam.words import say
from symjac.pages.live.reading import guessed
from symjac.writing.block import Document, Paragraph
from symjac.writing.draw import drawn

CHOICE = regex(r"(?<![_^\\A-Za-z}])\{\s*(-?[\d./]+(?:\s*,\s*-?[\d./]+)+)\s*\}")


def exam(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet as it stands on the page."""
    given = described(asked)
    found = sheet(given, json.dumps(given), Path())  # on which the version depends
    chosen = variant(found)
    which = "key" if asked.get("solution") else "problem"
    page = document(chosen, Student(), which)
    page = Document(page.title, (*page.blocks, Paragraph(footer(chosen))), page.language)
    return {"html": drawn(page, "html", fragment=True, styled=False), "marks": float(found.total), "version": chosen.version}


def described(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet as its file would say it."""
    language = asked.get("language", "en")
    head = {
        "id": "symjac", "title": asked.get("title") or say(language, "exercises"), "seed": asked.get("seed", 1),
        "language": language, "layout": "column" if asked.get("layout") == "denominator" else "row",
    }  # fmt: skip
    return {"symjac": 1, "sheet": head, "item": [item(task, k) for k, task in enumerate(asked["tasks"], 1)]}


def item(task: Mapping[str, Any], k: int) -> dict[str, Any]:
    """One task; what is drawn in it has the names n1, n2, …"""
    choices = [match[1] for match in CHOICE.finditer(task["f"])]
    names = iter(f"n{number}" for number in range(1, len(choices) + 1))
    f = CHOICE.sub(lambda _: f"{{{next(names)}}}", task["f"])
    wrt = task.get("wrt") or guessed(CHOICE.sub("2", task["f"]), task.get("where")) or "x"
    part = {"f": f, "wrt": wrt, "marks": task.get("marks", 4), "order": task.get("order", 1), "where": task.get("where", "")}
    drawn_from = {f"n{n}": [each.strip() for each in choice.split(",")] for n, choice in enumerate(choices, 1)}
    return {"id": f"task-{k}", "params": drawn_from, "part": [{key: value for key, value in part.items() if value != ""}]}
