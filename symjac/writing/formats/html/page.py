"""Document to a web page: one file, no script, nothing fetched; formulas are MathML, steps a grid, substeps <details>.

A display is inline MathML in a centred line that scrolls: unlike a centred block, its left end can always be reached,
and a remark beside it moves below when the window is narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

import symjac.writing.formats.html.mathml as mathml
from symjac.errors import LimitError
from symjac.lazy import regex
from symjac.writing import block as kinds
from symjac.writing.block import Block, Document, Inline, Text, plain_text
from symjac.writing.box import Empty, Row, Space, Sym
from symjac.writing.formats.html.mathml import escape
from symjac.writing.layout.columns import leads
from symjac.writing.layout.fit import width
from symjac.writing.layout.lines import Placed, placed
from symjac.writing.layout.links import CONTENTS, anchor_name, anchor_of, guard_links, nested, numbered, unlinked

DEEPEST = 50  # levels of Details
DEEPEST_HEADING = 6
PAGE = 43.0  # em that a formula may be wide before it is broken into lines
INDENTED = '<mspace width="2em"></mspace>'
WIDEST_LINE, NARROWEST_REASON = 72, 20  # characters, scripts counted like others; the page is 46 rem wide

STYLE = """\
.symjac {
  --ink: #1a1a1a; --soft: #5c5c5c; --rule: #d4d4d4; --paper: #fff; --curve: #0069aa; --second: #cd5a00;
  color: var(--ink); background: var(--paper); line-height: 1.5; max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem 3rem;
  font-family: "Latin Modern Roman", "STIX Two Text", "Cambria", "Georgia", "DejaVu Serif", serif;
}
.symjac :is(h1, h2, h3, h4, h5, h6) { line-height: 1.25; margin: 1.6em 0 .6em; }
.symjac h1 { font-size: 1.55em; margin-top: .6em; }
.symjac h2 { font-size: 1.25em; }
.symjac :is(h3, h4, h5, h6) { font-size: 1.05em; }
.symjac p { margin: .5em 0; }
.symjac :is(p, ul, summary, h1, h2, h3, h4, h5, h6) {
  overflow: auto hidden; overflow-wrap: anywhere; padding-block: .1em;
}
.symjac .sj-glue { white-space: nowrap; }
.symjac .sj-wide { overflow-x: auto; overflow-y: hidden; padding: .35em 0; margin: .5em 0; }
.symjac .sj-line { text-align: center; }
.symjac .sj-remark { margin-left: 2em; }
.symjac .sj-steps {
  display: grid; grid-template-columns: max-content max-content minmax(9em, auto);
  justify-content: safe center; align-items: baseline; row-gap: .5em; padding-right: .5em;
}
.symjac .sj-left { grid-column: 1; justify-self: end; }
.symjac .sj-right { grid-column: 2; }
.symjac .sj-reason { grid-column: 3; box-sizing: border-box; width: calc(100% + .5em); padding-left: 2.5em; }
.symjac .sj-stacked { grid-template-columns: max-content max-content; }
.symjac .sj-stacked .sj-reason { grid-column: 1 / -1; padding-left: 1.5em; max-width: min(40rem, 100vw - 4rem); }
.symjac .sj-under { grid-template-columns: max-content minmax(9em, auto); }
.symjac .sj-under .sj-left { grid-column: 1 / -1; justify-self: start; }
.symjac .sj-under .sj-right { grid-column: 1; padding-left: 2em; }
.symjac .sj-under .sj-reason { grid-column: 2; }
.symjac table { border-collapse: collapse; margin: 0 auto; border-block: .1em solid; }
.symjac caption { color: var(--soft); padding-bottom: .4em; }
.symjac th, .symjac td { padding: .3em .8em; text-align: left; }
.symjac .sj-room { visibility: hidden; user-select: none; }
.symjac thead { border-bottom: .06em solid; }
.symjac .sj-figure { margin: 1.2em 0; }
.symjac .sj-figure .sj-wide { padding-block: .6em; }
.symjac figcaption { max-width: 38rem; margin: .2em auto 0; text-align: center; font-size: .9em; }
.symjac .sj-drawing { position: relative; margin: 0 auto; }
.symjac .sj-drawing svg { display: block; width: 100%; height: 100%; overflow: visible; }
.symjac .sj-drawing path { fill: none; stroke: var(--pen, var(--ink)); stroke-width: .018; stroke-linejoin: round; }
.symjac .sj-drawing .sj-faint { --pen: color-mix(in srgb, var(--ink) 35%, var(--paper)); stroke-width: .015; }
.symjac .sj-drawing .sj-dashed { --pen: var(--soft); stroke-dasharray: .105 .07; }
.symjac .sj-drawing .sj-curve { --pen: var(--curve); stroke-width: .036; }
.symjac .sj-drawing .sj-second { --pen: var(--second); stroke-width: .036; stroke-dasharray: .21 .065; }
.symjac .sj-drawing .sj-paper { fill: var(--paper); }
.symjac .sj-drawing .sj-ink { fill: var(--pen, var(--ink)); stroke: none; }
.symjac .sj-label { position: absolute; display: block; width: max-content; white-space: nowrap; }
.symjac .sj-label, .symjac .sj-label math { line-height: 1; }
.symjac .sj-label { background: var(--paper); padding: 0 .13em; }
.symjac .sj-small { font-size: .82em; }
.symjac .sj-number { margin-right: .55em; }
.symjac a { color: inherit; text-decoration: underline .05em var(--soft); text-underline-offset: .15em; }
.symjac .sj-contents ul { list-style: none; margin: 0; padding-left: 1.7em; }
.symjac .sj-contents > ul { padding-left: 0; }
.symjac .sj-contents li { margin: .3em 0; }
.symjac .sj-contents > ul > li > a { font-weight: bold; }
.symjac .sj-contents a { text-decoration: none; }
.symjac .sj-contents a:hover { text-decoration: underline; }
.symjac .sj-note { color: var(--soft); font-size: .9em; border-left: .2em solid var(--rule); padding-left: .8em; }
.symjac .sj-check::before { content: "✓ "; }
.symjac :is(.sj-notation, .sj-convention, .sj-inferred, .sj-advice, .sj-condition)::before { font-style: italic; }
.symjac .sj-notation::before { content: "Notation: "; }
.symjac .sj-convention::before { content: "Convention: "; }
.symjac .sj-inferred::before { content: "Inferred: "; }
.symjac .sj-condition::before { content: "Condition: "; }
.symjac .sj-advice::before { content: "Advice: "; }
.symjac details { margin: .6em 0; border-left: .2em solid var(--rule); padding-left: .8em; }
.symjac summary { cursor: pointer; }
.symjac .sj-mark { white-space: nowrap; margin-left: .4em; }
.symjac .sj-answer { margin: .6em 0; }
.symjac .sj-box { border: .06em solid var(--ink); }
.symjac .sj-lines { background: repeating-linear-gradient(transparent 0 .95cm, var(--rule) .95cm 1cm); }
@media (max-width: 40em) {
  .symjac { padding-inline: .9rem; }
  .symjac .sj-steps { grid-template-columns: max-content max-content; }
  .symjac .sj-reason, .symjac .sj-under .sj-reason {
    grid-column: 1 / -1; padding-left: 1.5em; max-width: min(40rem, 100vw - 4rem);
  }
}
@supports (color: light-dark(#000, #fff)) { /* dark where the page around it is, whatever the system prefers */
  .symjac {
    --ink: light-dark(#1a1a1a, #e8e6e3); --soft: light-dark(#5c5c5c, #a9a59f); --rule: light-dark(#d4d4d4, #4a4a4a);
    --paper: light-dark(#fff, #16181a); --curve: light-dark(#0069aa, #62b5f0); --second: light-dark(#cd5a00, #f0934e);
  }
}
@media print {
  .symjac { --ink: #000; --soft: #333; --rule: #999; max-width: none; padding: 0; font-size: 11pt; }
  .symjac { --paper: #fff; --curve: #0069aa; --second: #cd5a00; }
  .symjac .sj-figure { break-inside: avoid; }
  .symjac a { text-decoration: none; }
  .symjac .sj-wide { overflow: visible; break-inside: avoid; }
  .symjac p:has(+ .sj-wide) { break-after: avoid; }
  .symjac :is(h1, h2, h3, h4, h5, h6) { break-after: avoid; }
  .symjac .sj-page { break-after: page; }
  .symjac details::details-content { content-visibility: visible; block-size: auto; }
}
"""

PAGE_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0; background: #fff; }
@supports (color: light-dark(#000, #fff)) { body { background: light-dark(#fff, #16181a); } }
@media print { body, .symjac { background: none; } }
@page { margin: 2.2cm; }
"""

# A formula and the marks it must not be parted from: browsers break lines on either side of any <math>.
_TAG = regex("<[^>]*>")
_GLUED = regex(r"((?:\w+\u00a0)?[(\[“‘]*)(<math>(?:(?!</math>).)*</math>)((?:[.,;:!?)\]”’]|[-–]\w+)*)", re.DOTALL)


def document(doc: Document, *, stylesheet: str | None = None, footer: Text = (), large: bool = False) -> str:
    """A complete page, with its style in it or, where pages share one, at the address given."""
    foot = f"<footer><small>{_prose(footer)}</small></footer>\n" if footer else ""
    size = ' style="font-size: 141%"' if large else ""
    title = escape(plain_text(doc.title)) or "symjac"
    own = f"<style>\n{style()}</style>" if stylesheet is None else f'<link rel="stylesheet" href="{escape(stylesheet)}">'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(doc.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'{own}\n</head>\n<body>\n<main class="symjac"{size}>\n{_body(doc)}{foot}</main>\n</body>\n</html>\n'
    )


def style() -> str:
    """The style sheet of a page."""
    return f"{PAGE_STYLE}{mathml.STYLE}{STYLE}"


def fragment(doc: Document, *, styled: bool = True) -> str:
    """The same without the page around it: a style element and one container, to stand in another page.

    styled=False: the container alone, for a page with several of them, which has the style sheet once.
    """
    own = f"<style>\n{fragment_style()}</style>\n" if styled else ""
    return f'{own}<div class="symjac" lang="{escape(doc.language)}">\n{_body(doc)}</div>\n'


def fragment_style() -> str:
    """The style sheet of fragments: it touches nothing but them and formulas."""
    return f"{mathml.STYLE}{STYLE}"


def _body(doc: Document) -> str:
    title = f"<h1>{_prose(doc.title)}</h1>\n" if doc.title else ""
    guard_links(doc)
    return title + _blocks(doc.blocks, numbered(doc.blocks))


def _blocks(blocks: Iterable[Block], headings: Sequence[kinds.Heading], depth: int = 0) -> str:
    """Blocks under each other; `headings` are those that a list of contents names."""
    return "".join(_block(block, headings, depth) + "\n" for block in blocks)


def _block(block: Block, headings: Sequence[kinds.Heading], depth: int) -> str:
    match block:
        case kinds.Heading():
            return _heading(block)
        case kinds.Contents():
            return f'<nav class="sj-contents" aria-label="{CONTENTS}">\n<h2>{CONTENTS}</h2>\n{_contents(headings)}</nav>'
        case kinds.Paragraph(text=text, lead=lead):
            return f"<p>{f'<strong>{escape(lead)}</strong> ' if lead else ''}{_prose(text)}</p>"
        case kinds.Equation():
            return _equation(block)
        case kinds.Aligned():
            return _aligned(block)
        case kinds.Table():
            return _table(block)
        case kinds.Figure():
            return _figure(block)
        case kinds.Items(items=items):
            return f"<ul>{''.join(f'<li>{_prose(item)}</li>' for item in items)}</ul>"
        case kinds.Note(kind=kind, text=text):
            return f'<p class="sj-note sj-{kind}">{_prose(text)}</p>'
        case kinds.Details():
            return _details(block, headings, depth + 1)
        case kinds.Room(height=height, look=look):
            return f'<div class="sj-answer sj-{look}" style="height: {height:g}cm"></div>'
        case kinds.PageBreak():
            return '<div class="sj-page"></div>'
        case _:
            assert_never(block)


def _prose(text: Text) -> str:
    """Words and formulas; a formula stays with the bracket before it and the comma or '-th' after it."""
    return _GLUED.sub(_glue, "".join(map(_part, text)))


def _part(part: Inline) -> str:
    match part:
        case str():
            return escape(part)
        case kinds.Link(words=words, anchor=anchor):
            glue = ' class="sj-glue"' if "\u00a0" in words else ""
            return f'<a{glue} href="#{anchor_name(anchor)}">{_spaced(escape(words))}</a>'
        case kinds.Mark(points=points):
            return f'<strong class="sj-mark">[{escape(points)}]</strong>'
        case _:
            return mathml.box(part, display=False)


def _glue(found: re.Match[str]) -> str:
    before, formula, after = found.groups()
    return f'<span class="sj-glue">{_spaced(before)}{formula}{after}</span>' if before or after else formula


def _spaced(words: str) -> str:
    """Ordinary spaces, where a style holds the words together: not every font has a no-break space, and another's is wider."""
    return words.replace("\u00a0", " ")


def _heading(block: kinds.Heading) -> str:
    tag = f"h{min(block.level + 1, DEEPEST_HEADING)}"
    place = f' id="{anchor_of(block)}"' if anchor_of(block) else ""
    return f"<{tag}{place}>{_number(block)}{_prose(block.text)}</{tag}>"


def _number(heading: kinds.Heading) -> str:
    return f'<span class="sj-number">{escape(heading.number)}</span> ' if heading.number else ""


def _contents(headings: Sequence[kinds.Heading]) -> str:
    """A list of links, a list in it for what lies below."""
    if not headings:
        return ""
    lines = (
        f'<li><a href="#{anchor_of(heading)}">{_number(heading)}{_prose(unlinked(heading.text))}</a>{_contents(below)}</li>\n'
        for heading, below in nested(headings)
    )
    return f"<ul>\n{''.join(lines)}</ul>\n"


def _figure(block: kinds.Figure) -> str:
    from symjac.writing.formats.html.svg import picture  # few documents have pictures

    caption = f"<figcaption>{_prose(block.caption)}</figcaption>" if block.caption else ""
    return f'<figure class="sj-figure">\n<div class="sj-wide">{picture(block.drawing, block.alt)}</div>\n{caption}</figure>'


def _equation(block: kinds.Equation) -> str:
    if width(block.box) > PAGE:
        return _aligned(kinds.Aligned((kinds.Line(Empty(), "", block.box, block.remark),), end=block.end))
    end = mathml.words(block.end) if block.end else ""
    if not block.remark:
        return f'<div class="sj-wide sj-line">{mathml.set_out(block.box, after=end)}</div>'
    remark = f'<span class="sj-remark">{_prose((*block.remark, block.end))}</span>'
    return f'<div class="sj-wide sj-line">{mathml.set_out(block.box)} {remark}</div>'


def _aligned(block: kinds.Aligned) -> str:
    """The steps; reasons stand below the formulas where these leave no room at the side."""
    pieces = [piece for k, line in enumerate(block.lines) for piece in _pieces(line, block.lead * (k == 0))]
    last = len(pieces) - 1
    lines = [_line(piece, block.end * (k == last)) for k, piece in enumerate(pieces)]
    lefts, rights, reasons = (max(map(_width, cells), default=0) for cells in zip(*lines, strict=True))
    broken = len(pieces) > len(block.lines)
    beside = min(reasons, NARROWEST_REASON)
    stacked = " sj-stacked" if broken or lefts + rights + beside > WIDEST_LINE else ""
    if stacked and not broken and reasons and rights + beside <= WIDEST_LINE and not any(left for left, _, _ in lines[1:]):
        stacked = " sj-under"  # the one left side on a line of its own
    body = "\n".join(map("".join, lines))
    return f'<div class="sj-wide"><div class="sj-steps{stacked}">\n{body}\n</div></div>'


def _width(markup: str) -> int:
    """Roughly how wide: the characters that show."""
    return len(_TAG.sub("", markup))


def _pieces(line: kinds.Line, lead: str) -> list[Placed]:
    """The line, or those that it is broken into where it is wider than the page; the reason stands beside the last."""
    left = Row((Sym(lead), Space("quad"), line.left)) if lead else line.left
    pieces = [Placed(left, line.sign, line.right)]
    if width(left) + width(line.right) > PAGE:
        alone = not line.sign
        pieces = placed(kinds.Equation(line.right) if alone else kinds.Aligned((kinds.Line(left, line.sign, line.right),)), PAGE)
    return [*pieces[:-1], replace(pieces[-1], beside=line.reason)]


def _line(piece: Placed, end: str) -> tuple[str, str, str]:
    """Left side, sign with right side, reason: each its own cell, an empty one left out."""
    before = (INDENTED if piece.indent else "") + (mathml.sign(piece.sign) if piece.sign else "")
    right = mathml.set_out(piece.right, before=before, after=mathml.words(end) if end else "")
    return (
        "" if isinstance(piece.left, Empty) else f'<div class="sj-left">{mathml.set_out(piece.left)}</div>',
        f'<div class="sj-right">{right}</div>',
        f'<div class="sj-reason">{_prose(piece.beside)}</div>' if piece.beside else "",
    )


def _table(block: kinds.Table) -> str:
    caption = f"<caption>{_prose(block.caption)}</caption>" if block.caption else ""
    head = "".join(f'<th scope="col">{_prose(cell)}</th>' for cell in block.header)
    cells = (map(_cell, lead, row) for lead, row in zip(leads(block), block.rows, strict=True))
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="sj-wide">{table}</div>'


def _cell(lead: str, cell: Text) -> str:
    """A number behind the room for the digits that it lacks; nobody is to hear or to copy that."""
    room = f'<span class="sj-room" aria-hidden="true">{mathml.words(lead).join(("<math>", "</math>"))}</span>' if lead else ""
    return f"<td>{room}{_prose(cell)}</td>"


def _details(block: kinds.Details, headings: Sequence[kinds.Heading], depth: int) -> str:
    if depth > DEEPEST:
        raise LimitError(f"substeps nested more than {DEEPEST} levels cannot be shown")
    return f"<details><summary>{_prose(block.summary)}</summary>\n{_blocks(block.blocks, headings, depth)}</details>"
