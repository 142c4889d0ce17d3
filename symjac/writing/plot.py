"""The graph of functions of one number: axes through the origin with ticks, curves, asymptotes; a Drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from symjac.writing.box import Box, Sym, decimal_box
from symjac.writing.drawing import Drawing, Label, Pen, Point, Side, Stroke
from symjac.writing.parts import children

MARGIN = 0.45  # centimetres around the axes
TICK = 0.07
LETTER, LINE = 0.19, 0.32  # how wide and how high a letter of a small sign is, roughly
GAP = 0.06  # at least between a curve and its sign
CLEAR = 0.2  # centimetres: a sign so far from everything else needs no better place
PLACES = (0.72, 0.82, 0.28, 0.18, 0.6, 0.4, 0.9, 0.1)  # along a curve, where its sign may stand; the first are preferred


@dataclass(frozen=True)
class Curve:
    """y = f(x) at increasing x, with its sign."""

    xs: Sequence[float]
    ys: Sequence[float]
    pen: Pen
    sign: Box


@dataclass(frozen=True)
class Half:
    """The line y = slope · x + intercept for x > 0 (side 1) or x < 0 (side −1)."""

    side: int
    slope: float
    intercept: float


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown, and how large."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = 8.5
    height: float = 4.4

    def place(self, x: float, y: float) -> Point:
        u = (x - self.x[0]) / (self.x[1] - self.x[0])
        v = (y - self.y[0]) / (self.y[1] - self.y[0])
        return round(MARGIN + u * self.width, 3), round(MARGIN + v * self.height, 3)


def plot(curves: Sequence[Curve], frame: Frame, asymptotes: Iterable[Half] = ()) -> Drawing:
    """Asymptotes are dashed; every curve has its sign where there is most room for it."""
    lines = [stroke for curve in curves for stroke in drawn(frame, curve)]
    strokes = [*(stroke for half in asymptotes for stroke in dashed(frame, half)), *axes(frame), *lines]
    numbers = list(scale(frame, [p for line in lines for p in dense(line.points)]))
    signs: list[Label] = []
    for curve in curves:
        signs += named(frame, curve, strokes, [*numbers, *signs])
    return Drawing(round(frame.width + 2 * MARGIN + 0.35, 3), round(frame.height + 2 * MARGIN, 3), (*strokes, *numbers, *signs))


def axes(frame: Frame) -> Iterator[Stroke]:
    (left, right), (low, high) = frame.x, frame.y
    yield Stroke((frame.place(left, 0), frame.place(right, 0)), arrow=True)
    yield Stroke((frame.place(0, low), frame.place(0, high)), arrow=True)
    for u, v in (frame.place(x, 0) for x in ticks(left, right)):
        yield Stroke(((u, round(v - TICK, 3)), (u, round(v + TICK, 3))))
    for u, v in (frame.place(0, y) for y in ticks(low, high)):
        yield Stroke(((round(u - TICK, 3), v), (round(u + TICK, 3), v)))


def scale(frame: Frame, curves: Sequence[Point] = ()) -> Iterator[Label]:
    """The numbers at the ticks, each on the side of its axis where no curve runs, and the name of the variable."""
    yield Label(frame.place(frame.x[1], 0), Sym("t"), "right")
    for x in ticks(*frame.x):
        yield beside_tick(frame.place(x, 0), x, (("below", 0, -1), ("above", 0, 1)), curves)
    for y in ticks(*frame.y):
        yield beside_tick(frame.place(0, y), y, (("left", -1, 0), ("right", 1, 0)), curves)


def beside_tick(at: Point, value: float, sides: Sequence[tuple[Side, int, int]], curves: Sequence[Point]) -> Label:
    """The first side that is clear of the curves, else the clearer one."""
    half = (len(f"{value:.6g}") * LETTER / 2, LINE / 2)

    def room(side: tuple[Side, int, int]) -> float:
        _, across, up = side
        away = TICK + GAP
        centre = at[0] + across * (away + half[0]), at[1] + up * (away + half[1])
        return min((clearance(centre, half, p) for p in curves), default=0)

    best = next((side for side in sides if room(side) >= 0), max(sides, key=room))
    name, across, up = best
    return Label((round(at[0] + across * TICK, 3), round(at[1] + up * TICK, 3)), decimal_box(f"{value:.6g}"), name, True)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers inside, without 0 and the ends, at most six."""
    power = 10.0 ** floor(log10((high - low) / 8))
    step = next(m * power for m in ((1, 2, 2.5, 5, 10) if power < 1 else (1, 2, 5, 10)) if (high - low) / (m * power) <= 8)
    edge = (high - low) * 0.03
    return [k * step for k in range(ceil(low / step), floor(high / step) + 1) if k and low + edge < k * step < high - edge]


def dashed(frame: Frame, half: Half) -> Iterator[Stroke]:
    """The part of a line that lies in the frame, on its side."""
    ends = (0.0, frame.x[1]) if half.side > 0 else (frame.x[0], 0.0)
    xs = [ends[0] + (ends[1] - ends[0]) * k / 200 for k in range(201)]
    inside = [(x, y) for x in xs if frame.y[0] <= (y := half.slope * x + half.intercept) <= frame.y[1]]
    if len(inside) > 1:
        yield Stroke((frame.place(*inside[0]), frame.place(*inside[-1])), "dashed")


def drawn(frame: Frame, curve: Curve) -> Iterator[Stroke]:
    """The curve in pieces: it leaves the frame, has gaps and jumps."""
    for piece in pieces(frame, curve):
        yield Stroke(tuple(frame.place(x, y) for x, y in piece), curve.pen, smooth=True)


def pieces(frame: Frame, curve: Curve) -> Iterator[list[Point]]:
    """Runs of points inside the frame, between the jumps."""
    run: list[Point] = []
    steps = [abs(b - a) for a, b in pairwise(curve.ys)]
    for k, (x, y) in enumerate(zip(curve.xs, curve.ys, strict=True)):
        inside = isfinite(y) and frame.y[0] <= y <= frame.y[1]
        if run and (not inside or jumps(steps, k - 1, (frame.y[1] - frame.y[0]) / 20)):
            if len(run) > 1:
                yield run
            run = []
        if inside:
            run.append((x, y))
    if len(run) > 1:
        yield run


def jumps(steps: Sequence[float], k: int, least: float) -> bool:
    """A step much larger than those beside it; a steep curve has steep neighbours."""
    beside = max(steps[max(k - 2, 0)], steps[min(k + 2, len(steps) - 1)])
    return steps[k] > max(least, 4 * beside)


def named(frame: Frame, curve: Curve, strokes: Sequence[Stroke], labels: Sequence[Label]) -> list[Label]:
    """The sign of a curve close to it, at the first place that is clear of everything else, else at the clearest."""
    own = [p for piece in drawn(frame, curve) for p in dense(piece.points)]
    if not own:  # nothing of it is seen
        return []
    mine = set(own)
    others = [p for stroke in strokes for p in dense(stroke.points) if p not in mine] + [label.at for label in labels]
    half = (letters(curve.sign) * LETTER / 2, LINE / 2)
    best: tuple[float, Point] | None = None
    for centre in places(frame, curve, half):
        room = min(clearance(centre, half, p) for p in others)
        if min(clearance(centre, half, p) for p in own) > GAP and (best is None or room > best[0] + 0.02):
            best = room, centre
        if best is not None and best[0] >= CLEAR:
            break
    return [Label(best[1], curve.sign, small=True)] if best is not None else []


def places(frame: Frame, curve: Curve, half: Point) -> Iterator[Point]:
    """Where the sign may stand: around places on the curve, as near to it as is readable."""
    for x, y in on_curve(frame, curve):
        for away in (GAP, 3 * GAP, 5 * GAP):
            for u, v in ((0, 1), (-1, 1), (1, -1), (0, -1), (-1, 0), (1, 0), (1, 1), (-1, -1)):
                yield round(x + u * (half[0] + away), 3), round(y + v * (half[1] + away), 3)


def on_curve(frame: Frame, curve: Curve) -> Iterator[Point]:
    """Places on the curve, inside the frame and not at its rim."""
    for part in PLACES:
        k = round(part * (len(curve.xs) - 1))
        x, y = curve.xs[k], curve.ys[k]
        if isfinite(y) and frame.y[0] <= y <= frame.y[1]:
            yield frame.place(x, y)


def clearance(centre: Point, half: Point, p: Point) -> float:
    """How far a point is from a sign; negative inside."""
    return max(abs(p[0] - centre[0]) - half[0], abs(p[1] - centre[1]) - half[1])


def dense(points: Sequence[Point]) -> list[Point]:
    """Points along a line, a few millimetres apart."""
    out = list(points)
    for (x0, y0), (x1, y1) in pairwise(points):
        n = int(max(abs(x1 - x0), abs(y1 - y0)) / 0.2)
        out += [(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(1, n)]
    return out


def letters(box: Box) -> int:
    """How many letters wide a sign is."""
    if isinstance(box, Sym):
        return 1 if box.font == "italic" or len(box.name) == 1 else len(box.name)
    return sum(map(letters, children(box)))
