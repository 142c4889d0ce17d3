"""What is typed, while it is typed: the formula (read), and an answer to a question (answer)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from symjac.errors import SymjacError
from symjac.judge.asked import ask
from symjac.judge.claims import read as read_claim
from symjac.judge.lines import chain
from symjac.pages.live import Reading, read_live
from symjac.pages.live.fault import fault
from symjac.pages.live.reading import guessed
from symjac.writing.formats.html import mathml


def read(asked: Any) -> dict[str, Any]:
    """The echo of a formula, its names, what would be differentiated by, or what is the matter."""
    return recorded(read_live(asked["text"], asked.get("where"), wrt=asked.get("wrt") or None))


def recorded(found: Reading) -> dict[str, Any]:
    return {**asdict(found), "variable": found.variable, "mathml": found.mathml, "latex": found.latex}


def answer(asked: Any) -> dict[str, Any]:
    """The echo of an answer, every side of a chain of equalities by itself."""
    where = asked.get("where")
    wrt = asked.get("wrt") or guessed(asked["f"], where)
    conventions = asked.get("order", 1), asked.get("layout", "numerator"), asked.get("order_of", "notes")
    question = ask(asked["f"], wrt, where, *conventions, None)
    defined, sides = chain(asked["claim"], question)
    return {"lines": [side(question, defined, text) for text in sides]}


def side(question: Any, defined: str, text: str) -> dict[str, Any]:
    """One side, typeset, or what is the matter with it."""
    try:
        return {"mathml": mathml.box(read_claim(defined + text, question).box, display=False), "fault": None}
    except SymjacError as error:
        told = fault(error, defined + text, "", lambda other: read_claim(other, question))
        return {"mathml": "", "fault": asdict(told)}
