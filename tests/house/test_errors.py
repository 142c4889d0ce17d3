"""A message says where: the line, and carets under exactly what is meant."""

from __future__ import annotations

import pytest

from symjac.errors import ParseError, SymjacError, caret


def under(source: str, span: tuple[int, int]) -> str:
    """What the carets stand under."""
    line, marks = caret(source, span).splitlines()
    return line[marks.index("^") : marks.rindex("^") + 1]


@pytest.mark.parametrize(
    ("source", "span", "marked"),
    [("a + b", (4, 5), "b"), ("a = 1;\nb = foo(x)", (11, 14), "foo"), ("a + ", (4, 4), "^"), ("Φθ + ψ", (1, 2), "θ"),
     ("x\n\ny + z", (3, 8), "y + z")],
)  # fmt: skip
def test_carets_stand_under_what_is_meant(source: str, span: tuple[int, int], marked: str) -> None:
    if marked == "^":
        assert caret(source, span).endswith("^") and caret(source, span).count("^") == 1
    else:
        assert under(source, span) == marked


def test_a_long_line_is_cut_around_the_fault() -> None:
    source = "x + " * 100 + "FAULT" + " + x" * 100
    line, marks = caret(source, (400, 405)).splitlines()
    assert under(source, (400, 405)) == "FAULT" and len(line) <= 104 and line.strip().startswith("…") and "^^^^^" in marks


def test_a_combining_mark_takes_no_room() -> None:
    source = "e\u0301 + b"
    line, marks = caret(source, (5, 6)).splitlines()
    assert marks.index("^") == line.replace("\u0301", "").index("b")


def test_nothing_typed_moves_the_cursor() -> None:
    assert "\x1b" not in caret("a\x1b[2J + b", (0, 1)) and "\t" not in caret("a\t+ b", (0, 1))


def test_line_and_column_count_from_one() -> None:
    error = ParseError("no", source="a\nbc", span=(3, 4), found="c", expected="d", hint="write d")
    assert (error.line, error.column) == (2, 2) and (SymjacError("no").line, SymjacError("no").column) == (None, None)
    assert [part.split(":")[0].strip() for part in str(error).splitlines()] == ["no", "bc", "^", "found", "expected", "hint"]
