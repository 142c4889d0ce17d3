"""A part on its way to the page: its keys with the numbers of the variant put in, and what holds for the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symjac.errors import SymjacError
from symjac.pages.exam.sheet import Item, Part, Sheet
from symjac.pages.exam.slots import filled, typeset
from symjac.writing.block import Block, Paragraph, Text
from symjac.writing.box import Box

PUT_IN = frozenset(
    "f wrt where subject_to at instance claim layers data target features ridge weights function".split()
)  # with {c}


@dataclass(frozen=True, eq=False)
class Context:
    """values: parameters and earlier answers by name, as they are typed into formulas."""

    sheet: Sheet
    item: Item
    part: Part
    values: Mapping[str, str]

    def get(self, key: str, usual: Any = None) -> Any:
        """A key of the part, its slots filled."""
        found = self.part.given.get(key, usual)
        if key in PUT_IN and isinstance(found, str):
            return filled(found, self.values)
        if key in ("tries", "accept") and found:
            return [filled(each, self.values) for each in found]
        return found

    @property
    def detail(self) -> str:
        return str(self.get("detail", "exam"))

    @property
    def language(self) -> str:
        return self.sheet.language

    def text(self, text: str, boxes: Mapping[str, Box]) -> Text:
        return typeset(text, self.values, boxes)

    def paragraphs(self, key: str, boxes: Mapping[str, Box], usual: tuple[Block, ...] = ()) -> tuple[Block, ...]:
        """A key that holds text, an empty line between paragraphs; `usual` where there is no such key."""
        given = self.get(key)
        if given is None:
            return usual
        try:
            return tuple(Paragraph(self.text(part, boxes)) for part in pieces(given))
        except SymjacError as fault:
            raise self.fault(fault, key) from fault

    def fault(self, fault: SymjacError, key: str | None = None) -> SymjacError:
        """The fault with the item and part that it stands in, and the line of the file."""
        if getattr(fault, "placed", False):
            return fault
        found = self.sheet.fault(self.item, self.part, key if key in self.part.given else None, "")
        line = f"{found.message.partition(':')[0]}: " if found.message.startswith("line ") else ""
        fault.message = f"{line}item {self.item.id!r}, part {self.part.id!r}: {fault.message}"
        fault.args, fault.placed = (fault.message,), True  # type: ignore[attr-defined]
        return fault


def pieces(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
