"""Documents as Markdown that GitHub, Jupyter and pandoc all draw: formulas in dollars, substeps in <details>.

GitHub reads Markdown inside $ and $$ before its math is typeset: backslash escapes are undone, underscores may
become emphasis, a row end counts only at a line end. So dollars get a spelling that survives; fences need none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import assert_never

from symjac.core.block import (
    Aligned,
    Block,
    Details,
    Document,
    Equation,
    Heading,
    Items,
    Note,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from symjac.core.box import Box
from symjac.render import glyphs, latex
from symjac.render.fit import guard_document
from symjac.render.text import Page, titled

# Commands of one sign, which Markdown would take for an escaped sign, and their names.
NAMED = {
    r"\,": r"\thinspace ", r"\!": r"\negthinspace ", r"\:": r"\mkern4mu ", r"\;": r"\mkern5mu ",
    r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\|": r"\Vert ", "<": r"\lt ", ">": r"\gt ",
}  # fmt: skip

_NAMED = re.compile(r"((?<!\\)\\[,!:;{}|]|[<>]) ?")
_ROW_END = re.compile(r"\\\\(\[[^\]]*\])?\s*")
_UNSAFE = re.compile(r"\\[!-/:-@\[-`{-~]|[*`]")
_INNER_DOLLARS = re.compile(r"(?<!\\)\$(.*?)(?<!\\)\$", re.DOTALL)
_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~&{}]")
_OPENER = re.compile(r"^(\d*)([-+=.)])")


def box(b: Box, *, fences: bool = False) -> str:
    """One formula for a line of prose."""
    return _inline(latex.box(b), fences)


def document(doc: Document, *, fences: bool = False) -> str:
    """The document; with `fences`, displays in ```math blocks, which only GitHub and GitLab draw, but verbatim."""
    guard_document(doc)
    writer = Writer(fences)
    title = [] if titled(doc) else [f"# {writer.line(doc.title)}"]
    return "\n\n".join(filter(None, (*title, writer.blocks(doc.blocks)))) + "\n"


class Writer:
    """Writes blocks, formulas in dollars or in fences."""

    def __init__(self, fences: bool) -> None:
        self.fences = fences

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks with a blank line between them; notes that follow each other are one quotation."""
        groups = groupby(blocks, key=lambda each: isinstance(each, Note))
        return "\n\n".join(("\n>\n" if notes else "\n\n").join(map(self.block, run)) for notes, run in groups)

    def block(self, each: Block) -> str:
        match each:
            case Heading(level, text):
                return f"{'#' * min(level + 1, 6)} {self.line(text)}"
            case Paragraph(text, lead):
                return " ".join(filter(None, (f"**{_escaped(lead)}**" if lead else "", self.line(text))))
            case Equation() | Aligned():
                return self.display(latex.display(each))
            case Table():
                return self.table(each)
            case Items(items):
                return "\n".join(f"- {self.line(item)}" for item in items)
            case Note(kind, text):
                return f"> *{kind.capitalize()}:* {self.text(text)}"
            case Details(summary, blocks):
                # Markdown is not read in a summary: its formulas are written out in Unicode
                shown = escape(Page(10**6, False).prose(summary).replace("\u00a0", " "), quote=False)
                return f"<details>\n<summary>{shown}</summary>\n\n{self.blocks(blocks)}\n\n</details>"
            case PageBreak():
                return "---"
            case _:
                assert_never(each)

    def text(self, text: Text) -> str:
        """Prose with formulas in it."""
        parts = (_escaped(part) if isinstance(part, str) else box(part, fences=self.fences) for part in text)
        return "".join(parts).strip()

    def line(self, text: Text) -> str:
        """Prose at the start of a line, where a dash or a number would open a list."""
        return _OPENER.sub(r"\1\\\2", self.text(text))

    def display(self, source: str) -> str:
        safe = _protected(source)
        if self.fences or _UNSAFE.search(safe.replace("\\\\\n", "")):
            return f"```math\n{source}\n```"
        return f"$$\n{safe}\n$$"

    def table(self, each: Table) -> str:
        rule = "|".join(" --- " for _ in each.header)
        rows = [self.row(each.header), f"|{rule}|", *map(self.row, each.rows)]
        caption = f"{self.line(each.caption)}\n\n" if each.caption else ""
        return caption + "\n".join(rows)

    def row(self, cells: tuple[Text, ...]) -> str:
        """A row: any bar in a cell is escaped, even in a formula."""
        return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", self.text(cell)) for cell in cells) + " |"


def _inline(source: str, fences: bool) -> str:
    safe = _protected(source).replace("\\\\\n", r"\cr ").replace("\n", " ").strip()
    if fences or _UNSAFE.search(safe):
        return f"$`{source.strip()}`$"
    return f"${safe}$"


def _protected(source: str) -> str:
    """LaTeX that comes through Markdown unchanged in meaning."""
    split = _INNER_DOLLARS.sub(r"}\1\\text{", source)  # no dollars within dollars
    named = _NAMED.sub(lambda found: NAMED[found[1]], split)
    rows = _ROW_END.sub(r"\\\\" + "\n", named)
    apart = rows.replace("](", "] (")  # not a link
    scripts = re.sub(r"(?<=\S)_(?=\{)", " _", apart)  # may open emphasis, never close it
    return re.sub(r"^(?=[-+] |\d+[.)] |[#=])", "{}", scripts, flags=re.MULTILINE)


def _escaped(words: str) -> str:
    """Words with nothing in them that Markdown would read; GitHub also needs a tag around a dollar."""
    plain = re.sub(" +", " ", glyphs.clean(words))
    return _SPECIAL.sub(r"\\\g<0>", plain).replace("$", r"<span>\$</span>")
