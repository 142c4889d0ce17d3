"""Graphs: pieces between jumps and poles, everything inside the sheet, signs that touch nothing, round numbers at the ticks."""

from __future__ import annotations

from itertools import pairwise
from math import exp, inf, nan, tan, tanh
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symjac.writing.box import Sym
from symjac.writing.drawing import Drawing, Label, Stroke
from symjac.writing.plot import LETTER, LINE, MARGIN, Curve, Frame, Half, dense, letters, pieces, plot, ticks

FRAME = Frame((-4, 4), (-2, 2))
XS = [k / 20 for k in range(-80, 81)]


def curve(f: Any) -> Curve:
    return Curve(XS, [f(x) for x in XS], "curve", Sym("f"))


def runs(f: Any, frame: Frame = FRAME) -> list[list[tuple[float, float]]]:
    return list(pieces(frame, curve(f)))


def inside(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        for x, y in shape.points if isinstance(shape, Stroke) else (shape.at,) if isinstance(shape, Label) else ():
            assert 0 <= x <= drawing.width and 0 <= y <= drawing.height


FUNCTIONS: list[tuple[str, Any, int]] = [
    ("smooth", tanh, 1), ("constant", lambda x: 1.5, 1), ("zero", lambda x: 0.0, 1), ("a jump", lambda x: 1 if x > 0 else -1, 2),
    ("a jump with a value between", lambda x: (x > 0) - (x < 0), 2), ("a pole", lambda x: 1 / x if x else nan, 2),
    ("infinite", lambda x: 1 / x if x else inf, 2), ("leaves the frame", lambda x: x * x, 1),
    ("enters it twice", lambda x: x * x - 6, 2),
    ("tan", tan, 3), ("steep, no jump", lambda x: tanh(8 * x), 1), ("outside", lambda x: 7.0, 0), ("nowhere", lambda x: nan, 0),
    ("half of the line", lambda x: x**0.5 if x >= 0 else nan, 1), ("steps", lambda x: x // 1, 5), ("kinked", abs, 1),
    ("exponential", lambda x: exp(3 * x), 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "f", "count"), FUNCTIONS, ids=[name for name, _, _ in FUNCTIONS])
def test_pieces(name: str, f: Any, count: int) -> None:
    found = runs(f)
    assert len(found) == count
    for run in found:
        assert len(run) > 1 and all(-2 <= y <= 2 for _, y in run)
        assert all(a[0] < b[0] for a, b in pairwise(run))
        assert all(y == f(x) for x, y in run)


def test_no_line_across_a_jump() -> None:
    (left, right) = runs(lambda x: 1 if x > 0 else -1)
    assert {y for _, y in left} == {-1} and {y for _, y in right} == {1}


@pytest.mark.parametrize(("name", "f", "count"), FUNCTIONS, ids=[name for name, _, _ in FUNCTIONS])
def test_everything_lies_on_the_sheet_and_signs_touch_nothing(name: str, f: Any, count: int) -> None:
    drawn = plot([curve(f), Curve(XS, [tanh(x) / 2 for x in XS], "second", Sym("g"))], FRAME, [Half(1, 0, 1), Half(-1, 1, 0)])
    inside(drawn)
    signs = [s for s in drawn.shapes if isinstance(s, Label) and s.box in (Sym("f"), Sym("g"))]
    assert len(signs) == (count > 0) + 1
    curves = [p for s in drawn.shapes if isinstance(s, Stroke) and s.pen in ("curve", "second") for p in dense(s.points)]
    for sign in signs:
        half = letters(sign.box) * LETTER / 2, LINE / 2
        assert all(abs(x - sign.at[0]) > half[0] or abs(y - sign.at[1]) > half[1] for x, y in curves)


def test_asymptotes_lie_on_their_side() -> None:
    drawn = plot([curve(tanh)], FRAME, [Half(1, 0, 1), Half(-1, 0, -1), Half(1, 100, 0), Half(1, 0, 50)])
    dashed = [s.points for s in drawn.shapes if isinstance(s, Stroke) and s.pen == "dashed"]
    middle = FRAME.place(0, 0)[0]
    assert len(dashed) == 3  # the last is outside
    assert min(x for x, _ in dashed[0]) >= middle and max(x for x, _ in dashed[1]) <= middle
    assert dashed[0][0][1] == FRAME.place(0, 1)[1]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(low=st.floats(-1e9, -1e-9), high=st.floats(1e-9, 1e9))
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    found = ticks(low, high)
    assert len(found) <= 9 and 0 not in found and all(low < x < high for x in found)
    assert all(str(f"{x:.15e}").strip("-")[:3] in {f"{k // 10}.{k % 10}" for k in range(10, 100)} for x in found)


def test_ticks_around_zero() -> None:
    assert ticks(-4, 4) == [-3, -2, -1, 1, 2, 3]
    assert ticks(-1.24, 1.24) == [-1, -0.5, 0.5, 1]
    assert len(ticks(-1e-6, 1e-6)) > 1 and len(ticks(-1.2e6, 1.2e6)) > 1


def test_the_frame() -> None:
    assert FRAME.place(-4, -2) == (MARGIN, MARGIN)
    x, y = FRAME.place(4, 2)
    assert (x, y) == (round(MARGIN + FRAME.width, 3), round(MARGIN + FRAME.height, 3))
