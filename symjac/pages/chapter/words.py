"""The prose of a chapter; what is wrong with it is said with the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symjac.errors import SymjacError
from symjac.pages.prose import prose
from symjac.writing.block import Block, Link, Paragraph, Text


def said(text: Iterable[str], links: Mapping[str, Link], where: str) -> list[Block]:
    return [Paragraph(typed(part, links, where)) for part in text]


def typed(words: str, links: Mapping[str, Link], where: str) -> Text:
    """Prose, with formulas and references."""
    try:
        return prose(words, links)
    except SymjacError as fault:
        located(fault, where)
        raise


def located(fault: SymjacError, where: str) -> None:
    """Puts the place in the chapter before the message."""
    fault.message = f"{where}: {fault.message}"
