"""Documents as terminal text: displays indented, prose wrapped, reasons in a column at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

import symjac.writing.formats.text.glyphs as glyphs
import symjac.writing.formats.text.math as textbox
from symjac.errors import LimitError, UnsupportedError
from symjac.writing import block as kinds
from symjac.writing.block import Block, Document, Inline, Text
from symjac.writing.box import Box
from symjac.writing.formats.text.canvas import Canvas, beside, block, pad, width
from symjac.writing.formats.text.fit import column_of, fit, wrapped
from symjac.writing.formats.text.math import Look
from symjac.writing.layout.columns import leads
from symjac.writing.layout.fit import DEPTH
from symjac.writing.layout.links import CONTENTS, numbered

INDENT = 4  # of displays, notes and details
GAP = 4  # between a formula and what is said about it
MOST_COLUMNS = 10_000
NARROWEST = 22  # a column of reasons; with less room they go under their lines
UNBROKEN = 36  # an inline formula this short is not broken over lines


def box(b: Box, *, ascii: bool = False) -> str:
    """One formula in as many lines and columns as it needs."""
    return "\n".join(text.rstrip() for text in textbox.draw(b, Look(ascii)).lines)


def document(doc: Document, *, width: int = 88, ascii: bool = False) -> str:
    """The document for a terminal of so many columns."""
    if not 1 <= width <= MOST_COLUMNS:
        raise UnsupportedError("a page is not so wide", found=f"width={width}", expected=f"1 to {MOST_COLUMNS} columns")
    page = Page(max(width, NARROWEST), ascii, headings=numbered(doc.blocks))
    title = [] if titled(doc) else page.heading(kinds.Heading(0, doc.title))
    text = "\n\n".join(filter(None, ("\n".join(title), page.blocks(doc.blocks))))
    return "\n".join(each.rstrip() for each in text.split("\n")) + "\n"


def titled(doc: Document) -> bool:
    """Whether the first heading already says the title."""
    return not doc.title or (bool(doc.blocks) and doc.blocks[0] == kinds.Heading(1, doc.title))


@dataclass(frozen=True, slots=True)
class Page:
    """Draws blocks as lines of text within a width."""

    width: int
    ascii: bool
    depth: int = 0
    headings: tuple[kinds.Heading, ...] = ()  # that a list of contents names

    @property
    def look(self) -> Look:
        return Look(self.ascii)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks with a blank line between them, notes close together."""
        out = ""
        for k, each in enumerate(blocks):
            close = isinstance(each, kinds.Note) and k > 0 and isinstance(blocks[k - 1], kinds.Note)
            out += ("\n" if close else "\n\n" if k else "") + "\n".join(self.block(each))
        return out

    def block(self, each: Block) -> list[str]:
        match each:
            case kinds.Heading():
                return self.heading(each)
            case kinds.Contents():
                return self.contents()
            case kinds.Paragraph(text, lead):
                return wrapped(" ".join(filter(None, (glyphs.written(lead, self.ascii), self.prose(text)))), self.width)
            case kinds.Equation():
                return _indented(self.equation(each).lines)
            case kinds.Aligned():
                return _indented(self.aligned(each).lines)
            case kinds.Table():
                return self.table(each)
            case kinds.Figure():
                return self.figure(each)
            case kinds.Items(items):
                return [text for item in items for text in self.item(item)]
            case kinds.Note(kind, text):
                return self.note(kind, text)
            case kinds.Details():
                return self.details(each)
            case kinds.Room(height, look):
                return [("_" * self.width if look == "lines" else "")] * max(1, round(height))
            case kinds.PageBreak():
                return [("-" if self.ascii else "─") * self.width]
            case _:
                assert_never(each)

    def prose(self, text: Text) -> str:
        """Words and formulas on one line, no-break spaces in short formulas."""
        return "".join(map(self.part, text)).strip(" ")

    def part(self, part: Inline) -> str:
        match part:
            case str():
                return self.words(part)
            case kinds.Link(words):
                return self.words(words)
            case kinds.Mark(points):
                return f"[{self.words(points)}]"
            case _:
                return self.inline(part)

    def words(self, text: str) -> str:
        return glyphs.written(text, self.ascii)

    def inline(self, formula: Box) -> str:
        flat = textbox.flat(formula, ascii=self.ascii)
        return flat.replace(" ", "\u00a0") if width(flat) <= UNBROKEN else flat

    def heading(self, each: kinds.Heading) -> list[str]:
        rule = ("=-.." if self.ascii else "═─┄┄")[min(each.level, 3)]
        number = f"{self.words(each.number)}\u00a0 " if each.number else ""
        lines = wrapped(number + self.prose(each.text), self.width, width(number))
        return [*lines, rule * max(map(width, lines))]

    def contents(self) -> list[str]:
        """The numbered headings, each under the title of the one it belongs to."""
        lines = self.heading(kinds.Heading(1, (CONTENTS,)))
        first = min((heading.level for heading in self.headings), default=0)
        for heading in self.headings:
            number = pad(self.words(heading.number), 2 + 2 * (heading.level - first)) + "  "
            indent = 2 * (heading.level - first) * (heading.level - first + 3) // 2
            text = wrapped(self.prose(heading.text), self.width - indent - width(number))
            lines += _indented([number + text[0], *(" " * width(number) + more for more in text[1:])], indent)
        return lines

    def figure(self, each: kinds.Figure) -> list[str]:
        from symjac.writing.formats.text.raster import picture  # few documents have pictures

        caption = wrapped(self.prose(each.caption), self.width - INDENT) if each.caption else []
        drawn = picture(each.drawing, self.width - INDENT, ascii=self.ascii)
        return _indented([*drawn, *([""] if caption else []), *caption])

    def equation(self, each: kinds.Equation) -> Canvas:
        room = self.width - INDENT
        formula = fit(each.box, room, self.look, "" if each.remark else each.end)
        return self.remarked(formula, self.prose(each.remark) + each.end, room) if each.remark else formula

    def remarked(self, formula: Canvas, remark: str, room: int) -> Canvas:
        """A remark beside the formula, or under it."""
        if formula.width + GAP + width(remark) <= room:
            return beside((formula, " " * GAP, remark.replace("\u00a0", " ")))
        return _under(formula, wrapped(remark, room - 2 * INDENT))

    def aligned(self, each: kinds.Aligned) -> Canvas:
        room = self.width - INDENT
        left = [self.left(each, k) for k in range(len(each.lines))]
        column = max(canvas.width for canvas in left)
        if column > room // 2 or (column > room // 3 and not self.holds(each, column, room)):
            column = INDENT  # too wide to align by: signs stand a little in, wide left sides on lines of their own
        lines = [self.line(each, k, left[k], column, room) for k in range(len(each.lines))]
        return column_of(self.reasoned(lines, each.lines, room))

    def holds(self, each: kinds.Aligned, column: int, room: int) -> bool:
        """Whether every right side fits beside the column of the left ones."""
        return all(column + 3 + textbox.draw(line.right, self.look).width <= room for line in each.lines)

    def left(self, each: kinds.Aligned, k: int) -> Canvas:
        lead = f"{glyphs.written(each.lead, self.ascii)}   " if each.lead and not k else ""
        return beside((lead, fit(each.lines[k].left, self.width - INDENT - width(lead), self.look)))

    def line(self, each: kinds.Aligned, k: int, left: Canvas, column: int, room: int) -> Canvas:
        """One line of steps, its sign right after the column."""
        step, last = each.lines[k], k == len(each.lines) - 1
        sign = glyphs.sign(step.sign, False, self.ascii)
        right = fit(step.right, room - column - width(sign), self.look, each.end if last else "")
        if left.width <= column:
            return beside((" " * (column - left.width), left, sign, right))
        return column_of((left, beside((" " * column, sign, right))))

    def reasoned(self, lines: Sequence[Canvas], steps: Sequence[kinds.Line], room: int) -> list[Canvas]:
        """The lines with their reasons: in one column where that is wide enough, else each flush right."""
        pairs = list(zip(lines, (self.prose(step.reason) for step in steps), strict=True))
        column = max((canvas.width for canvas, reason in pairs if reason), default=0) + GAP
        widest = max(width(reason) for _, reason in pairs)
        needed = max(min(widest, NARROWEST), *(width(word) for _, reason in pairs for word in reason.split(" ")))
        put = _in_column if column + needed <= room else _flush
        return [put(canvas, reason, column, room) if reason else canvas for canvas, reason in pairs]

    def table(self, each: kinds.Table) -> list[str]:
        rows = [[self.prose(cell) for cell in each.header]]
        rows += [[self.cell(*pair) for pair in zip(*row, strict=True)] for row in zip(leads(each), each.rows, strict=True)]
        natural = [max(map(width, column)) for column in zip(*rows, strict=True)]
        spare = self.width - INDENT - sum(natural)
        gap = "  " if 2 * (len(natural) - 1) <= spare < 3 * (len(natural) - 1) else "   "
        widths = _column_widths(natural, self.width - INDENT - len(gap) * (len(natural) - 1))
        drawn = [_table_row(row, widths, gap) for row in rows]
        rule = gap.join(("-" if self.ascii else "─") * columns for columns in widths)
        caption = wrapped(self.prose(each.caption), self.width) if each.caption else []
        airy = any(len(row) > 1 for row in drawn)
        body = [text for k, row in enumerate(drawn[1:]) for text in ([""] if airy and k else []) + row]
        return caption + _indented([*drawn[0], rule, *body])

    def cell(self, lead: str, text: Text) -> str:
        """A number behind no-break spaces for the digits that it lacks."""
        return "\u00a0" * len(lead) + self.prose(text)

    def item(self, text: Text) -> list[str]:
        bullet = "  * " if self.ascii else "  • "
        lines = wrapped(self.prose(text), self.width - len(bullet))
        return [bullet + lines[0], *_indented(lines[1:], len(bullet))]

    def note(self, kind: str, text: Text) -> list[str]:
        return _indented(wrapped(f"{kind.capitalize()}: {self.prose(text)}", self.width - INDENT, 2))

    def details(self, each: kinds.Details) -> list[str]:
        if self.depth == DEPTH:
            raise LimitError(f"details are nested more than {DEPTH} levels deep")
        inner = replace(self, width=max(self.width - INDENT, NARROWEST), depth=self.depth + 1)
        mark = "> " if self.ascii else "▸ "
        summary = wrapped(mark + self.prose(each.summary), self.width, 2)
        return [*summary, "", *_indented(inner.blocks(each.blocks).split("\n"))]


def _indented(lines: Sequence[str], columns: int = INDENT) -> list[str]:
    return [" " * columns + text for text in lines]


def _in_column(canvas: Canvas, reason: str, column: int, room: int) -> Canvas:
    return beside((canvas, " " * (column - canvas.width), block(wrapped(reason, room - column))))


def _flush(canvas: Canvas, reason: str, column: int, room: int) -> Canvas:
    """The reason at the right margin, on the same line if it fits, else under it."""
    start = room - width(reason)
    if canvas.width + 2 <= start:
        return beside((canvas, " " * (start - canvas.width), reason.replace("\u00a0", " ")))
    if start >= 2 * INDENT:
        return _under(canvas, [" " * (start - 2 * INDENT) + reason.replace("\u00a0", " ")])
    return _under(canvas, wrapped(reason, room - 2 * INDENT))


def _under(formula: Canvas, remark: Sequence[str]) -> Canvas:
    air = [""] if formula.tall else []
    return block([*formula.lines, *air, *_indented(remark, 2 * INDENT)], formula.base)


def _column_widths(natural: Sequence[int], room: int) -> list[int]:
    """Natural widths, the widest taken down until the row fits."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > 6:
        widths[widths.index(max(widths))] -= 1
    return widths


def _table_row(cells: Sequence[str], widths: Sequence[int], gap: str) -> list[str]:
    columns = [wrapped(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    full = [column + [""] * (height - len(column)) for column in columns]
    return [gap.join(map(pad, row, widths)) for row in zip(*full, strict=True)]
