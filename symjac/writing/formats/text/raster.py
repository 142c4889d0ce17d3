"""Drawing to characters: level and upright lines as box-drawing signs, all else as braille dots, labels on one line.

A cell is half as wide as high and holds 2 × 4 dots, so dots are as dense across as down. In ASCII each cell shows the
sign nearest to its dots. Where a label sits in a circle too small for it, the label with air around stands for both.
Faint lines are left out: they come in bundles, of which dots this coarse make a thicket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, ceil, cos, dist, hypot, pi, sin

import symjac.writing.formats.text.dots as dots
import symjac.writing.formats.text.math as textbox
from symjac.writing.drawing import Circle, Drawing, Label, Pen, Point, Shape, Stroke
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.text.dots import DOWN, LEFT, RIGHT, UP, Dot
from symjac.writing.layout.geometry import polyline

DENSITY = 5.5  # columns to a centimetre, where the page is wide enough
COARSEST = 1.0  # below it nothing can be made out: what is wider is cut off
POINT = 0.2  # cm; a circle no larger is one sign
DASHES: dict[Pen, tuple[int, int]] = {"dashed": (2, 2), "second": (6, 3)}  # dots drawn, dots left out
Cell = tuple[int, int]  # row, column


def picture(drawing: Drawing, columns: int, *, ascii: bool = False) -> list[str]:
    """The drawing in lines of at most so many columns, empty ones at its edges left out."""
    sheet = Sheet(drawing, _density(drawing, columns, ascii), columns, ascii)
    for shape in drawing.shapes:
        sheet.draw(shape)
    return sheet.lines()


@dataclass
class Sheet:
    """The cells of a drawing in layers: a cell shows what the first of these that holds it says."""

    drawing: Drawing
    density: float
    columns: int
    ascii: bool
    words: dict[Cell, str] = field(default_factory=dict)
    signs: dict[Cell, str] = field(default_factory=dict)  # arrow heads and points
    air: set[Cell] = field(default_factory=set)  # beside words
    dots: dict[Cell, set[Dot]] = field(default_factory=dict)
    arms: dict[Cell, int] = field(default_factory=dict)  # of level and upright lines
    broken: dict[Cell, str] = field(default_factory=dict)  # the same, dashed
    nodes: set[Cell] = field(default_factory=set)  # what the labels that stand for circles cover

    def __post_init__(self) -> None:
        """Labels go first: they are never covered, and arrows end before those that stand for a circle."""
        labels = [shape for shape in self.drawing.shapes if isinstance(shape, Label)]
        for label in sorted(labels, key=lambda label: self.circle_of(label) is None):
            self.label(label)

    def across(self, x: float) -> float:
        return x * self.density

    def down(self, y: float) -> float:
        return (self.drawing.height - y) * self.density / 2

    def cell(self, point: Point) -> Cell:
        return int(self.down(point[1]) // 1), int(self.across(point[0]) // 1)

    def draw(self, shape: Shape) -> None:
        if isinstance(shape, Stroke) and shape.pen != "faint":
            self.stroke(shape)
        elif isinstance(shape, Circle) and not self.replaced(shape):
            self.circle(shape)

    # Labels

    def circle_of(self, label: Label) -> Circle | None:
        """The circle in whose centre the label stands."""
        circles = (shape for shape in self.drawing.shapes if isinstance(shape, Circle))
        return next((c for c in circles if label.side == "centre" and c.centre == label.at), None)

    def replaced(self, circle: Circle) -> bool:
        """Whether the label in the circle is too wide for it."""
        labels = (shape for shape in self.drawing.shapes if isinstance(shape, Label))
        inner = [label for label in labels if label.side == "centre" and label.at == circle.centre]
        return any(width(textbox.flat(label.box, ascii=self.ascii)) + 3 > 2 * self.across(circle.radius) for label in inner)

    def label(self, label: Label) -> None:
        text, circle = textbox.flat(label.box, ascii=self.ascii), self.circle_of(label)
        row, column = self.place(label, width(text))
        cells = {(row, column + k): char for k, char in enumerate(dots.cells(text))}
        air = {(row, column - 1), (row, column + len(cells))}
        self.words |= cells
        self.air |= air
        if circle is not None and self.replaced(circle):
            self.nodes |= cells.keys() | air

    def place(self, label: Label, size: int) -> Cell:
        """Where the label lies: as said, or the nearest place where it covers no other label."""
        row, column = self.pointed(label.at)
        start = {"left": column - size - 1, "right": column + 2}.get(label.side, round(self.across(label.at[0]) - size / 2))
        line = row + {"above": -1, "below": 1}.get(label.side, 0)
        start = max(0, min(start, self.columns - size))
        shifts = sorted(((r, c) for r in (0, -1, 1, -2, 2) for c in range(-3, 4)), key=lambda s: 4 * abs(s[0]) + abs(s[1]))
        free = (s for s in shifts if self.free(line + s[0], start + s[1], size))
        r, c = next(free, (0, 0))
        return line + r, start + c

    def pointed(self, point: Point) -> Cell:
        """The cell that a label speaks of: at the end of a tick it is that of the tick."""
        strokes = (shape for shape in self.drawing.shapes if isinstance(shape, Stroke) and self.is_tick(shape))
        ticks = (_middle(stroke) for stroke in strokes if any(dist(point, end) < POINT / 2 for end in stroke.points))
        return self.cell(next(ticks, point))

    def is_tick(self, stroke: Stroke) -> bool:
        """Whether it is no longer than a cell, level or upright."""
        across, down = (abs(a - b) * self.density for a, b in zip(stroke.points[0], stroke.points[-1], strict=True))
        return len(stroke.points) == 2 and not stroke.arrow and 0 in (across, down) and hypot(across, down / 2) < 1

    def free(self, row: int, column: int, size: int) -> bool:
        return column >= 0 and not any((row, column + k) in self.words for k in range(-1, size + 1))

    # Lines and circles

    def stroke(self, stroke: Stroke) -> None:
        points = polyline(stroke)
        if self.is_tick(stroke):
            self.join([self.cell(_middle(stroke))], points[0][1] == points[-1][1], inside=True)
            return
        plain = len(points) == 2 and (points[0][0] == points[1][0] or points[0][1] == points[1][1])
        cells = self.straight(points[0], points[1], stroke.pen) if plain else self.dotted(points, stroke.pen)
        if stroke.arrow:
            self.head(points, cells)

    def straight(self, start: Point, end: Point, pen: Pen) -> list[Cell]:
        """A level or upright line: the cells it runs through."""
        (r1, c1), (r2, c2), level = self.cell(start), self.cell(end), start[1] == end[1]
        step = -1 if (r2, c2) < (r1, c1) else 1
        cells = [(r1, c) for c in range(c1, c2 + step, step)] if level else [(r, c1) for r in range(r1, r2 + step, step)]
        if pen in dots.BROKEN:
            self.broken |= {cell: dots.dash(pen, level, sum(cell) % 2 == 0, self.ascii) for cell in cells}
        else:
            self.join(cells, level)
        return cells

    def join(self, cells: Sequence[Cell], level: bool, inside: bool = False) -> None:
        """Both arms of a line in each cell; one at its ends, unless it crosses them."""
        low, high = (LEFT, RIGHT) if level else (UP, DOWN)
        for cell in cells:
            arms = low * (inside or cell != min(cells)) | high * (inside or cell != max(cells))
            self.arms[cell] = self.arms.get(cell, 0) | arms

    def dotted(self, points: Sequence[Point], pen: Pen) -> list[Cell]:
        cells: list[Cell] = []
        on, off = DASHES.get(pen, (1, 0))
        for k, (row, column) in enumerate(self.trace(points)):
            cell = row // 4, column // 2
            if cell not in self.nodes:
                cells.append(cell)
                if k % (on + off) < on:
                    self.dots.setdefault(cell, set()).add((column % 2, row % 4))
        return cells

    def trace(self, points: Sequence[Point]) -> Iterator[tuple[int, int]]:
        """Row and column of every dot on the line, one after the other."""
        last: tuple[int, int] | None = None
        for p, q in pairwise([*points, points[-1]] if len(points) == 1 else points):
            length = hypot(q[0] - p[0], q[1] - p[1]) * self.density * 2
            for k in range(ceil(length) + 1):
                share = k / max(ceil(length), 1)
                x, y = p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])
                dot = int(self.down(y) * 4 // 1), int(self.across(x) * 2 // 1)
                if dot != last:
                    yield dot
                last = dot

    def head(self, points: Sequence[Point], cells: Sequence[Cell]) -> None:
        """An arrow in the last cell that is seen."""
        seen = [cell for cell in cells if cell not in self.nodes]
        if not seen:
            return
        before = next((p for p in reversed(points) if p != points[-1]), points[-1])
        turn = round(atan2(points[-1][1] - before[1], points[-1][0] - before[0]) / (pi / 4)) % 8
        self.signs[seen[-1]] = dots.head(turn, self.ascii)
        self.dots.pop(seen[-1], None)

    def circle(self, circle: Circle) -> None:
        """A ring that hides what is in it, a disc, or a single sign for a point."""
        if circle.radius <= POINT:
            self.signs[self.cell(circle.centre)] = dots.point(circle.solid, self.ascii)
            return
        for cell in self.around(circle):
            self.clear(cell, circle)
        radii = [circle.radius * k / 8 for k in range(1, 9)] if circle.solid else [circle.radius]
        for radius in radii:
            self.dotted(_ring(circle.centre, radius), "line" if circle.solid else circle.pen)

    def around(self, circle: Circle) -> list[Cell]:
        """The cells of the square around a circle."""
        (x, y), r = circle.centre, circle.radius
        (top, left), (bottom, right) = self.cell((x - r, y + r)), self.cell((x + r, y - r))
        return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]

    def clear(self, cell: Cell, circle: Circle) -> None:
        """Takes away what lies in the circle: each dot, but arrow heads and lines only where the whole cell does."""
        left = {dot for dot in self.dots.pop(cell, set()) if self.distance(cell, dot, circle.centre) >= circle.radius}
        if left:
            self.dots[cell] = left
        if self.distance(cell, (0.5, 1.5), circle.centre) < circle.radius - 0.5 / self.density:
            for layer in (self.signs, self.arms, self.broken):
                layer.pop(cell, None)

    def distance(self, cell: Cell, dot: tuple[float, float], centre: Point) -> float:
        """From a dot in a cell to the centre, in centimetres."""
        across = (cell[1] + (dot[0] + 0.5) / 2) / self.density - centre[0]
        return hypot(across, self.drawing.height - (cell[0] + (dot[1] + 0.5) / 4) * 2 / self.density - centre[1])

    # What is seen

    def lines(self) -> list[str]:
        used = [*self.words, *self.signs, *self.dots, *self.arms, *self.broken]
        if not used:
            return []
        rows, last = [row for row, _ in used], max(column for _, column in used)
        drawn = [
            "".join(self.shown((row, k)) for k in range(min(last + 1, self.columns))).rstrip()
            for row in range(min(rows), max(rows) + 1)
        ]
        return drawn

    def shown(self, cell: Cell) -> str:
        for layer in (self.words, self.signs):
            if cell in layer:
                return layer[cell]
        if cell in self.air:
            return " "
        if cell in self.dots:
            return dots.dotted(self.dots[cell], self.arms.get(cell, 0), self.ascii)
        return dots.joined(self.arms[cell], self.ascii) if cell in self.arms else self.broken.get(cell, " ")


def _density(drawing: Drawing, columns: int, ascii: bool) -> float:
    """Columns to a centimetre, such that the sheet fits and what lies at the right of a point does too."""
    beside = [shape for shape in drawing.shapes if isinstance(shape, Label) and shape.side == "right" and shape.at[0] > 0]
    room = [(columns - 2 - width(textbox.flat(label.box, ascii=ascii))) / label.at[0] for label in beside]
    return max(COARSEST, min(DENSITY, columns / max(drawing.width, POINT), *room))


def _middle(stroke: Stroke) -> Point:
    (a, b), (c, d) = stroke.points[0], stroke.points[-1]
    return (a + c) / 2, (b + d) / 2


def _ring(centre: Point, radius: float) -> list[Point]:
    turns = [2 * pi * k / 64 for k in range(65)]
    return [(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns]
