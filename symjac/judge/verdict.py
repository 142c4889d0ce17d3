"""The verdict on an answer, as a person gets it: it draws itself in every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symjac.judge.document import document, rendered
from symjac.judge.judged import Judged, Mistake
from symjac.writing.block import Document

__all__ = ["Mistake", "Verdict"]


@dataclass(frozen=True)
class Verdict(Judged):
    """status: correct, unsimplified, layout, wrong or invalid; true where the answer is equal to the derivative.

    mistakes: each with a code, a sentence and the step of the derivation it concerns; counterexample: sizes, values and the
    entry that differs, or None; facts: what is true of a wrong answer nevertheless; sure: what the comparison is worth.
    """

    def document(self, *, reveal: bool = False) -> Document:
        """Question, answer as read, verdict, and the derivation up to the wrong step (reveal: all of it)."""
        return document(self, reveal)

    def render(self, format: str = "text", *, reveal: bool = False, fragment: bool = False, **options: Any) -> str:
        """The verdict in one of the formats: text, latex, html, markdown, json, typst."""
        return rendered(self, format, reveal=reveal, fragment=fragment, **options)

    def __repr__(self) -> str:
        return f"<Verdict: {self}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.render("text"), "text/markdown": self.render("markdown", notebook=True)}
