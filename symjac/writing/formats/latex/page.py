r"""Document to LaTeX: a standalone article, or a fragment for \input; displays never wider than the page.

Line breaking is decided here, by measure (symjac.writing.layout.lines), because TeX itself never breaks a display.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import assert_never

from symjac.writing import block as kinds
from symjac.writing.block import Block, Document, Inline, Text
from symjac.writing.box import RELATION, SUM, Box, Call, Fence, Infix
from symjac.writing.formats.latex.math import box, draw
from symjac.writing.formats.latex.names import SIGNS, prose
from symjac.writing.layout.columns import MINUS, leads
from symjac.writing.layout.fit import guard_document, text_width, width
from symjac.writing.layout.height import is_low, keeps, of_lines
from symjac.writing.layout.lines import Placed, concludes, placed
from symjac.writing.layout.links import anchor_name, unlinked
from symjac.writing.layout.page import PAGE
from symjac.writing.layout.rise import FIFTH
from symjac.writing.parts import has_fraction, has_matrix, on_line

__all__ = ["body", "box", "display", "document", "fragment", "needed", "text"]

SHOWN = ("Equation", "Aligned")
SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}
NOTES = {
    "convention": "Convention",
    "inferred": "Inferred",
    "advice": "Advice",
    "condition": "Condition",
    "check": "Check",
    "notation": "Notation",
}

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}
\usepackage[a4paper,margin=2.4cm]{geometry}
\usepackage{amsmath,amssymb,array,booktabs}
\setlength{\parindent}{0pt}\setlength{\parskip}{5pt plus 1pt}
\setlength{\emergencystretch}{3em}\relpenalty=9999 \binoppenalty=9999
\allowdisplaybreaks[1]\clubpenalty=10000 \widowpenalty=10000 \displaywidowpenalty=10000
\AtBeginDocument{\setlength{\abovedisplayshortskip}{6pt plus 3pt}}
"""


UNBROKEN = 12  # em: a side of an equality in a line of text up to this wide stays in one line
LARGE = r"\usepackage[a3paper,margin=3.39cm,mag=1414,truedimen]{geometry}"


def document(doc: Document, *, footer: Text = (), large: bool = False, written: str = "") -> str:
    """A standalone article; footer: what stands at the foot of each page beside its number; large: in large print, on A3;
    written: the blocks in LaTeX, where that is not `body` of them."""
    title = rf"{{\LARGE\bfseries\raggedright {text(doc.title)}\par}}\medskip" + "\n" if doc.title else ""
    blocks = written or body(doc)
    packages = _more_packages(blocks)
    more = "".join(rf"\usepackage{options}{{{name}}}" + "\n" for name, options in packages.items())
    if "hyperref" in packages:
        more += rf"\hypersetup{{bookmarksnumbered,bookmarksopen,pdftitle={{{''.join(map(_plain, doc.title))}}}}}" + "\n"
    preamble = PREAMBLE.replace(r"\usepackage[a4paper,margin=2.4cm]{geometry}", LARGE) if large else PREAMBLE
    return f"{preamble}{more}{foot(footer)}\\begin{{document}}\n{title}{blocks}\n\\end{{document}}\n"


def foot(footer: Text) -> str:
    if not footer:
        return ""
    return rf"\makeatletter\def\@oddfoot{{\footnotesize {text(footer)}\hfil\thepage}}\makeatother" + "\n"


def fragment(doc: Document) -> str:
    r"""The blocks alone, for \input into a document of one's own; the title is left to it."""
    blocks = body(doc)
    return f"% needs \\usepackage{{{','.join(needed(blocks))}}}\n{blocks}\n"


def needed(blocks: str) -> list[str]:
    """The packages that a fragment needs."""
    tables = ["array", "booktabs"] if r"\toprule" in blocks else []
    return ["amsmath", "amssymb", *tables, *_more_packages(blocks)]


def _more_packages(body: str) -> dict[str, str]:
    """The packages that only pictures, links and contents need, with their options; hyperref wants to be the last."""
    linked = any(command in body for command in (r"\label{", r"\addcontentsline", r"\tableofcontents"))
    return {
        **({"tikz": ""} if r"\begin{tikzpicture}" in body else {}),
        **({"hyperref": "[hidelinks]"} if linked else {}),
    }


def text(t: Text) -> str:
    """Prose with formulas in it."""
    return "".join(map(_part, t))


def _part(part: Inline) -> str:
    match part:
        case str():
            return prose(part)
        case kinds.Link(words, anchor):
            return rf"\hyperref[{anchor_name(anchor)}]{{{prose(words)}}}"
        case kinds.Mark(points):
            return rf"\textbf{{[{prose(points)}]}}"
        case _:
            return _inline(part)


def _inline(formula: Box) -> str:
    """A formula in a line of text; between brackets it is not broken where that can be had: f(U) = {‖A - UV‖^2}."""
    if not isinstance(formula, Infix) or formula.prec != RELATION or "," in formula.signs:
        return f"${box(formula)}$"
    sides = [f"{{{box(side)}}}" if breaks_inside(side) and width(side) <= UNBROKEN else box(side) for side in formula.items[1:]]
    rest = " ".join(f"{SIGNS.get(sign, sign)} {side}" for sign, side in zip(formula.signs, sides, strict=True))
    return f"${box(formula.items[0])} {rest}$"


def breaks_inside(side: Box) -> bool:
    """Whether there is a sum within brackets."""
    inside = [part for part in on_line(side)]
    held = isinstance(side, Fence | Call) and any(isinstance(part, Infix) and part.prec == SUM for part in inside)
    return held or any(map(breaks_inside, inside))


def display(block: kinds.Equation | kinds.Aligned, limit: float = PAGE) -> str:
    """The formula of a display without its dollars: one line, or an aligned environment when it takes several."""
    lines = placed(block, limit)
    if len(lines) > 1 or isinstance(block, kinds.Aligned):
        return f"\\begin{{aligned}}\n{_rows(lines)}\n\\end{{aligned}}"
    remark = rf" \qquad {_words(lines[0].beside)}" if lines[0].beside else ""
    return draw(lines[0].right) + remark


def body(doc: Document) -> str:
    """The blocks of a document."""
    guard_document(doc)
    return _blocks(doc.blocks)


def _blocks(blocks: tuple[Block, ...], then: str = "") -> str:
    """A display belongs to the paragraph before it; a run of equations is one display. then: the kind of what follows them."""
    done, previous = "", ""
    groups = [tuple(group) for _, group in groupby(blocks, key=_kind)]
    kinds_after = [*(_kind(group[0]) for group in groups[1:]), then]
    for several, after in zip(groups, kinds_after, strict=True):
        kind = _kind(several[0])
        kept = after == "Note" and isinstance(last := several[-1], kinds.Equation | kinds.Aligned) and keeps(last)
        parts = [_equations(several, kept=kept)] if kind == "Equation" else [_block(block, after) for block in several]
        for part in parts:
            done += _joint(previous, kind) + part
            previous = kind
        if kept:
            low = isinstance(last, kinds.Equation | kinds.Aligned) and is_low(last)
            done = _kept(done, parts[-1], whole=kind == "Equation" or low)
    return done


def _kept(done: str, last: str, whole: bool) -> str:
    """No page ends between the last display and the small print, which would be alone on the next; whole: nor in the display,
    behind whose last row amsmath has the penalty that it has between two rows."""
    before, stay = done.removesuffix(last), r"\interdisplaylinepenalty=10000" if whole and r"\\" in last else ""
    start = rf"\begingroup\postdisplaypenalty=10000{stay} % the small print stays with it"
    return f"{before}{start}\n{last}\n\\endgroup"


def _kind(block: Block) -> str:
    return type(block).__name__


def _joint(previous: str, kind: str) -> str:
    """What stands between two blocks: a display that opens a section must not start an empty line of text."""
    if previous == kind == "Note":
        return "\n\n\\nopagebreak\n"
    if not previous:
        return _CLOSE_UP if kind in SHOWN else ""
    if previous not in ("Paragraph", *SHOWN) and kind in SHOWN:
        return f"\n\n{_CLOSE_UP}"
    return "\n" if kind in SHOWN or (previous in SHOWN and kind == "Paragraph") else "\n\n"


_CLOSE_UP = "\\vspace{-\\baselineskip}\n"


def _block(block: Block, then: str) -> str:
    match block:
        case kinds.Heading():
            return _heading(block)
        case kinds.Contents():
            return r"{\parskip=0pt \tableofcontents}"
        case kinds.Paragraph(words, lead):
            bold = rf"\textbf{{{prose(lead)}}}" if lead else ""
            return " ".join(filter(None, (bold, text(words))))
        case kinds.Equation():
            return _equations((block,))
        case kinds.Aligned():
            return f"\\begin{{align*}}\n{_rows(placed(block, PAGE), star='*')}\n\\end{{align*}}"
        case kinds.Table():
            return _table(block)
        case kinds.Figure():
            return _figure(block)
        case kinds.Items(items):
            return "\n".join(
                (
                    r"\begin{itemize}\setlength{\itemsep}{0pt}\setlength{\parskip}{0pt}",
                    *(rf"\item {text(item)}" for item in items),
                    r"\end{itemize}",
                )
            )
        case kinds.Note(kind, words):
            return rf"{{\footnotesize\textit{{{NOTES[kind]}:}} {text(words)}\par}}"
        case kinds.Details(summary, blocks):
            inner = f"\\textit{{{text(summary)}}}\n\n{_blocks(blocks, then)}"
            return f"{{\\advance\\leftskip 1.5em\\advance\\leftmargini 1.5em\\relax\n{inner}\\par}}"
        case kinds.Room():
            return room(block)
        case kinds.PageBreak():
            return r"\newpage"
    assert_never(block)


def room(block: kinds.Room) -> str:
    """Room that stays at the head of a page, too."""
    match block.look:
        case "box":
            return rf"\nopagebreak\noindent\framebox[\linewidth]{{\rule{{0pt}}{{{block.height:g}cm}}}}"
        case "lines":
            rules = r"\noindent\rule{0pt}{1cm}\hrulefill\par" + "\n"
            return rf"\nopagebreak {rules * max(1, round(block.height))}"
    return rf"\nopagebreak\vspace*{{{block.height:g}cm}}"


def _heading(heading: kinds.Heading) -> str:
    """The number is part of the title, so that it is the document's own, not TeX's count."""
    section = SECTIONS.get(heading.level, "paragraph")
    number = prose(heading.number)
    listed = rf"\protect\numberline{{{number}}}" + "".join(map(_bookmarked, unlinked(heading.text)))
    title = rf"{number}\quad {text(heading.text)}" if number else text(heading.text)
    parts = (
        rf"\{section}*{{{title}}}",
        rf"\addcontentsline{{toc}}{{{section}}}{{{listed}}}" if number else "",
        rf"\label{{{anchor_name(heading.anchor)}}}" if heading.anchor else "",
    )
    return "\n".join(filter(None, parts))


def _bookmarked(part: str | Box | kinds.Mark) -> str:
    """Part of a title; the outline that PDF readers show beside the page knows no formulas."""
    shown = _part(part)
    if not ("$" in shown or r"\char" in shown):
        return shown
    return rf"\texorpdfstring{{{shown}}}{{{_plain(part)}}}"


def _plain(part: Inline) -> str:
    """Part of a title in ASCII, for what is no page."""
    from symjac.writing.formats.text import glyphs  # only documents with contents need them
    from symjac.writing.formats.text import math as textbox

    words = part.words if isinstance(part, kinds.Link) else f"[{part.points}]" if isinstance(part, kinds.Mark) else part
    plain = glyphs.written(words, True) if isinstance(words, str) else textbox.flat(words, ascii=True)
    return prose(plain.replace(chr(34), chr(39) * 2))


def _figure(figure: kinds.Figure) -> str:
    """Picture and caption in one box, which no page break parts; the words for the picture stay with it as a comment."""
    from symjac.writing.formats.latex.tikz import comment, picture  # few documents have pictures

    caption = f"\\\\[1ex]\n\\parbox{{.9\\linewidth}}{{\\centering\\small {text(figure.caption)}}}" if figure.caption else ""
    return (
        f"{comment(figure.alt)}\n\\begin{{center}}\n\\begin{{minipage}}{{\\linewidth}}\\centering\n"
        f"{picture(figure.drawing)}{caption}\n\\end{{minipage}}\n\\end{{center}}"
    )


def _equations(blocks: tuple[Block, ...], *, kept: bool = False) -> str:
    """kept: with the small print behind it; then a page may end between its rows where that is said alone."""
    shown = [display(block) for block in blocks if isinstance(block, kinds.Equation)]
    if len(shown) == 1:
        return f"\\[\n{shown[0]}\n\\]"
    free = r" \displaybreak[1]" if kept else ""
    ends = [(r" \\*[.6ex]" if concludes(block) else rf"{free} \\[.6ex]") + "\n" for block in blocks[1:]]  # *: no page ends here
    return "\\begin{gather*}\n" + "".join(map(str.__add__, shown, [*ends, "\n"])) + "\\end{gather*}"


def _rows(lines: list[Placed], star: str = "") -> str:
    stars = [star if star and not breaks_at(lines, k) else "" for k in range(1, len(lines))]
    ends = [_end_of_line(a, b, kept) for (a, b), kept in zip(pairwise(lines), stars, strict=True)]
    return "".join(f"{_row(line)}{end}" for line, end in zip(lines, [*(f"{e}\n" for e in ends), ""], strict=True))


def breaks_at(lines: list[Placed], k: int) -> bool:
    """Whether a page may end before line k, which goes on from the one above: in a line that is broken to more than a fifth of
    a page, but not behind its beginning or before its end."""
    starts = [n for n, line in enumerate(lines) if n == 0 or not (line.indent or line.words)]
    first = max(n for n in starts if n <= k)
    last = min((n for n in starts if n > k), default=len(lines)) - 1
    return first + 1 < k < last and of_lines(lines[first : last + 1]) > FIFTH


def _end_of_line(above: Placed, below: Placed, star: str) -> str:
    """Air between built-up lines; with the star no page ends within a line that had to be broken."""
    stay = star if below.indent or below.words else ""
    if bool(above.words) != bool(below.words):  # a reason is nearer to its own line than to the next
        return rf" \\{stay}[.8ex]" if above.words else rf" \\{stay}[-.2ex]"
    if has_matrix(above.right) or has_matrix(below.right):
        return rf" \\{stay}[1.2ex]"
    return rf" \\{stay}[.8ex]" if has_fraction(above.right) and has_fraction(below.right) else rf" \\{stay}"


def _row(line: Placed) -> str:
    start = r"\qquad " if line.indent else ""
    if line.words:
        return f"& {start}{_words(line.words)}"
    sign = SIGNS.get(line.sign, line.sign)
    shown = " ".join(filter(None, (sign, draw(line.right))))
    beside = f" && {_words(line.beside)}" if line.beside else ""
    return f"{draw(line.left)} & {start}{shown}{beside}".lstrip()


def _words(words: Text) -> str:
    return rf"\text{{{text(words)}}}"


def _table(table: kinds.Table) -> str:
    """Columns as wide as they need while the table fits the page, else sharing it."""
    rows = (table.header, *table.rows)
    widths = [max(text_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [" & ".join(map(_cell, lead, row)) + r" \\" for lead, row in zip(leads(table), table.rows, strict=True)]
    head = " & ".join(map(text, table.header)) + r" \\"
    columns = _columns(widths)
    between = "\n" if set(columns) == {"l"} else "\n\\addlinespace\n"  # cells of several lines stand apart
    body = "\n".join((r"\toprule", head, r"\midrule", between.join(lines), r"\bottomrule"))
    caption = rf"\\[1ex] {{\small {text(table.caption)}}}" if table.caption else ""
    tabular = f"\\begin{{tabular}}{{{columns}}}\n{body}\n\\end{{tabular}}"
    return f"\\nopagebreak\\medskip\n{{\\centering\n{tabular}{caption}\n\\par}}\n\\medskip"


def _cell(lead: str, cell: Text) -> str:
    """A number behind the room for the digits that it lacks."""
    return (rf"\phantom{{${lead.replace(MINUS, '-')}$}}" if lead else "") + text(cell)


def _columns(widths: list[float]) -> str:
    if sum(widths) + len(widths) <= PAGE:
        return "l" * len(widths)
    shares = [min(w, PAGE / len(widths)) for w in widths]
    room = 0.97 - 0.025 * len(widths)
    return "".join(rf">{{\raggedright\arraybackslash}}p{{{room * s / sum(shares):.3f}\linewidth}}" for s in shares)
