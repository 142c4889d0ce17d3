"""Document to Typst: the page of the LaTeX format (A4, New Computer Modern, the same line breaks) without TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from symjac.lazy import regex
from symjac.writing import block as kinds
from symjac.writing.block import Block, Document, Inline, Text, plain_text
from symjac.writing.box import RELATION, Box, Infix, Script
from symjac.writing.formats.latex.page import NOTES
from symjac.writing.formats.typst.math import box, draw, join, math_name, quoted
from symjac.writing.layout.columns import leads
from symjac.writing.layout.fit import guard_document, text_width, width
from symjac.writing.layout.height import leads_on, of_lines, stays
from symjac.writing.layout.lines import Placed, placed
from symjac.writing.layout.links import anchor_name, every
from symjac.writing.layout.page import PAGE
from symjac.writing.layout.rise import FIFTH
from symjac.writing.parts import on_line
from symjac.writing.typed import visible

__all__ = ["box", "document", "text"]

SETTING = """#set page(paper: "a4", margin: 2.4cm, numbering: "1")
#set par(justify: true, spacing: 0.95em, leading: 0.55em)
#set math.equation(supplement: none)
#set math.mat(delim: "[", row-gap: 0.4em, column-gap: 0.9em)
#set list(indent: 1em, spacing: 0.6em)
#show math.equation: set text(font: "New Computer Modern Math", weight: 400)
#show math.equation.where(block: true): set block(breakable: false, spacing: 1.2em)
#show heading: set block(above: 1.6em, below: 1em)
#show heading: set par(justify: false)
#show table: set par(justify: false)
#show heading.where(level: 1): set text(size: 14pt)
"""
MACROS = """#let boxed(body) = {
  set text(top-edge: "bounds", bottom-edge: "bounds")
  h(7pt) + box(stroke: 0.4pt, outset: 4pt, math.equation(math.display(body))) + h(9pt)
}
#let lead(body) = context block(sticky: true, spacing: par.spacing, width: 100%, body)
#let stay(body) = block(sticky: true, spacing: 1.2em, width: 100%, body)
#let words(body) = box({
  set text(font: "New Computer Modern")
  show math.equation: set text(font: "New Computer Modern Math", weight: 400)
  body
})
#let under(body) = box(inset: (bottom: 0.5em), words(body))
"""
# Only numbered headings are listed, the sections in bold and without dots.
OUTLINE = """#set heading(outlined: false, bookmarked: true)
#show outline.entry: set block(spacing: 0.7em)
#show outline.entry.where(level: 1): set block(above: 1.3em)
#show outline.entry.where(level: 1): set text(weight: "bold")
#show outline.entry.where(level: 1): set outline.entry(fill: none)
"""
BREAKABLE = "#show math.equation.where(block: true): set block(breakable: true)"
JOINER = "\u2060"  # at which no line ends
MOST_ROWS = 20  # of a table that stays on one page
FEW = 3  # lines from which on a high display may be broken
UNBROKEN, UNBROKEN_SIDE = 9.5, 12  # em: an inline formula, and a side of a longer equality, up to this wide stay in one line
# Everything that could begin a construct; a full stop only after a digit (an enumeration) or another (an ellipsis).
_SPECIAL = regex(r"""[\\#$*_`<>@=\-+/~\[\]"]|(?<=[\d.])\.""")
_LIGATURE = regex(r"(\\-){2,}|(\\`){2,}")


def document(doc: Document) -> str:
    """A complete Typst source."""
    guard_document(doc)
    return f"{setting(doc)}{SETTING}{MACROS}{_more_head(doc)}\n{title(doc.title)}{_blocks(doc.blocks)}\n"


def title(words: Text) -> str:
    return f'#[#set par(justify: false)\n#text(size: 17pt, weight: "bold")[{text(words)}]]\n\n' if words else ""


def blocks(several: tuple[Block, ...], *, leads: bool = False) -> str:
    """Blocks without a head, for a document that has one. leads: no page ends between them, nor before what follows."""
    guard_document(Document((), several))
    return "\n\n".join(map(_held, several)) if leads else _blocks(several)


def _held(block: Block) -> str:
    """A block that stays with the next."""
    match block:
        case kinds.Paragraph():
            return f"#lead[{_block(block)}]"
        case kinds.Equation() | kinds.Aligned():
            return f"#stay[{_block(block)}]"
    return _block(block)


def _more_head(doc: Document) -> str:
    """What only documents with pictures or contents need."""
    found = set(map(type, every(doc.blocks)))
    if kinds.Figure in found:
        from symjac.writing.formats.typst.drawing import HEAD as drawing  # few documents have pictures
    return (drawing if kinds.Figure in found else "") + (OUTLINE if kinds.Contents in found else "")


def setting(doc: Document) -> str:
    """Its title and its language."""
    return f"#set document(title: {quoted(plain_text(doc.title))})\n{language(doc.language)}"


def language(name: str) -> str:
    tag = re.fullmatch(r"([a-z]{2,3})(?:-([A-Z]{2}))?.*", name)
    found = f', lang: "{tag[1]}"' + (f', region: "{tag[2]}"' if tag[2] else "") if tag else ""
    return f'#set text(font: "New Computer Modern", size: 11pt{found})\n'


def text(t: Text) -> str:
    """Prose with formulas in it, in markup; no line ends between a formula and its hyphen, 'M × N-Matrix'."""
    parts = zip(("", *t), t, strict=False)
    return "".join((JOINER if on_formula(before, part) else "") + _part(part) for before, part in parts)


def on_formula(before: Inline, part: Inline) -> bool:
    return isinstance(part, str) and part.startswith("-") and not isinstance(before, str)


def _part(part: Inline) -> str:
    match part:
        case str():
            return prose(part)
        case kinds.Link(words, anchor):
            return f"#link(label({quoted(anchor_name(anchor))}))[{prose(words)}];"
        case kinds.Mark(points):
            return f"#strong[\\[{prose(points)}\\]];"
        case _:
            return _inline(part)


def _inline(formula: Box) -> str:
    """A formula in a line of text; a short one is not broken, a longer equality at its signs alone."""
    if width(formula) <= UNBROKEN and (isinstance(formula, Infix) or is_stacked(formula)):
        return f"{_whole(formula)};"
    if not isinstance(formula, Infix) or formula.prec != RELATION or "," in formula.signs:
        return f"${box(formula)}$"
    sides = [_whole(side) if width(side) <= UNBROKEN_SIDE else box(side) for side in formula.items[1:]]
    rest = " ".join(f"{math_name(sign, 'roman')} {side}" for sign, side in zip(formula.signs, sides, strict=True))
    return f"${box(formula.items[0])} {rest}$"


def _whole(formula: Box) -> str:
    """In one piece; one with an index below an exponent has the height of both, so that it does not touch the next line."""
    return f"#box{'(inset: (y: 0.15em))' if is_stacked(formula) else ''}[${box(formula)}$]"


def is_stacked(formula: Box) -> bool:
    if isinstance(formula, Script) and formula.sub is not None and formula.sup is not None:
        return True
    return any(map(is_stacked, on_line(formula)))


def prose(words: str) -> str:
    """Running text in markup; typed pairs such as -- are kept from becoming the font's ligatures."""
    escaped = _SPECIAL.sub(r"\\\g<0>", visible(words).replace("'", "’"))
    return _LIGATURE.sub(r"#text(ligatures: false)[\g<0>]", escaped)


def _blocks(blocks: tuple[Block, ...]) -> str:
    several = [*_flat(blocks, 0)]
    drawn = [_indented(_block(block), depth) for block, depth in several]
    alone = tuple(block for block, _ in several)
    leading = _leading(alone)
    for k, (block, following) in enumerate(pairwise(alone)):
        if leads_on(block, following) or (isinstance(block, kinds.Paragraph) and k in leading):
            drawn[k] = f"#lead[{drawn[k]}]"
        if isinstance(block, kinds.Equation | kinds.Aligned) and (stays(block, following) or k in leading):
            drawn[k] = f"#stay[{drawn[k]}]"
    return "\n\n".join(drawn)


def _flat(blocks: Sequence[Block], depth: int) -> Iterator[tuple[Block, int]]:
    """Details as their summary and the blocks below it, farther to the right; no page break may stand among them."""
    for block in blocks:
        if not (depth and isinstance(block, kinds.PageBreak)):
            yield block, depth + isinstance(block, kinds.Details)
        if isinstance(block, kinds.Details):
            yield from _flat(block.blocks, depth + 1)


def _indented(drawn: str, depth: int) -> str:
    return f"#pad(left: {1.5 * depth:g}em)[{drawn}]" if depth else drawn


def _leading(blocks: tuple[Block, ...]) -> set[int]:
    """A question stays with the room for its answer: the paragraphs and displays that lead to it."""
    found: set[int] = set()
    for k in reversed(range(len(blocks) - 1)):
        if isinstance(blocks[k], kinds.Paragraph | kinds.Equation | kinds.Aligned) and (
            isinstance(blocks[k + 1], kinds.Room) or k + 1 in found
        ):
            found.add(k)
    return found


def _block(block: Block) -> str:
    match block:
        case kinds.Heading():
            return _heading(block)
        case kinds.Contents():
            return "#outline(indent: auto)"
        case kinds.Paragraph(words, lead):
            return " ".join(filter(None, (f"#strong[{prose(lead)}]" if lead else "", text(words))))
        case kinds.Equation() | kinds.Aligned():
            return _display(block)
        case kinds.Table():
            return _table(block)
        case kinds.Figure():
            return _figure(block)
        case kinds.Items(items):
            return f"#list({', '.join(f'[{text(item)}]' for item in items)})"
        case kinds.Note(kind, words):
            return f"#text(size: 9pt)[#emph[{NOTES[kind]}:] {text(words)}]"
        case kinds.Details(summary):
            return f"#emph[{text(summary)}]"
        case kinds.Room():
            return _room(block)
        case kinds.PageBreak():
            return "#pagebreak(weak: true)"
    assert_never(block)


@lru_cache(maxsize=1024)
def _display(block: kinds.Equation | kinds.Aligned) -> str:
    """Sheets for a class have many displays in common."""
    lines = placed(block, PAGE)
    shown = f"$ {_rows(lines)} $"
    return shown if len(lines) < FEW or of_lines(lines) <= FIFTH else f"#[{BREAKABLE}\n{shown}]"


def _room(room: kinds.Room) -> str:
    match room.look:
        case "box":
            return f"#block(width: 100%, height: {room.height:g}cm, breakable: false, stroke: 0.5pt)[#hide[.]]"
        case "lines":
            rule = "block(height: 1cm, width: 100%, spacing: 0pt, stroke: (bottom: 0.4pt + gray))"
            return f"#for _ in range({max(1, round(room.height))}) {{ {rule} }}"
    return f"#block(width: 100%, height: {room.height:g}cm, breakable: false)[#hide[.]]"  # an empty one would not end what sticks


def _heading(heading: kinds.Heading) -> str:
    """The number is the document's own, not Typst's count."""
    number = f", numbering: (..) => [{prose(heading.number)}#h(0.5em)], outlined: true" if heading.number else ""
    place = f" #label({quoted(anchor_name(heading.anchor))})" if heading.anchor else ""
    return f"#heading(level: {heading.level}{number})[{text(heading.text)}]{place}"


def _figure(figure: kinds.Figure) -> str:
    """Picture and caption in one block, which no page break parts; the words for the picture stay with it as a comment."""
    from symjac.writing.formats.typst.drawing import picture  # few documents have pictures

    caption = f"#v(0.6em, weak: true)\n#text(size: 10pt)[{text(figure.caption)}]" if figure.caption else ""
    picture_and_words = f"#{picture(figure.drawing)}\n{caption}\n"
    shown = f"align(center, block(breakable: false, width: 100%, above: 1.4em, below: 1.4em)[\n{picture_and_words}])"
    if is_numbered(figure):  # it is found by its number, and no page ends early for it
        return f"// {visible(figure.alt)}\n#place(auto, float: true, clearance: 1.6em, {shown})"
    return f"// {visible(figure.alt)}\n#{shown}"


def is_numbered(figure: kinds.Figure) -> bool:
    return bool(figure.caption) and str(figure.caption[0]).startswith("Figure ")


def _rows(lines: list[Placed]) -> str:
    if len(lines) == 1 and not lines[0].sign:
        return join((draw(lines[0].right), "wide" if lines[0].beside else "", _words(lines[0].beside)))
    return " \\\n  ".join(map(_row, lines, [*lines[1:], Placed()]))


def _row(line: Placed, following: Placed) -> str:
    start = "wide " if line.indent else ""
    if line.words:  # a reason is nearer to its own line than to the next
        return f"& {start}{_words(line.words, 'words' if following.words else 'under')}"
    beside = f" & wide & {_words(line.beside)}" if line.beside else ""
    sign = math_name(line.sign, "roman") if line.sign else ""
    return f"{draw(line.left)} & {start}{sign} {draw(line.right)}{beside}"


def _words(words: Text, how: str = "words") -> str:
    return f"#{how}[{text(words)}]" if words else ""


def _cell(lead: str, cell: Text) -> str:
    """A number behind the room for the digits that it lacks."""
    return f"[{f'#hide[${lead}$]' if lead else ''}{text(cell)}],"


def _table(table: kinds.Table) -> str:
    columns = list(zip(table.header, *table.rows, strict=True))
    widths = [max(text_width(cell) for cell in column) for column in columns]
    sizes = ["auto" if sum(widths) + len(widths) <= PAGE else f"{min(w, PAGE / len(widths)):.1f}fr" for w in widths]
    rows = "\n".join("  " + " ".join(map(_cell, lead, row)) for lead, row in zip(leads(table), table.rows, strict=True))
    header = " ".join(f"[{text(cell)}]," for cell in table.header)
    caption = f"\n#align(center, text(size: 10pt)[{text(table.caption)}])" if table.caption else ""
    whole = "block(breakable: false, " if len(table.rows) <= MOST_ROWS else ""
    return (
        f"#align(center, {whole}table(columns: ({', '.join(sizes)},), align: left, stroke: none,\n"
        f"  table.hline(stroke: 0.8pt), table.header({header}), table.hline(stroke: 0.5pt),\n"
        f"{rows}\n  table.hline(stroke: 0.8pt)){')' * bool(whole)})" + caption
    )
