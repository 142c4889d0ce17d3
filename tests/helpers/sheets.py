"""Exam sheets of one item for tests: the parts, parted by ---, as they stand in the file; and what is written of them."""

from __future__ import annotations

from collections.abc import Iterable

from symjac.pages.exam.face import Sheet, read
from symjac.pages.exam.made import Made
from symjac.pages.exam.variant import variant
from symjac.writing.block import Block, Document
from symjac.writing.formats.text import page as text

HEAD = """
symjac = 1
[sheet]
id = "own"
title = "Own"
language = "{}"
class = "{}"
[[item]]
id = "i"
{}
"""


def sheet(parts: str, language: str = "en", look: str = "exam", params: str = "") -> Sheet:
    return read(HEAD.format(language, look, params) + "\n".join(f"[[item.part]]\n{one}" for one in parts.split("---")))


def made(parts: str, language: str = "en") -> Made:
    """The one part, worked out."""
    (found,) = variant(sheet(parts, language)).questions[0].parts
    return found


def words(blocks: Iterable[Block]) -> str:
    """As they stand in a terminal, in one line."""
    return " ".join(text.document(Document((), tuple(blocks))).split())
