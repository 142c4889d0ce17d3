r"""A variant as instructors write it in LaTeX: \question, \part[2], solution; a plain article; or fragments for \input.

Every macro is provided and not defined (\providecommand), so that a preamble of one's own has the last word; totals are literals.
"""

from __future__ import annotations

import re
from fractions import Fraction

from symjac.errors import ParseError
from symjac.lazy import regex
from symjac.pages.exam import document as sheets
from symjac.pages.exam.made import Made
from symjac.pages.exam.marks import number
from symjac.pages.exam.roster import Student
from symjac.pages.exam.sheet import Part
from symjac.pages.exam.variant import Question, Variant
from symjac.pages.exam.words import say
from symjac.writing.block import Aligned, Block, Document, Equation, Text
from symjac.writing.formats.latex import page
from symjac.writing.formats.latex.names import prose

MACROS = r"""\providecommand{\sjmark}[1]{\textbf{[#1]}} % what a line is worth
\providecommand{\sjtitle}[1]{{\LARGE\bfseries\raggedright #1\par}\medskip}
\providecommand{\sjheading}[1]{\textbf{#1}}
\providecommand{\sjfoot}[1]{\footnotesize #1}
"""
EXAM = r"""\documentclass[11pt]{exam}
\usepackage[T1]{fontenc}\usepackage{lmodern}
\usepackage[a4paper,margin=2.4cm,footskip=1.2cm]{geometry}
\usepackage{amsmath,amssymb,array,booktabs}
"""
SETTING = r"""\setlength{\parindent}{0pt}\setlength{\parskip}{5pt plus 1pt}
\setlength{\emergencystretch}{3em}\relpenalty=9999 \binoppenalty=9999
\allowdisplaybreaks[1]\clubpenalty=10000 \widowpenalty=10000 \displaywidowpenalty=10000
\renewcommand{\questionshook}{\setlength{\leftmargin}{0pt}\setlength{\itemsep}{8pt}}
\renewcommand{\partshook}{\setlength{\leftmargin}{0pt}\setlength{\itemsep}{6pt}}
\makeatletter\@beginparpenalty=10000 \makeatother % a heading stays with its first part
\raggedbottom\renewenvironment{TheSolution}{\par}{\par} % no frame, so that pages break as elsewhere
\CorrectChoiceEmphasis{\bfseries} \bracketedpoints
"""
HYPHENS = r"""\makeatletter
\ifdefined\l@ngerman\language\l@ngerman \lefthyphenmin=2 \righthyphenmin=2 \else\hyphenpenalty=10000 \fi
\makeatother
"""  # German words are not parted as English ones are
KEEP = "\\makeatletter\\@beginparpenalty=10000 \\makeatother\n"  # a picture stays with the line before it
LARGE = r"\usepackage[a3paper,margin=3.39cm,footskip=1.7cm,mag=1414,truedimen]{geometry}"
OVER = "\n\n\\pagebreak[0]\n"  # TeX ends no page in room alone
AIR = "\\medskip\n\n\\nopagebreak"  # below a table
STAY = "\n\n\\nopagebreak\n"
MARK = regex(r"\\textbf\{\[([\d.]+)\]\}")
SLOT = regex(r"^[ \t]*%%[ \t]*\\symjac\{(\w+)\}[^\n]*$", re.MULTILINE)


def source(v: Variant, who: Student, which: str, *, large: bool = False) -> str:
    """A LaTeX file of its own, in the class of the sheet or in the template of its author."""
    if "template" in v.sheet.head:
        return templated(v, who, which)
    if v.sheet.look != "exam":
        doc = sheets.document(v, who, which)
        text = page.document(doc, footer=sheets.footer(v), large=large, written=article(list(sheets.pieces(v, who, which))))
        return macros(text.replace("\\begin{document}", f"{MACROS}{KEEP}{hyphens(v)}\\begin{{document}}", 1))
    head = EXAM.replace(r"\usepackage[a4paper,margin=2.4cm,footskip=1.2cm]{geometry}", LARGE) if large else EXAM
    items = questions(v, which)
    tikz = "\\usepackage{tikz}\n" if r"\begin{tikzpicture}" in items else ""
    body = f"\\begin{{document}}\n{header(v, who, which)}\n{items}\n\\end{{document}}\n"
    return f"{head}{tikz}{MACROS}{SETTING}{setting(v, which)}{body}"


def article(pieces: list[sheets.Piece]) -> str:
    """The blocks of a plain article: a question is on one page, with the room for its answer or the start of the solution."""
    out = ""
    for piece in pieces:
        has_room = piece.name.endswith("-room")
        asks = piece.leads or has_room
        out += whole(tuple(piece.blocks)) if asks else page.body(Document((), tuple(piece.blocks)))
        out += STAY if piece.leads else OVER if has_room else "\n\n"
    return out.removesuffix(OVER).strip()


def setting(v: Variant, which: str) -> str:
    """The foot of the pages, the words for marks, and whether solutions are printed."""
    one, many = (prose(say(v.sheet.language, key)) for key in ("mark", "marks"))
    foot = page.text(sheets.footer(v))
    answers = "" if which == "problem" else "\\printanswers\n"
    style = f"\\pointpoints{{{one}}}{{{many}}}\n\\pagestyle{{foot}}"
    return f"{hyphens(v)}{style}\\footer{{\\sjfoot{{{foot}}}}}{{}}{{\\sjfoot{{\\thepage}}}}\n{answers}"


def hyphens(v: Variant) -> str:
    return HYPHENS if v.sheet.language == "de" else ""


def header(v: Variant, who: Student, which: str) -> str:
    """Title, course, name, and what is to be known before the first question."""
    title = page.text(sheets.title(v.sheet, which))
    return f"\\sjtitle{{{title}}}\n{drawn(sheets.head(v.sheet, who, which))}\n"


def questions(v: Variant, which: str) -> str:
    items = "\n\n".join(question(v, q, which) for q in v.questions)
    return f"\\begin{{questions}}\n{items}\n\\end{{questions}}"


def question(v: Variant, q: Question, which: str) -> str:
    r"""\question and its parts; marks on the parts only, or on the question that has one part, for the class adds them up."""
    title = rf"\sjheading{{{prose(q.item.title)}}}" if q.item.title else ""
    start = rf"\label{{q:{q.item.id}}}"
    said = drawn(sheets.introduction(v.sheet, q))
    if len(q.parts) == 1:
        ((part, made),) = q.pairs
        body = f"{title}\n\n{said}\n\n{part_body(v, q, part, made, which)}".strip()
        return f"\\question[{points(made.marks)}]{start} {body}"
    parts = "\n".join(rf"\part[{points(m.marks)}] {part_body(v, q, p, m, which)}" for p, m in q.pairs)
    return f"\\question{start} {title} ({total(v, q)})\n\n{said}\n\\begin{{parts}}\n{parts}\n\\end{{parts}}"


def total(v: Variant, q: Question) -> str:
    return prose(f"{number(q.total)} {say(v.sheet.language, 'mark' if q.total == 1 else 'marks')}")


def points(marks: Fraction) -> str:
    r"""2, 2\half"""
    whole, half = divmod(marks, 1)
    return (str(whole) if whole or not half else "") + (r"\half" if half else "")


def part_body(v: Variant, q: Question, part: Part, made: Made, which: str) -> str:
    """Written once for all students who have the part with the same numbers."""
    key = ("tex", which, tuple(choice.plain for choice in made.choices))
    if key not in made.memo:
        made.memo[key] = part_text(v, q, part, made, which)
    text: str = made.memo[key]
    return text


def part_text(v: Variant, q: Question, part: Part, made: Made, which: str) -> str:
    """No page ends between the question and the room for its answer, or the solution."""
    answers = choices(made) if made.choices else ""
    hint = drawn(sheets.hint(v.sheet, q, part))
    below = room(part) if which == "problem" else solution(v, part, made, which)
    return STAY.join(filter(None, (whole(made.ask), answers, hint, below)))


def whole(ask: tuple[Block, ...]) -> str:
    """The question on one page; a display belongs to the paragraph before it."""
    paragraphs: list[list[Block]] = []
    for block in ask:
        if paragraphs and isinstance(block, Equation | Aligned):
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    text = STAY.join(drawn(each) for each in paragraphs).replace(AIR, f"\\nopagebreak{AIR}")
    return text if len(ask) == 1 else f"\\begin{{samepage}}\n{text}\n\\end{{samepage}}"


def choices(made: Made) -> str:
    lines = (rf"\{'CorrectChoice' if c.right else 'choice'} {drawn_text(c.text)}" for c in made.choices)
    return "\n".join(("\\begin{choices}", *lines, "\\end{choices}"))


def room(part: Part) -> str:
    return drawn(sheets.room(part))


def solution(v: Variant, part: Part, made: Made, which: str) -> str:
    return f"\\begin{{solution}}\n{drawn(solved(v, part, made, which))}\n\\end{{solution}}"


def solved(v: Variant, part: Part, made: Made, which: str) -> list[Block]:
    return sheets.solution(v.sheet, made) + (sheets.for_marker(v.sheet, part, made) if which == "marker" else [])


def drawn(blocks: list[Block] | tuple[Block, ...]) -> str:
    """Blocks, marks as a macro."""
    return macros(page.body(Document((), tuple(blocks)))) if blocks else ""


def drawn_text(text: Text) -> str:
    return macros(page.text(text))


def macros(text: str) -> str:
    return MARK.sub(r"\\sjmark{\1}", text)


def fragments(v: Variant, which: str) -> dict[str, str]:
    r"""q01.tex and, beside it, s01.tex: each question and its solution, for \input into a document of one's own."""
    out = {}
    for n, q in enumerate(v.questions, 1):
        opening = drawn(sheets.introduction(v.sheet, q))
        questions = [whole(tuple(asked(v, q, p, m))) for p, m in q.pairs]
        out[f"q{n:02}.tex"] = fragment([opening, *questions])
        if which != "problem":
            both = [f"{ask}{STAY}{drawn(solved(v, p, m, which))}" for ask, (p, m) in zip(questions, q.pairs, strict=True)]
            out[f"{'s' if which == 'key' else 'm'}{n:02}.tex"] = fragment(both)
    return out


def asked(v: Variant, q: Question, part: Part, made: Made) -> list[Block]:
    return sheets.asked(v.sheet, q, part, made, alone=len(q.parts) == 1)


def fragment(pieces: list[str]) -> str:
    body = "\n\n".join(filter(None, pieces))
    return f"% needs \\usepackage{{{','.join(page.needed(body))}}}\n\\providecommand{{\\sjmark}}[1]{{\\textbf{{[#1]}}}}\n{body}\n"


def templated(v: Variant, who: Student, which: str) -> str:
    """The author's file, its slots filled: %% \\symjac{preamble}, {header}, {questions}."""
    path = v.sheet.folder / v.sheet.head["template"]
    try:
        text = path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, ValueError) as fault:
        raise ParseError(f"cannot read the template {str(path)!r}", found=str(fault)) from fault
    asks_for_exam = bool(re.search(r"\\documentclass(?:\[[^\]]*\])?\{exam\}", text))
    plain = [piece for piece in sheets.pieces(v, who, which) if piece.name != "head"]
    more = f"{SETTING}{setting(v, which)}" if asks_for_exam else ""
    fill = {
        "preamble": f"\\usepackage{{amsmath,amssymb,array,booktabs}}\n{MACROS}{more}".strip(),
        "header": header(v, who, which).strip(),
        "questions": questions(v, which) if asks_for_exam else macros(article(plain)),
    }
    found = [slot[1] for slot in SLOT.finditer(text)]
    unknown = [name for name in found if name not in fill]
    if unknown or "questions" not in found:
        what = f"has no slot {unknown[0]!r}" if unknown else "lacks the slot for the questions"
        raise ParseError(f"the template {str(path)!r} {what}", expected=", ".join(rf"%% \symjac{{{name}}}" for name in fill))
    return SLOT.sub(lambda slot: fill[slot[1]], text)
