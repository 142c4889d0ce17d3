"""Moodle XML: choices as multichoice, numbers as numerical or cloze, all else as an essay with the marking scheme as grader's
information. There is no schema; the importer (question/format/xml/format.php) is the grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from symjac.pages.exam.export.common import Task, cdata, points, tasks, tex_html, tex_text, xml
from symjac.pages.exam.keeps import kept
from symjac.pages.exam.variant import Variant
from symjac.pages.exam.words import say

# The fractions that the importer accepts; others stop it.
FRACTIONS = (
    100,
    90,
    83.33333,
    80,
    75,
    70,
    66.66667,
    60,
    50,
    40,
    33.33333,
    30,
    25,
    20,
    16.66667,
    14.28571,
    12.5,
    11.11111,
    10,
    5,
    0,
)
TOLERANCE = 0.005  # of numbers that are rounded by hand


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    yield "moodle.xml", document(variants).encode()


def document(variants: Sequence[Variant]) -> str:
    out, category = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for task in tasks(variants):
        item = task.question.item
        here = f"$course$/top/{place(task.variant.sheet.title)}/{place(item.title or item.id)}"
        if here != category:
            out.append(f'<question type="category"><category><text>{xml(here)}</text></category></question>')
            category = here
        out.append(question(task))
    return "\n".join([*out, "</quiz>", ""])


def place(title: str) -> str:
    """A slash in a name is doubled, for a single one nests."""
    return title.replace("/", "//")


def question(task: Task) -> str:
    if task.made.choices:
        return multichoice(task)
    if len(task.made.numbers) == 1:
        return numerical(task)
    if task.made.numbers:
        return cloze(task)
    return essay(task)


def common(task: Task, kind: str, text: str, body: str, graded: bool = True) -> str:
    grade = f"<defaultgrade>{points(task)}</defaultgrade>\n" if graded else ""
    tags = "".join(f"<tag><text>{xml(tag)}</text></tag>" for tag in task.question.item.tags)
    return (
        f'<question type="{kind}">\n<name><text>{xml(f"{task.title}: {task.name}")}</text></name>\n'
        f'<questiontext format="html"><text>{cdata(text)}</text></questiontext>\n'
        f'<generalfeedback format="html"><text>{cdata(tex_html(task.solved()))}</text></generalfeedback>\n'
        f"{grade}<penalty>0.3333333</penalty>\n<hidden>0</hidden>\n<idnumber>{task.ident}</idnumber>\n"
        f"{body}<tags>{tags}</tags>\n</question>"
    )


def essay(task: Task) -> str:
    body = (
        "<responseformat>editor</responseformat>\n<responserequired>1</responserequired>\n<responsefieldlines>15</responsefieldlines>\n"
        "<attachments>1</attachments>\n<attachmentsrequired>0</attachmentsrequired>\n"
        f'<graderinfo format="html"><text>{cdata(tex_html(task.marked()))}</text></graderinfo>\n'
        '<responsetemplate format="html"><text></text></responsetemplate>\n'
    )
    return common(task, "essay", tex_html(task.asked()), body)


def multichoice(task: Task) -> str:
    head = "<single>true</single>\n<shuffleanswers>true</shuffleanswers>\n<answernumbering>ABCD</answernumbering>\n"
    answers = "".join(
        answer(100 if c.right else snapped(kept(task.part, c.code, task.made.marks) / task.made.marks), tex_text(c.text), c.says)
        for c in task.made.choices
    )
    return common(task, "multichoice", tex_html(task.asked()), head + answers)


def snapped(share: Fraction) -> float:
    """The next fraction below that the importer knows."""
    return next(f for f in FRACTIONS if f <= 100 * share + 1e-3)


def answer(fraction: float, text: str, says: str) -> str:
    return (
        f'<answer fraction="{fraction:g}" format="html"><text>{cdata(text)}</text>'
        f'<feedback format="html"><text>{cdata(xml(says))}</text></feedback></answer>\n'
    )


def numerical(task: Task) -> str:
    (value,) = task.made.numbers.values()
    body = (
        f'<answer fraction="100" format="moodle_auto_format"><text>{value:.10g}</text><tolerance>{tolerance(value)}</tolerance>'
        '<feedback format="html"><text></text></feedback></answer>\n'
    )
    return common(task, "numerical", tex_html(task.asked()), body)


def tolerance(value: float) -> str:
    return "0" if value == round(value) else f"{TOLERANCE:g}"


def cloze(task: Task) -> str:
    """A field for each number; the marks of the whole are those of its fields."""
    fields = "".join(
        f"<p>{xml(label(name, task.variant.sheet.language))} = {{1:NUMERICAL:={value:.10g}:{tolerance(value)}}}</p>\n"
        for name, value in task.made.numbers.items()
    )
    return common(task, "cloze", tex_html(task.asked()) + "\n" + fields, "", graded=False)


def label(name: str, language: str) -> str:
    r"""The entry 1,2 of the answer."""
    what, _, at = name.rpartition(" ")
    return f"{what or say(language, 'entry')} ({at.replace(',', ', ')})"
