"""Block: the closed language of a document. Styles are explained in it, formats draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from symjac.writing.box import Box
from symjac.writing.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Link:
    """Words in running prose that lead to the heading with this anchor: 'Example 4'."""

    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line, a sentence or a part is worth: [2]."""

    points: str


Inline = str | Box | Link | Mark
Text = tuple[Inline, ...]  # running prose with formulas in it


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title; level 1 is the document's own sections. `number` stands before it; an `anchor` can be linked to."""

    level: int
    text: Text
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the numbered headings of the document, with their pages where the format has pages."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running prose; `lead` is a bold word before it, such as 'Problem.' or 'Solution.'."""

    text: Text
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """One displayed formula, with an optional remark beside it and an optional sentence end ('.' or ',')."""

    box: Box
    remark: Text = ()
    end: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of aligned steps: left, relation sign, right; left may be empty (the previous one goes on)."""

    left: Box
    sign: str
    right: Box
    reason: Text = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines aligned at their relation signs, each with its reason at the right. `lead`: '∴', '⇒' or '' before the first."""

    lines: tuple[Line, ...]
    lead: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; cells are prose."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption; `alt` says in words what is to be seen, for those who do not see it."""

    drawing: Drawing
    caption: Text
    alt: str


@dataclass(frozen=True, slots=True)
class Items:
    """A short unnumbered list."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: signs explained, conventions in force, what was inferred, conditions, what was checked."""

    kind: Literal["notation", "convention", "inferred", "advice", "condition", "check"]
    text: Text


@dataclass(frozen=True, slots=True)
class Details:
    """Substeps under a one-line summary: folded in HTML, indented elsewhere."""

    summary: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Room for an answer, so many centimetres high: blank, with lines, or in a box."""

    height: float
    look: Literal["blank", "lines", "box"] = "blank"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page where the format has pages."""


Block = Heading | Contents | Paragraph | Equation | Aligned | Table | Figure | Items | Note | Details | Room | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A title and blocks; `language` is the BCP 47 tag for HTML and PDF metadata."""

    title: Text
    blocks: tuple[Block, ...]
    language: str = "en"


def plain_text(text: Text) -> str:
    """Only the words, for metadata; formulas are left out."""
    words = (part.words if isinstance(part, Link) else part for part in text if isinstance(part, str | Link))
    return " ".join("".join(words).split())


def texts(block: Block) -> tuple[Text, ...]:
    """All the prose of a block, that of nested blocks aside."""
    match block:
        case Heading() | Paragraph() | Note():
            return (block.text,)
        case Equation(remark=remark):
            return (remark,)
        case Aligned(lines=lines):
            return tuple(line.reason for line in lines)
        case Table(header=header, rows=rows, caption=caption):
            return (*header, *(cell for row in rows for cell in row), caption)
        case Figure(caption=caption):
            return (caption,)
        case Items(items=items):
            return items
        case Details(summary=summary):
            return (summary,)
        case Contents() | Room() | PageBreak():
            return ()
    assert_never(block)
