"""Answers are graded by the scheme: marks worked out by hand, what a named mistake keeps, follow-through and its guard."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest

from symjac.cli import main
from symjac.errors import SymjacError
from symjac.pages.exam import statistics
from symjac.pages.exam.face import Sheet, read
from symjac.pages.exam.variant import variant

TEXT = """
symjac = 1
[sheet]
id = "graded"
title = "To be graded"
[[item]]
id = "ls"
[[item.part]]
f = "norm(y - Phi*theta)^2"
wrt = "theta"
where = "Phi: N x D"
marks = 4
keeps = {SIGN = 0.5}
[[item.part]]
f = "x'A x"
wrt = "x"
where = "A: n x n"
at = "A = [1, 2; 3, 4]; x = [1; 2]"
marks = 3
[[item]]
id = "chain"
[[item.part]]
f = "t^3 + 2*t^2"
wrt = "t"
marks = 2
[[item.part]]
f = "{answer.a}"
wrt = "t"
marks = 2
[[item]]
id = "other"
[[item.part]]
kind = "choose"
f = "x'A x"
wrt = "x"
marks = 2
[[item.part]]
layers = "2 -> 2, tanh; W1 = [1, 0; 0, 1]; b1 = [0; 0]; x = [1; -1]"
digits = 2
marks = 2
[[item.part]]
ask = "Why?"
solution = "Because."
marks = 1
"""


@pytest.fixture(scope="module")
def given() -> Sheet:
    return read(TEXT)


# Twenty answers with the marks that a person gives them by the scheme of the sheet: part, answer, verdict, mistake, marks.
BY_HAND = [
    ("ls", "a", "-2*(y - Phi*theta)'*Phi", "correct", "", "4"),
    ("ls", "a", "2 (Phi theta - y)^T Phi", "correct", "", "4"),
    ("ls", "a", "-2y'Phi + 2theta'Phi'Phi", "correct", "", "4"),
    ("ls", "a", "-(y - Phi*theta)'*Phi", "wrong", "F2", "3"),  # three quarters of 4
    ("ls", "a", "2*(y - Phi*theta)'*Phi", "wrong", "SIGN", "2"),  # the sheet says a half
    ("ls", "a", "-2*Phi'*(y - Phi*theta)", "layout", "T_LAYOUT", "3"),
    ("ls", "a", "-2*(y - Phi*theta", "invalid", "", ""),
    ("ls", "a", "-2*(y - Phi*q)'*Phi", "invalid", "", ""),
    ("ls", "a", "y'Phi Phi'Phi", "wrong", None, "0"),
    ("ls", "b", "[12, 13]", None, None, None),  # 2·1·1 + 5·2, 5·1 + 8·2: computed below
    ("chain", "a", "3t^2 + 4t", "correct", "", "2"),
    ("chain", "a", "3*t^2 + 2*t", "wrong", None, None),
    ("chain", "b", "6t + 4", "correct", "", "2"),
    ("chain", "b", "", "missing", "", "0"),
    ("other", "a", "Z", "invalid", "", ""),
    ("other", "b", "[0.76; -0.76]", "correct", "", "2"),
    ("other", "b", "[0.76, -0.76]", "correct", "", "2"),
    ("other", "b", "[0.76; 0.76]", "wrong", "EVAL", "1"),  # one of two numbers
    ("other", "b", "0.76", "invalid", "", ""),
    ("other", "c", "Because it is so.", "manual", "", ""),
]


@pytest.mark.parametrize(("item", "part", "answer", "status", "mistake", "marks"), BY_HAND)
def test_marks_are_those_that_a_person_gives(
    given: Sheet, item: str, part: str, answer: str, status: str | None, mistake: str | None, marks: str | None
) -> None:
    row = next(r for r in given.grade([("s", item, part, answer)]).rows if r.part == part)
    assert status in (None, row.status)
    assert mistake in (None, row.mistake)
    assert marks in (None, row.row()[5])


def test_a_value_at_a_point(given: Sheet) -> None:
    """xᵀ(A + Aᵀ) at (1, 2) for A = [1, 2; 3, 4] is (1, 2)·[2, 5; 5, 8] = (12, 21)."""
    assert given.grade([("s", "ls", "b", "[12, 21]")]).rows[1].marks == 3
    assert given.grade([("s", "ls", "b", "[12, 20]")]).rows[1].status == "wrong"


@pytest.mark.parametrize(
    ("answer", "status", "marks"),
    [("[4, 1; cos(1), 0]", "correct", 4), ("[4, 1; 0.5403, 0]", "correct", 4), ("[4, 1; 0.54, 0]", "correct", 4),
     ("[4, 1; 0.55, 0]", "wrong", 3), ("[4, 1; 0.5, 0]", "wrong", 3), ("[4, 1; 0.541, 0]", "wrong", 3)],
)  # fmt: skip
def test_a_value_may_be_rounded_to_two_digits_or_more(answer: str, status: str, marks: int) -> None:
    """cos 1 = 0.5403…"""
    head = 'symjac = 1\n[sheet]\nid = "r"\ntitle = "Rounded"\n[[item]]\nid = "v"\n[[item.part]]\nmarks = 4\n'
    sheet = read(head + 'f = "f(x1, x2) = [x1^2*x2; sin(x1)]"\nat = "x1 = 1; x2 = 2"\n')
    (row,) = sheet.grade([("s", "v", "a", answer)]).rows
    assert (row.status, row.marks) == (status, marks)


def test_a_later_part_follows_through_but_not_from_something_easier(given: Sheet) -> None:
    followed = given.grade([("s", "chain", "a", "3t^2 + 2t"), ("s", "chain", "b", "6t + 2")]).rows
    assert [(r.status, r.marks) for r in followed][1] == ("follow-through", Fraction(2))
    easier = given.grade([("s", "chain", "a", "t"), ("s", "chain", "b", "1")]).rows
    assert easier[1].status == "wrong" and easier[1].marks is not None and easier[1].marks < 2


def test_the_right_letter_and_a_wrong_one(given: Sheet) -> None:
    made = variant(given, "s").questions[2].parts[0]
    right = next(letter for letter, c in zip("ABCD", made.choices, strict=True) if c.right)
    wrong = next(letter for letter, c in zip("ABCD", made.choices, strict=True) if not c.right)
    assert given.grade([("s", "other", "a", f"({right.lower()})")]).rows[0].marks == 2
    row = given.grade([("s", "other", "a", wrong)]).rows[0]
    assert row.marks == 0 and row.mistake and row.message


def test_choices_are_distinct_and_only_one_is_right(given: Sheet) -> None:
    from symjac.judge.check import check

    made = variant(given, "s").questions[2].parts[0]
    assert len({c.plain for c in made.choices}) == 4
    verdicts = [check("x'A x", "x", c.plain).status for c in made.choices]
    assert sorted(v == "correct" for v in verdicts) == [False, False, False, True]
    assert [c.right for c in made.choices] == [v == "correct" for v in verdicts]


def test_two_hundred_mixed_answers(given: Sheet, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten students with the twenty answers each, through the command line; the same marks as one by one, and statistics."""
    rows = [(f"s{n}-{k}", item, part, answer) for n in range(10) for k, (item, part, answer, *_) in enumerate(BY_HAND)]
    (tmp_path / "sheet.toml").write_text(TEXT)
    with (tmp_path / "answers.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("student", "item", "part", "answer"), *rows, ("x", "nothing", "a", "1")])
    command = ["exam", "grade", str(tmp_path / "sheet.toml"), str(tmp_path / "answers.csv"), "-o", str(tmp_path / "marks.csv")]
    assert main([*command, "--statistics", str(tmp_path / "page.html")]) == 1
    assert "line 202: there is no part 'nothing', 'a'" in capsys.readouterr().err
    found = list(csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text("utf-8"))))
    for n in range(10):
        for k, (item, part, _, status, _, marks) in enumerate(BY_HAND):
            row = next(r for r in found if (r["student"], r["item"], r["part"]) == (f"s{n}-{k}", item, part))
            assert status in (None, row["status"]) and marks in (None, row["marks"]), (n, k)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<svg" in page and "F2" in page


def test_statistics_count_every_outcome(given: Sheet) -> None:
    grades = given.grade([("1", "ls", "a", "-(y - Phi*theta)'*Phi"), ("2", "ls", "a", "-2*(y - Phi*theta)'*Phi")])
    lines = statistics.statistics(grades).splitlines()
    assert "ls,a,F2,1,0.500,3.50,4" in lines and "ls,a,correct,1,0.500,3.50,4" in lines
    with pytest.raises(SymjacError, match="statistics"):
        statistics.written(grades, ".docx")


def test_answers_cannot_become_formulas_of_a_spreadsheet(given: Sheet) -> None:
    text = given.grade([("=cmd()", "ls", "a", "=HYPERLINK(1)")]).csv()
    assert not any(cell.startswith(("=", "+", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
