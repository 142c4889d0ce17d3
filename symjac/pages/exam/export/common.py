"""What all platforms share: each part of a variant as a question of its own, as HTML with formulas in TeX or in MathML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import escape as xml_escape

from symjac.pages.exam import document as sheets
from symjac.pages.exam.draw import digest
from symjac.pages.exam.made import Made
from symjac.pages.exam.marks import number
from symjac.pages.exam.markup import Markup
from symjac.pages.exam.sheet import Part
from symjac.pages.exam.variant import Question, Variant
from symjac.writing.block import Aligned, Block, Equation
from symjac.writing.box import Box
from symjac.writing.formats.latex import page as latex

STAMP = (2000, 1, 1, 0, 0, 0)  # the date of every file in an archive


@dataclass(frozen=True, eq=False)
class Task:
    """A part as a question of a platform."""

    variant: Variant
    question: Question
    part: Part
    made: Made

    @property
    def name(self) -> str:
        """ls-a 361C-50C4: what tells it from all others."""
        return f"{self.question.item.id}-{self.part.id} {self.variant.version}"

    @property
    def ident(self) -> str:
        """A name in letters and digits that begins with a letter."""
        return "q" + digest(self.variant.sheet.id, self.name).hex()[:16]

    @property
    def title(self) -> str:
        item = self.question.item
        return (item.title or item.id) + (f" ({self.part.id})" if len(item.parts) > 1 else "")

    @property
    def points(self) -> float:
        return float(self.made.marks)

    def asked(self) -> tuple[Block, ...]:
        sheet = self.variant.sheet
        return (*sheets.introduction(sheet, self.question), *self.made.ask, *sheets.hint(sheet, self.question, self.part))

    def solved(self) -> tuple[Block, ...]:
        return self.made.solution

    def marked(self) -> tuple[Block, ...]:
        """The solution with what the marker is told."""
        return (*self.made.solution, *sheets.for_marker(self.variant.sheet, self.part, self.made))


def tasks(variants: Sequence[Variant]) -> Iterator[Task]:
    """Every part; variants in which it is the same count once."""
    yield from dict.fromkeys(task for sets in pools(variants) for several in sets for task in several)


def pools(variants: Sequence[Variant]) -> list[list[tuple[Task, ...]]]:
    """For each item its variants: the parts that belong together. A part that is the same in several is one task."""
    known: dict[tuple[str, str, str], Task] = {}
    found: dict[str, dict[tuple[Task, ...], None]] = {}
    for v in variants:
        for q in v.questions:
            keys = [(q.item.id, part.id, repr((made.ask, made.answer, made.solution))) for part, made in q.pairs]
            together = tuple(known.setdefault(k, Task(v, q, *pair)) for k, pair in zip(keys, q.pairs, strict=True))
            found.setdefault(q.item.id, {})[together] = None
    return [list(sets) for sets in found.values()]


def _in_line(box: Box) -> str:
    return rf"\({escape(latex.box(box), quote=False)}\)"


def _displayed(block: Equation | Aligned) -> str:
    return rf"<p>\[{escape(latex.display(block), quote=False)}\]</p>"


TEX = Markup(escape, _in_line, _displayed)  # formulas in \( \) and \[ \], for MathJax
tex_html, tex_text = TEX.body, TEX.words


def xml(text: str) -> str:
    """Text for XML, without the characters that XML has not."""
    known = (c for c in text if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF)))
    return xml_escape("".join(known), {'"': "&quot;"})


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def archive(files: Iterable[tuple[str, str]]) -> bytes:
    """A zip file, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def points(task: Task) -> str:
    return number(task.made.marks)
