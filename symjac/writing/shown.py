"""Shown: what has a document is drawn in every format, on the terminal and in notebooks."""

from __future__ import annotations

from typing import Any

from symjac.writing.block import Document
from symjac.writing.draw import drawn


class Shown:
    """The one way in which results are shown: they say what their document is."""

    def document(self) -> Document:
        raise NotImplementedError

    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """As text in one of the formats: latex, html, markdown, text, json, typst."""
        return drawn(self.document(), format, fragment=fragment, **options)

    def __str__(self) -> str:
        return self.render("text")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": self.render("text"),
            "text/html": self.render("html", fragment=True),
            "text/markdown": self.render("markdown"),
            "text/latex": self.render("latex", fragment=True),
        }
