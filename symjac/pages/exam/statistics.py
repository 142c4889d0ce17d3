"""Which mistakes were made in which part, how often: a CSV file, or a page with a bar chart for each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from symjac.errors import UnsupportedError
from symjac.judge.mistakes.registry import kinds
from symjac.pages.exam.grade import Graded, Grades
from symjac.pages.exam.index import table
from symjac.pages.exam.marks import number
from symjac.pages.exam.mistakes import alone
from symjac.pages.exam.slots import typeset
from symjac.writing.block import Block, Document, Figure, Heading, Items, Paragraph
from symjac.writing.box import Words
from symjac.writing.drawing import Drawing, Label, Shape, Stroke

COLUMNS = ("item", "part", "outcome", "count", "share", "mean marks", "of")
LONGEST, STEP = 7.0, 0.62  # centimetres of the longest bar, and from bar to bar


def outcomes(rows: Sequence[Graded]) -> Counter[str]:
    """correct, or the mistake, or what became of it."""
    return Counter(row.mistake or row.status for row in rows)


def by_part(grades: Grades) -> Iterator[tuple[str, str, list[Graded]]]:
    for item, part in grades.sheet.parts():
        rows = [row for row in grades.rows if (row.item, row.part) == (item.id, part.id)]
        if rows:
            yield item.id, part.id, rows


def mean(rows: Sequence[Graded]) -> str:
    known = [row.marks for row in rows if row.marks is not None]
    return f"{float(sum(known, Fraction(0)) / len(known)):.2f}" if known else ""


def statistics(grades: Grades) -> str:
    """As CSV: for each part how often each outcome occurred, and the mean of its marks."""
    lines = [
        (item, part, outcome, count, f"{count / len(rows):.3f}", mean(rows), number(rows[0].of))
        for item, part, rows in by_part(grades)
        for outcome, count in outcomes(rows).most_common()
    ]
    return table(COLUMNS, lines)


def page(grades: Grades) -> Document:
    """A heading and a chart for each part."""
    out: list[Block] = []
    for item, part, rows in by_part(grades):
        out.append(Heading(1, (f"{item}, part {part}",)))
        out.append(Paragraph((f"{len(rows)} answers; mean {mean(rows) or 'not known'} of {number(rows[0].of)} marks.",)))
        counts = outcomes(rows).most_common()
        out.append(Figure(chart(counts), (), "; ".join(f"{name}: {count}" for name, count in counts)))
        out += explained([name for name, _ in counts])
    return Document((f"{grades.sheet.title}: statistics",), tuple(out), "en")


def explained(names: Sequence[str]) -> list[Block]:
    """What the codes stand for; of several mistakes in one answer each by itself."""
    codes = dict.fromkeys(code for name in names for code in name.split("+"))
    said = {str(kind.code): alone(kind.sentence) for kind in kinds()}
    items = tuple((f"{code}: ", *typeset(said[code], {}, {})) for code in codes if code in said)
    return [Items(items)] if items else []


def chart(counts: Sequence[tuple[str, int]]) -> Drawing:
    """A bar for each outcome, the longest for the commonest."""
    most = max(count for _, count in counts)
    shapes: list[Shape] = []
    for k, (name, count) in enumerate(counts):
        y, length = STEP * (len(counts) - k - 0.5), LONGEST * count / most
        shapes += [Stroke(((4, y + s / 50), (4 + length, y + s / 50)), "curve") for s in range(-6, 7)]  # strokes that overlap
        shapes.append(Label((3.8, y), Words(name), "left", small=True))
        shapes.append(Label((4.2 + length, y), Words(str(count)), "right", small=True))
    return Drawing(4 + LONGEST + 1, STEP * len(counts), tuple(shapes))


def written(grades: Grades, suffix: str) -> bytes:
    """In the format that a file name asks for."""
    match suffix.lower():
        case ".csv":
            return statistics(grades).encode()
        case ".html":
            from symjac.writing.formats.html import page as html

            return html.document(page(grades)).encode()
        case ".pdf":
            from symjac.writing.formats import pdf

            return pdf.document(page(grades))
    raise UnsupportedError(
        f"statistics cannot be written as {suffix or 'a file without a suffix'!r}", expected=".csv, .html, .pdf"
    )
