r"""LaTeX for auto-multiple-choice: choices to be ticked by students, boxes 0 … n to be ticked by graders for open answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symjac.pages.exam import document as sheets
from symjac.pages.exam.export.common import Task, pools
from symjac.pages.exam.latex import MACROS, macros
from symjac.pages.exam.marks import number
from symjac.pages.exam.variant import Variant
from symjac.writing.block import Block, Document
from symjac.writing.formats.latex import page
from symjac.writing.formats.latex.names import prose

PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}
\usepackage{amsmath,amssymb,array,booktabs,tikz}
\usepackage[box,completemultiLANGUAGE]{automultiplechoice}
"""
LINES = 6  # of room for an open answer, where the sheet states none


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    yield "amc.tex", document(variants).encode()


def document(variants: Sequence[Variant]) -> str:
    """Every copy has one variant of each question, its parts together and in their order."""
    found = pools(variants)
    elements = "\n\n".join(element(parts) for several in found for parts in several)
    inserts = "\n".join(inserted(group(several[0]), len(several)) for several in found)
    title = prose(variants[0].sheet.title)
    preamble = PREAMBLE.replace("LANGUAGE", ",lang=DE" if variants[0].sheet.language == "de" else "")
    return (
        f"{preamble}{MACROS}\\begin{{document}}\n\\AMCrandomseed{{{seed(variants[0])}}}\n{elements}\n\n"
        f"\\onecopy{{{len(variants)}}}{{\n\\noindent\\AMCcode{{student}}{{8}}\\par\\bigskip\n"
        f"\\noindent{{\\large\\bfseries {title}}}\\par\\bigskip\n"
        f"{inserts}\n}}\n\\end{{document}}\n"
    )


def inserted(name: str, count: int) -> str:
    return rf"\insertgroup{{{name}}}" if count == 1 else rf"\shufflegroup{{{name}}}\insertgroup[1]{{{name}}}"


def group(parts: Sequence[Task]) -> str:
    return parts[0].question.item.id


def seed(v: Variant) -> int:
    return int(v.version[:4], 16) + 1


def element(parts: Sequence[Task]) -> str:
    return f"\\element{{{group(parts)}}}{{\n" + "\n".join(map(asked, parts)) + "\n}"


def asked(task: Task) -> str:
    inner = choices(task) if task.made.choices else boxes(task)
    return f"\\begin{{question}}{{{task.ident}}}{score(task)}\n{drawn(task.asked())}\n{inner}\n\\end{{question}}"


def score(task: Task) -> str:
    return rf"\scoring{{b={number(task.made.marks)},m=0}}" if task.made.choices else ""


def choices(task: Task) -> str:
    lines = (rf"\{'correct' if c.right else 'wrong'}choice{{{macros(page.text(c.text))}}}" for c in task.made.choices)
    return "\n".join(("\\begin{choices}", *lines, "\\end{choices}"))


def boxes(task: Task) -> str:
    """0, 1, …, n for the grader; half marks where the part has them."""
    halves = 1 if task.made.marks.denominator == 1 else 2
    steps = [k / halves for k in range(int(task.made.marks * halves) + 1)]
    last = steps[-1]
    shown = "".join(rf"\{'correct' if k == last else 'wrong'}choice[{k:g}]{{{k:g}}}\scoring{{{k:g}}}" for k in steps)
    return rf"\AMCOpen{{lines={room(task)}}}{{{shown}}}"


def room(task: Task) -> int:
    given = sheets.room(task.part)
    return max(1, round(given[0].height)) if given else LINES  # type: ignore[union-attr]


def drawn(blocks: Sequence[Block]) -> str:
    return macros(page.body(Document((), tuple(blocks))))
