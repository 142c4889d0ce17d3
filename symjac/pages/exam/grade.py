"""Answers judged by the scheme: verdict, mistake, marks; later parts follow through from an earlier answer that was wrong.

What cannot be read is invalid and earns nothing yet: it comes back to a person, like what only a person can judge.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from symjac.errors import ParseError, SymjacError
from symjac.pages.exam.context import Context
from symjac.pages.exam.index import table
from symjac.pages.exam.keeps import kept
from symjac.pages.exam.made import Made
from symjac.pages.exam.marks import number
from symjac.pages.exam.numeric import compared
from symjac.pages.exam.parts import make
from symjac.pages.exam.roster import delimiter
from symjac.pages.exam.sheet import Item, Part, Sheet
from symjac.pages.exam.variant import Question
from symjac.pages.exam.variant import question as drawn_question

COLUMNS = ("student", "item", "part", "status", "mistake", "marks", "of", "message")
LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True)
class Graded:
    """An answer judged. status: correct, unsimplified, layout, wrong, follow-through, invalid, manual or missing.

    mistake: the code of what went wrong; marks: None where a person has to look.
    """

    student: str
    item: str
    part: str
    status: str
    marks: Fraction | None
    of: Fraction
    mistake: str = ""
    message: str = ""

    def row(self) -> tuple[str, ...]:
        marks = "" if self.marks is None else number(self.marks)
        return (self.student, self.item, self.part, self.status, self.mistake, marks, number(self.of), self.message)


@dataclass(frozen=True)
class Grades:
    """All answers judged, in their order; broken: rows that name no student, item or part."""

    sheet: Sheet
    rows: tuple[Graded, ...]
    broken: tuple[str, ...] = ()

    def csv(self) -> str:
        return table(COLUMNS, [row.row() for row in self.rows])


Answers = Mapping[tuple[str, str, str], str]  # student, item, part → what was typed


def grade(sheet: Sheet, answers: Any) -> Grades:
    """answers: a CSV file with the columns student, item, part, answer, or rows (student, item, part, answer)."""
    given, broken = read(sheet, answers)
    found: list[Graded] = []
    for student in dict.fromkeys(key[0] for key in given):
        for item in sheet.items:
            if any((student, item.id, part.id) in given for part in item.parts):
                found += graded(sheet, item, student, given)
    if sheet.language == "de":
        from symjac.pages.exam.remarks import in_german

        found = [replace(row, message=in_german(row.message, row.status)) for row in found]
    return Grades(sheet, tuple(found), tuple(broken))


def read(sheet: Sheet, answers: Any) -> tuple[Answers, list[str]]:
    rows = list(from_file(Path(answers)) if isinstance(answers, str | Path) else from_rows(answers))
    known = {(item.id, part.id) for item, part in sheet.parts()}
    given: dict[tuple[str, str, str], str] = {}
    broken = []
    for where, (student, item, part, answer) in rows:
        if not student or (item, part) not in known:
            broken.append(f"{where}: there is no part {item!r}, {part!r}" if student else f"{where}: no student")
        else:
            given[student, item, part] = answer
    return given, broken


Row = tuple[str, tuple[str, str, str, str]]


def from_rows(rows: Iterable[Any]) -> Iterator[Row]:
    for k, row in enumerate(rows, 1):
        if isinstance(row, Mapping):
            row = [row.get(name, "") for name in ("student", "item", "part", "answer")]
        if len(row) != 4:
            raise ParseError(f"row {k} of the answers is none", found=repr(row)[:60], expected="student, item, part, answer")
        yield f"row {k}", (str(row[0]).strip(), str(row[1]).strip(), str(row[2]).strip(), str(row[3]))


def from_file(path: Path) -> Iterator[Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\x00", "")
    except (OSError, UnicodeDecodeError) as fault:
        raise ParseError(f"cannot read the answers {str(path)!r}", found=str(fault)) from fault
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter=delimiter(text))
    header = [word.strip().lower() for word in next(rows, [])]
    missing = [name for name in ("student", "item", "part", "answer") if name not in header]
    if missing:
        raise ParseError(f"the answers {str(path)!r} have no column {missing[0]!r}", found=", ".join(header)[:80] or "nothing",
                         expected="student, item, part, answer")  # fmt: skip
    at = [header.index(name) for name in ("student", "item", "part", "answer")]
    for k, row in enumerate(rows, 2):
        if any(map(str.strip, row)):
            cells = [row[n] if n < len(row) else "" for n in at]
            yield f"line {k}", (cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3])


def graded(sheet: Sheet, item: Item, student: str, given: Answers) -> Iterator[Graded]:
    """The parts of an item in their order, so that earlier answers are known."""
    q = drawn_question(sheet, item, student)
    earlier: dict[str, str] = {}
    for part, made in q.pairs:
        answer = given.get((student, item.id, part.id), "").strip()
        found = one(sheet, q, part, made, student, answer)
        if found.status in ("wrong", "layout") and answer:
            followed = through(sheet, q, part, made, student, answer, earlier)
            found = followed or found
            earlier[f"answer.{part.id}"] = answer
        yield found


def one(sheet: Sheet, q: Question, part: Part, made: Made, student: str, answer: str) -> Graded:
    base = Graded(student, q.item.id, part.id, "missing", Fraction(0), made.marks)
    if not answer:
        return base
    if made.choices:
        return chosen(base, part, made, answer)
    if made.sought is not None:
        return as_sought(base, part, made, answer)
    if made.numbers and made.judged is None:
        return in_numbers(base, part, made, answer)
    if made.judged is None or part.kind == "show":
        return replace(base, status="manual", marks=None, message="to be marked by a person")
    return judged(base, part, made, answer)


def as_sought(base: Graded, part: Part, made: Made, answer: str) -> Graded:
    """An optimum: each variable earns its share; where another point may be as good, a person has to look."""
    from symjac.pages.exam.sought import compared as compared_with

    assert made.sought is not None
    try:
        found = compared_with(made.sought, answer)
    except SymjacError as fault:
        return replace(base, status="invalid", marks=None, message=plain(fault))
    unread = next((c for c in found.values() if c.status == "invalid"), None)
    if unread is not None:
        return replace(base, status="invalid", marks=None, message=" ".join(unread.message.split()))
    wrong = [c for c in found.values() if c.status == "wrong"]
    if not wrong:
        return replace(base, status="correct", marks=made.marks)
    if not made.sought.only:
        return replace(base, status="manual", marks=None, message="another point may be as good: to be marked by a person")
    shares = [made.marks if c.status == "correct" else kept(part, c.code, made.marks) for c in found.values()]
    marks = Fraction(int(sum(shares, Fraction(0)) / len(shares) * 2), 2)
    codes, says = dict.fromkeys(c.code for c in wrong if c.code), dict.fromkeys(c.message for c in wrong if c.message)
    return replace(base, status="wrong", mistake="+".join(codes), marks=marks, message=" ".join(" ".join(says).split()))


def chosen(base: Graded, part: Part, made: Made, answer: str) -> Graded:
    """The letter of a choice."""
    letter = answer.strip().strip("().").upper()
    if len(letter) != 1 or letter not in LETTERS[: len(made.choices)]:
        return replace(base, status="invalid", marks=None, message=f"{answer[:40]!r} is none of the letters")
    choice = made.choices[LETTERS.index(letter)]
    if choice.right:
        return replace(base, status="correct", marks=made.marks)
    return replace(base, status="wrong", mistake=choice.code, message=choice.says, marks=kept(part, choice.code, made.marks))


def in_numbers(base: Graded, part: Part, made: Made, answer: str) -> Graded:
    """Numbers that were rounded by hand."""
    try:
        share = compared(made, answer, part.given.get("digits") or digits(answer))
    except SymjacError as fault:
        return replace(base, status="invalid", marks=None, message=plain(fault))
    marks = Fraction(int(made.marks * share * 2), 2)
    status = "correct" if share == 1 else "wrong"
    return replace(base, status=status, marks=marks, mistake="" if share == 1 else "EVAL")


def judged(base: Graded, part: Part, made: Made, answer: str) -> Graded:
    from symjac.judge.check import check

    j = made.judged
    assert j is not None
    verdict = check(j.f, j.wrt, answer, j.where, order=j.order, layout=j.layout, order_of=j.order_of, at=j.at)
    if not verdict and made.numbers and rounded(made, answer):
        return replace(base, status="correct", marks=made.marks, message="right when rounded")
    return scored(base, part, made, verdict)


LEAST = 2  # digits behind the point that a rounded answer has


def rounded(made: Made, answer: str) -> bool:
    """Whether every number is right to the digits that were typed."""
    try:
        return "." in answer and compared(made, answer, digits(answer)) == 1
    except SymjacError:
        return False


def digits(answer: str) -> int:
    """Behind the point, as they were typed."""
    return max(LEAST, *(len(found) for found in re.findall(r"[.](\d+)", answer)), 0)


def scored(base: Graded, part: Part, made: Made, verdict: Any) -> Graded:
    """A named mistake keeps its share; the first is the simplest explanation."""
    message = " ".join(verdict.message.split())
    if verdict:
        return replace(base, status=verdict.status, marks=made.marks, message=message if verdict.status != "correct" else "")
    if verdict.status == "invalid":
        return replace(base, status="invalid", marks=None, message=message)
    named = [m for m in verdict.mistakes if not m.alternative]
    code = "T_LAYOUT" if verdict.status == "layout" else "+".join(m.code for m in named)
    shares = [kept(part, each, made.marks) for each in code.split("+") if each]
    marks = min(shares) if len(shares) == 1 else max(Fraction(0), sum(shares, Fraction(0)) - (len(shares) - 1) * made.marks)
    marks = Fraction(int(marks * 2), 2) if shares else Fraction(0)
    return replace(base, status=verdict.status, mistake=code, marks=marks, message=message)


def through(
    sheet: Sheet, q: Question, part: Part, made: Made, student: str, answer: str, earlier: Mapping[str, str]
) -> Graded | None:
    """Right with the student's own earlier answers in place of the true ones, where that is no easier."""
    used = {name: text for name, text in earlier.items() if uses(part, name)}
    if not used:
        return None
    try:
        own = make(Context(sheet, q.item, part, {**q.values, **used}))
    except SymjacError:
        return None
    if own.degenerate or easier(own, made):
        return None
    again = one(sheet, q, part, own, student, answer)
    if again.status not in ("correct", "unsimplified"):
        return None
    return replace(again, status="follow-through", marks=made.marks, of=made.marks, message="right from the earlier answer")


def uses(part: Part, name: str) -> bool:
    return any(isinstance(text, str) and f"{{{name}}}" in text.replace(" ", "") for text in part.given.values())


def easier(own: Made, made: Made) -> bool:
    """A wrong answer must not have made the rest trivial: fewer operations than three quarters of the true ones."""
    return 4 * own.size.operations < 3 * made.size.operations or own.size.steps < made.size.steps


def plain(fault: SymjacError) -> str:
    return " ".join(fault.message.split())
