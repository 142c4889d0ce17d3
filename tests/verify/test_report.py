"""What was checked, in one sentence: nothing more is claimed than was done."""

from __future__ import annotations

from typing import Any

import pytest

from symjac.verify import Report
from symjac.verify.report import arithmetic, method, report, stand_ins
from symjac.writing.block import Document, Paragraph
from symjac.writing.draw import drawn as rendered


class At:
    """A point as the report sees it."""

    def __init__(self, exact: bool, sizes: dict[str, int], drawn: bool = True) -> None:
        self.numbers, self.sizes, self.values = type("Numbers", (), {"exact": exact}), sizes, {"x": 1} if drawn else {}


def told(*found: tuple[Any, int], lines: int = 3, maps: tuple[str, ...] = ()) -> Report:
    return report(lines, 1, found, maps)


def test_the_digits_are_those_of_the_worst_point() -> None:
    r = told((At(False, {"n": 2}), 41), (At(False, {"n": 3}), 33), (At(False, {"n": 4}), 50))
    assert (r.exact, r.digits) == (False, 33) and "to 33 digits" in str(r)


def test_one_point_in_decimals_makes_it_inexact() -> None:
    r = told((At(True, {"n": 2}), 50), (At(False, {"n": 3}), 44))
    assert (r.exact, r.digits) == (False, 44) and "exactly" not in str(r)
    r = told((At(True, {"n": 2}), 50))
    assert (r.exact, r.digits) == (True, 0)


@pytest.mark.parametrize(
    ("lines", "sizes", "words"),
    [
        (1, [{"n": 2}], "1 line checked at 1 random point (n=2), exactly"),
        (12, [{"n": 2}, {"n": 3}], "12 lines checked at 2 random points (n=2; n=3), exactly"),
        (2, [{}, {}], "2 lines checked at 2 random points, exactly"),
        (2, [{"n": 2}, {"n": 2}, {"n": 3}], "2 lines checked at 3 random points (n=2; n=3), exactly"),
    ],
)
def test_lines_points_and_sizes_are_counted(lines: int, sizes: list[dict[str, int]], words: str) -> None:
    assert str(told(*((At(True, s), 50) for s in sizes), lines=lines)).startswith(words)


def sentence(r: Report) -> str:
    return rendered(Document((), (Paragraph(r.sentence),)), "text")


def test_the_page_says_it_in_a_sentence() -> None:
    found = told((At(True, {"n": 2, "m": 3}), 50), (At(True, {"n": 3, "m": 2}), 50), lines=11, maps=("f",))
    words = " ".join(sentence(found).split())
    assert "In all 11 lines both sides agree exactly for random numbers, with n = 2, m = 3 and with n = 3, m = 2" in words
    assert words.endswith("In place of f, of which only the name is given, a random polynomial map was taken.")
    assert sentence(told((At(False, {}, drawn=False), 48), lines=1)).startswith("In the line both sides agree to 48 digits.")


def test_numbers_are_not_called_random_points() -> None:
    assert str(told((At(True, {}, drawn=False), 50), lines=2)) == "2 lines checked exactly, in rational numbers"
    assert arithmetic(False, 31) == "to 31 digits" and method(True, 0, [{}]).startswith("at 1 random point, ")


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ((), ""),
        (("f",), "; f, only named, was replaced by a random polynomial map"),
        (("f", "g"), "; f and g, only named, were replaced by random polynomial maps"),
    ],
)
def test_stand_ins_are_named(maps: tuple[str, ...], words: str) -> None:
    assert stand_ins(maps) == words and str(told((At(True, {}), 50), maps=maps)).endswith(f"dual numbers{words}")
