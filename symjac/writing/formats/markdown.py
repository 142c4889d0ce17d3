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

from symjac.lazy import regex
from symjac.writing import block as kinds
from symjac.writing.block import Block, Document, Inline, Text
from symjac.writing.box import Box
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.text import glyphs
from symjac.writing.formats.text.page import Page, titled
from symjac.writing.layout.columns import whole
from symjac.writing.layout.fit import guard_document
from symjac.writing.layout.links import CONTENTS, anchor_name, anchor_of, display_unlinked, nested, numbered, unlinked

SUFFIXES = (".md", ".markdown")

# Commands of one sign, which Markdown would take for an escaped sign, and their names.
NAMED = {
    r"\,": r"{\ }", r"\!": "{}", r"\:": r"{\ }", r"\;": r"{\ }",  # which MathJax, KaTeX and pandoc all read, unlike \thinspace
    r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\|": r"\Vert ", "<": r"\lt ", ">": r"\gt ",
}  # fmt: skip

# A row end within a line: as it stands, the end and a space; where escapes are undone, the end alone. pandoc knows no \cr.
ROW_END = r"\\\ "

BELOW = 2  # levels between the title of a notebook and that of what a cell shows
PICTURE = 80  # columns that every reader shows without scrolling

_NAMED = regex(r"((?<!\\)\\[,!:;{}|]|[<>]) ?")
_ROW_END = regex(r"\\\\(\[[^\]]*\])?\s*")
_UNSAFE = regex(r"\\[!-/:-@\[-`{-~]|[*`]")
_INNER_DOLLARS = regex(r"(?<!\\)\$(.*?)(?<!\\)\$", re.DOTALL)
_SPECIAL = regex(r"[\\`*_\[\]<>|#~&{}]")
_OPENER = regex(r"^(\d*)([-+=.)])")


def box(b: Box, *, fences: bool = False) -> str:
    """One formula for a line of prose."""
    return _inline(latex.box(b), fences)


def document(doc: Document, *, fences: bool = False, notebook: bool = False) -> str:
    """The document; with `fences`, displays in ```math blocks, which only GitHub and GitLab draw, but verbatim.

    notebook: its title stands below those of the notebook, and its pictures are images.
    """
    guard_document(doc)
    writer = Writer(fences, numbered(doc.blocks), notebook)
    title = [] if titled(doc) else [f"{'#' * (1 + writer.below)} {writer.line(doc.title)}"]
    return "\n\n".join(filter(None, (*title, writer.blocks(doc.blocks)))) + "\n"


class Writer:
    """Writes blocks, formulas in dollars or in fences; `headings` are those that a list of contents names."""

    def __init__(self, fences: bool, headings: Sequence[kinds.Heading] = (), notebook: bool = False) -> None:
        self.fences = fences
        self.headings = headings
        self.notebook = notebook
        self.below = BELOW if notebook else 0

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks with a blank line between them; notes that follow each other are one quotation."""
        groups = groupby(blocks, key=lambda each: isinstance(each, kinds.Note))
        return "\n\n".join(("\n>\n" if notes else "\n\n").join(map(self.block, run)) for notes, run in groups)

    def block(self, each: Block) -> str:
        match each:
            case kinds.Heading():
                return self.heading(each)
            case kinds.Contents():
                return "\n".join((f"{'#' * (2 + self.below)} {CONTENTS}\n", *self.contents(self.headings)))
            case kinds.Paragraph(text, lead):
                return " ".join(filter(None, (f"**{_escaped(lead)}**" if lead else "", self.line(text))))
            case kinds.Equation() | kinds.Aligned():
                return self.display(latex.display(display_unlinked(each)))
            case kinds.Table():
                return self.table(each)
            case kinds.Figure():
                return self.figure(each)
            case kinds.Items(items):
                return "\n".join(f"- {self.line(item)}" for item in items)
            case kinds.Note(kind, text):
                return f"> *{kind.capitalize()}:* {self.text(text)}"
            case kinds.Details(summary, blocks):
                # Markdown is not read in a summary: its formulas are written out in Unicode
                shown = escape(_written_out(summary), quote=False)
                return f"<details>\n<summary>{shown}</summary>\n\n{self.blocks(blocks)}\n\n</details>"
            case kinds.Room(height):
                return "\n\n".join(["<br>"] * max(1, round(height)))
            case kinds.PageBreak():
                return "---"
            case _:
                assert_never(each)

    def text(self, text: Text) -> str:
        """Prose with formulas in it."""
        return "".join(map(self.part, text)).strip()

    def part(self, part: Inline) -> str:
        match part:
            case str():
                return _escaped(part)
            case kinds.Link(words, anchor):
                return f"[{_escaped(words)}](#{anchor_name(anchor)})"
            case kinds.Mark(points):
                return rf"**\[{_escaped(points)}\]**"
            case _:
                return box(part, fences=self.fences)

    def line(self, text: Text) -> str:
        """Prose at the start of a line, where a dash or a number would open a list."""
        return _OPENER.sub(r"\1\\\2", self.text(text))

    def heading(self, each: kinds.Heading) -> str:
        place = f'<a id="{anchor_of(each)}"></a>' if each.anchor or (each.number and self.headings) else ""
        number = f"{_escaped(each.number)} " if each.number else ""
        title = self.text(each.text) if place or number else self.line(each.text)
        return f"{'#' * min(each.level + 1 + self.below, 6)} {place}{number}{title}"

    def contents(self, headings: Sequence[kinds.Heading], indent: str = "") -> list[str]:
        """A list of links; their formulas are written out in Unicode, because not every reader draws any in a link."""
        lines: list[str] = []
        for heading, below in nested(headings):
            title = _escaped(f"{heading.number} {_written_out(unlinked(heading.text))}")
            lines += [f"{indent}- [{title}](#{anchor_of(heading)})", *self.contents(below, indent + "  ")]
        return lines

    def figure(self, each: kinds.Figure) -> str:
        """The picture in characters, because GitHub takes out SVG; its words under a summary, because nobody hears dots."""
        if self.notebook:
            from symjac.writing.formats.html.image import tag

            return "\n\n".join(filter(None, (tag(each.drawing, each.alt), self.line(each.caption))))
        from symjac.writing.formats.text.raster import picture  # few documents have pictures

        drawn = "\n".join(("```text", *picture(each.drawing, PICTURE), "```"))
        words = f"<details>\n<summary>The picture in words</summary>\n\n{self.line((each.alt,))}\n\n</details>"
        return "\n\n".join(filter(None, (drawn, self.line(each.caption), words)))

    def display(self, source: str) -> str:
        safe = _protected(source)
        if self.fences or _suffers(safe):
            return f"```math\n{source}\n```"
        return f"$$\n{safe}\n$$"

    def table(self, each: kinds.Table) -> str:
        rule = "|".join(" ---: " if right else " --- " for right in whole(each) or (False,) * len(each.header))
        rows = [self.row(each.header), f"|{rule}|", *map(self.row, each.rows)]
        caption = f"{self.line(each.caption)}\n\n" if each.caption else ""
        return caption + "\n".join(rows)

    def row(self, cells: tuple[Text, ...]) -> str:
        """A row: any bar in a cell is escaped, even in a formula."""
        return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", self.text(cell)) for cell in cells) + " |"


def _written_out(text: Text) -> str:
    """Words and formulas in Unicode."""
    return Page(10**6, False).prose(text).replace("\u00a0", " ")


def _inline(source: str, fences: bool) -> str:
    safe = _protected(source)
    if fences or _suffers(safe):
        return f"$`{source.strip()}`$"
    line = safe.replace("\\\\\n", ROW_END).replace("\n", " ").strip()
    return f"${line}$"


def _suffers(safe: str) -> bool:
    """Whether Markdown would change more of it than the ends of rows."""
    return _UNSAFE.search(safe.replace("\\\\\n", "")) is not None


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
