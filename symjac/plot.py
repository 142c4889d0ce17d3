"""The graph of functions of one number: axes through the origin with ticks, curves, asymptotes; a Drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from symjac.core.box import Box, Num, Prefix, Sym
from symjac.core.drawing import Drawing, Label, Pen, Point, Shape, Stroke

MARGIN = 0.45  # centimetres around the axes
TICK = 0.07


@dataclass(frozen=True)
class Curve:
    """y = f(x) at increasing x; the sign stands at a place of its own."""

    xs: Sequence[float]
    ys: Sequence[float]
    pen: Pen
    sign: Box
    sign_at: float  # the x beside which the sign is written


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown, and how large."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = 9.0
    height: float = 5.2

    def place(self, x: float, y: float) -> Point:
        u = (x - self.x[0]) / (self.x[1] - self.x[0])
        v = (y - self.y[0]) / (self.y[1] - self.y[0])
        return round(MARGIN + u * self.width, 3), round(MARGIN + v * self.height, 3)


def plot(curves: Iterable[Curve], frame: Frame, asymptotes: Iterable[tuple[float, float]] = ()) -> Drawing:
    """asymptotes: lines y = slope · x + intercept, dashed."""
    shapes = [
        *(stroke for line in asymptotes for stroke in dashed(frame, *line)),
        *axes(frame),
        *(shape for curve in curves for shape in drawn(frame, curve)),
        *scale(frame),  # numbers lie above the curves, so that none is crossed out
    ]
    return Drawing(round(frame.width + 2 * MARGIN + 0.35, 3), round(frame.height + 2 * MARGIN, 3), tuple(shapes))


def axes(frame: Frame) -> Iterator[Shape]:
    (left, right), (low, high) = frame.x, frame.y
    yield Stroke((frame.place(left, 0), frame.place(right, 0)), arrow=True)
    yield Stroke((frame.place(0, low), frame.place(0, high)), arrow=True)
    yield Label(frame.place(right, 0), Sym("t"), "right")
    for u, v in (frame.place(x, 0) for x in ticks(left, right)):
        yield Stroke(((u, round(v - TICK, 3)), (u, round(v + TICK, 3))))
    for u, v in (frame.place(0, y) for y in ticks(low, high)):
        yield Stroke(((round(u - TICK, 3), v), (round(u + TICK, 3), v)))


def scale(frame: Frame) -> Iterator[Label]:
    """The numbers at the ticks."""
    for x in ticks(*frame.x):
        u, v = frame.place(x, 0)
        yield Label((u, round(v - TICK, 3)), number(x), "below", True)
    for y in ticks(*frame.y):
        u, v = frame.place(0, y)
        yield Label((round(u - TICK, 3), v), number(y), "left", True)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers inside, without 0 and the ends, at most six."""
    steps = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**4, 10**5, 10**6)
    step = next((s for s in steps if (high - low) / s <= 8), (high - low) / 4)
    count = int(max(-low, high) / step) + 1
    edge = (high - low) * 0.03
    return [k * step for k in range(-count, count + 1) if k and low + edge < k * step < high - edge]


def number(x: float) -> Box:
    text = f"{abs(x):.6g}"
    return Prefix("−", Num(text)) if x < 0 else Num(text)


def dashed(frame: Frame, slope: float, intercept: float) -> Iterator[Stroke]:
    """The part of a line that lies in the frame."""
    xs = [frame.x[0] + (frame.x[1] - frame.x[0]) * k / 200 for k in range(201)]
    inside = [(x, slope * x + intercept) for x in xs if frame.y[0] <= slope * x + intercept <= frame.y[1]]
    if len(inside) > 1:
        yield Stroke((frame.place(*inside[0]), frame.place(*inside[-1])), "dashed")


def drawn(frame: Frame, curve: Curve) -> Iterator[Shape]:
    """The curve in pieces: it leaves the frame, has gaps and jumps."""
    for piece in pieces(frame, curve):
        yield Stroke(tuple(frame.place(x, y) for x, y in piece), curve.pen, smooth=True)
    k = min(range(len(curve.xs)), key=lambda k: abs(curve.xs[k] - curve.sign_at))
    if isfinite(curve.ys[k]):
        x, y = frame.place(curve.xs[k], min(max(curve.ys[k], frame.y[0]), frame.y[1]))
        yield Label((x, y), curve.sign, "above", True)


def pieces(frame: Frame, curve: Curve) -> Iterator[list[Point]]:
    """Runs of points inside the frame without a jump of a quarter of its height."""
    run: list[Point] = []
    jump = (frame.y[1] - frame.y[0]) / 4
    for x, y in zip(curve.xs, curve.ys, strict=True):
        inside = isfinite(y) and frame.y[0] <= y <= frame.y[1]
        if run and (not inside or abs(y - run[-1][1]) > jump):
            if len(run) > 1:
                yield run
            run = []
        if inside:
            run.append((x, y))
    if len(run) > 1:
        yield run
