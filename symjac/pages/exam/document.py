"""A variant as documents: the problem sheet, the key, the marker's sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from symjac.lazy import regex
from symjac.pages.exam import german
from symjac.pages.exam.keeps import kept
from symjac.pages.exam.made import Errors, Made
from symjac.pages.exam.marks import number
from symjac.pages.exam.mistakes import typical
from symjac.pages.exam.notation import restyled
from symjac.pages.exam.roster import Student
from symjac.pages.exam.sheet import LETTERS, Part, Sheet
from symjac.pages.exam.slots import typeset
from symjac.pages.exam.variant import Question, Variant
from symjac.pages.exam.words import counted, earns, say
from symjac.writing.block import (
    Block,
    Details,
    Document,
    Heading,
    Mark,
    Paragraph,
    Room,
    Table,
    Text,
)

SHEETS = ("problem", "key", "marker")
LINE = "_" * 24


class Piece(NamedTuple):
    """Some blocks of a sheet. name: its place; made: the part that it belongs to, whose students may have it in common.

    leads: it stays with what follows.
    """

    name: str
    blocks: list[Block]
    made: Made | None = None
    leads: bool = False


def document(v: Variant, who: Student, which: str, *, fold: bool = False) -> Document:
    """One of the sheets; fold: solutions are folded, where the format can."""
    blocks = [block for piece in pieces(v, who, which, fold) for block in piece.blocks]
    return Document(title(v.sheet, which), tuple(blocks), v.sheet.language)


def pieces(v: Variant, who: Student, which: str, fold: bool = False) -> Iterator[Piece]:
    """The head, then for each question its heading, and its parts with what is below them."""
    yield Piece("head", head(v.sheet, who, which))
    for n, q in enumerate(v.questions, 1):
        yield Piece(f"q{n}", [*heading(v.sheet, q, n), *introduction(v.sheet, q)])
        for k, (part, made) in enumerate(q.pairs, 1):  # (a), (b), … in their order, as the exam class counts them
            yield from of_part(v.sheet, q, part, made, f"q{n}-{k}", which, fold)


def of_part(sheet: Sheet, q: Question, part: Part, made: Made, name: str, which: str, fold: bool) -> Iterator[Piece]:
    question = asked(sheet, q, part, made, alone=len(q.parts) == 1)
    if which == "problem":
        yield Piece(f"{name}-room", [*question, *room(part)], made)
        return
    yield Piece(name, question, made, leads=True)
    yield Piece(f"{name}-key", answered(sheet, made, fold), made)
    if which == "marker":
        yield Piece(f"{name}-marker", for_marker(sheet, part, made), made)


def title(sheet: Sheet, which: str) -> Text:
    return (sheet.title,) if which == "problem" else (f"{sheet.title}: {say(sheet.language, which)}",)


def footer(v: Variant) -> Text:
    return (f"{v.sheet.id} · {say(v.sheet.language, 'version')} {v.version}",)


def head(sheet: Sheet, who: Student, which: str) -> list[Block]:
    """Course and date, who it is for, what is to be known before the first question."""
    course = " · ".join(filter(None, (sheet.head.get("course", ""), sheet.head.get("date", ""))))
    out: list[Block] = [Paragraph((course,))] if course else []
    person = named(sheet, who, which)
    out += [Paragraph((person,))] if person else []
    return [*out, Paragraph((summary(sheet, which),))]


def named(sheet: Sheet, who: Student, which: str) -> str:
    """The line with the name: printed, to be filled in, or the number of an anonymous script."""
    language = sheet.language
    if who.script:
        return f"{say(language, 'script')}: {who.script}"
    if who.id:
        return f"{say(language, 'name')}: {who.name or who.id} · {say(language, 'number')}: {who.id}"
    if which != "problem" or not sheet.head.get("names", True):
        return ""
    return f"{say(language, 'name')}: {LINE}\u2003{say(language, 'number')}: {LINE[:12]}"


def summary(sheet: Sheet, which: str) -> str:
    """12 marks · 3 questions · 20 minutes. Gradients are rows."""
    language, n = sheet.language, len(sheet.items)
    parts = [counted(language, sheet.total), f"{n} {say(language, 'question' if n == 1 else 'questions')}"]
    parts += [f"{sheet.minutes:g} {say(language, 'minutes')}"] if sheet.minutes else []
    sentences = [" · ".join(parts) + ".", say(language, "row" if sheet.layout == "numerator" else "column")]
    return " ".join([*sentences, *([say(language, "marking")] if which != "problem" else [])])


def heading(sheet: Sheet, q: Question, n: int) -> list[Block]:
    return [Heading(1, (f"{n}. {q.item.title or say(sheet.language, 'question').capitalize()} ", Mark(number(q.total))))]


def introduction(sheet: Sheet, q: Question) -> list[Block]:
    """What is said before the parts."""
    texts = [typeset(part, q.values, {}) for part in re.split(r"\n\s*\n", q.item.text) if part.strip()]
    return [Paragraph(restyled(text, sheet, *q.parts)) for text in texts]


def asked(sheet: Sheet, q: Question, part: Part, made: Made, *, alone: bool) -> list[Block]:
    """(a) [2] Let … Find …; then the choices and the hint."""
    lead = "" if alone else f"({LETTERS[q.item.parts.index(part)]})"
    mark: Text = () if alone else (Mark(number(made.marks)), " ")
    first, *others = made.ask
    start = (
        [replace(first, text=(*mark, *first.text), lead=lead)] if isinstance(first, Paragraph) else [Paragraph(mark, lead), first]
    )
    return [*start, *others, *choices(made), *hint(sheet, q, part)]


def choices(made: Made) -> list[Block]:
    return [Paragraph(choice.text, f"\u2003{letter}.") for letter, choice in lettered(made)]


def lettered(made: Made) -> Iterator[tuple[str, Any]]:
    return zip("ABCDEFGHIJ", made.choices, strict=False)


def hint(sheet: Sheet, q: Question, part: Part) -> list[Block]:
    text = part.given.get("hint")
    if not text:
        return []
    said = restyled(typeset(text, q.values, {}), sheet, q.parts[q.item.parts.index(part)])
    return [Paragraph(said, say(sheet.language, "hint"))]


ROOM = regex(r"\s*([\d.]+)\s*cm\s*(blank|lines|box)?\s*")


def room(part: Part) -> list[Block]:
    found = ROOM.fullmatch(part.given.get("space", ""))
    return [Room(float(found[1]), found[2] or "blank")] if found else []  # type: ignore[arg-type]


def answered(sheet: Sheet, made: Made, fold: bool) -> list[Block]:
    if not fold:
        return solution(sheet, made)
    return [Details((say(sheet.language, "solution"),), tuple(solution(sheet, made, titled=False)))]


def solution(sheet: Sheet, made: Made, *, titled: bool = True) -> list[Block]:
    """'Solution.' before the first sentence, or alone where the solution starts with a formula; of choices the right letter.

    titled: whether it says that it is the solution; where it is folded, the line that is left says so.
    """
    lead = say(sheet.language, "solution") if titled else ""
    if made.choices:
        letter = next(letter for letter, choice in lettered(made) if choice.right)
        return [Paragraph((f"{letter}. ", Mark(number(made.marks))), lead), *made.solution]
    if not titled:
        return list(made.solution)
    first = made.solution[0] if made.solution else None
    if isinstance(first, Paragraph) and not first.lead:
        return [replace(first, lead=lead), *made.solution[1:]]
    return [Paragraph((), lead), *made.solution]


def for_marker(sheet: Sheet, part: Part, made: Made) -> list[Block]:
    """What earns what, what else is right, what goes wrong and what it keeps."""
    language = sheet.language
    out: list[Block] = []
    if made.scheme:
        out.append(Paragraph((schemed(made, language),), say(language, "scheme")))
    if made.accepted:
        out.append(
            Paragraph(
                tuple(w for k, text in enumerate(made.accepted) for w in ((", ",) if k else ()) + text), say(language, "accepted")
            )
        )
    found = typical(made)
    if found:
        out.append(errors(sheet, part, made, found))
    return out


def schemed(made: Made, language: str) -> str:
    """chain rule 1, derivatives 2, result 1."""
    sums: dict[str, Fraction] = {}
    for what, marks in made.scheme:
        sums[what] = sums.get(what, Fraction(0)) + marks
    return ", ".join(f"{earns(language, what)} {number(marks)}" for what, marks in sums.items()) + "."


def errors(sheet: Sheet, part: Part, made: Made, found: Errors) -> Block:
    """The column of what mistakes lead to is left out where no answer fits into it."""
    language = sheet.language
    shown = any(text for _, _, text in found)
    header: list[Text] = [(say(language, "mistake"),), *([(say(language, "leads"),)] if shown else []), (say(language, "keeps"),)]
    rows = [
        (
            mistake(language, says or code),
            *([restyled(text, sheet, made)] if shown else []),
            (number(kept(part, code, made.marks)),),
        )
        for code, says, text in found
    ]
    return Table(tuple(header), tuple(rows))


def mistake(language: str, says: str) -> Text:
    """Its sentence, formulas in dollars typeset."""
    words = typeset(says, {}, {})
    return (german.said(words) or words) if language == "de" else words
