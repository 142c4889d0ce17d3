"""Drawing to characters: level and upright lines as box-drawing signs, all else as braille dots, labels on one line.

A cell is half as wide as high and holds 2 × 4 dots, so dots are as dense across as down. In ASCII each cell shows the
sign nearest to its dots. Where a label sits in a circle too small for it, the label with air around stands for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, ceil, cos, hypot, pi, sin

from symjac.core.drawing import Circle, Drawing, Label, Pen, Point, Shape, Stroke
from symjac.render import textbox
from symjac.render.canvas import width
from symjac.render.geometry import polyline

DENSITY = 5.5  # columns to a centimetre, where the page is wide enough
COARSEST = 1.0  # below it nothing can be made out: what is wider is cut off
POINT = 0.2  # cm; a circle no larger is one sign
DASHES: dict[Pen, tuple[int, int]] = {"dashed": (2, 2), "second": (6, 3), "faint": (1, 2)}  # dots drawn, dots left out
LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
LINES = dict(enumerate(" ╴╶─╵┘└┴╷┐┌┬│┤├┼"))
LINES_ASCII = dict(enumerate(" ---|+++|+++|+++"))
BROKEN: dict[Pen, tuple[str, str]] = {"dashed": ("╌", "╎"), "faint": ("┈", "┊"), "second": ("╌", "╎")}
BROKEN_ASCII = ("- ", ": ")  # every second sign is left out
HEADS, HEADS_ASCII = "→↗↑↖←↙↓↘", ">/^\\</v\\"
ARMS = {LEFT: {(0, 2)}, RIGHT: {(1, 2)}, UP: {(0, 0), (0, 1)}, DOWN: {(0, 2), (0, 3)}}  # in dots: column, row
BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # the bit of the dot in each column and row

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
    dots: dict[Cell, set[tuple[int, int]]] = field(default_factory=dict)
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
        if isinstance(shape, Stroke):
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
        cells = {(row, column + k): char for k, char in enumerate(_cells(text))}
        air = {(row, column - 1), (row, column + len(cells))}
        self.words |= cells
        self.air |= air
        if circle is not None and self.replaced(circle):
            self.nodes |= cells.keys() | air

    def place(self, label: Label, size: int) -> Cell:
        """Where the label lies: as said, or the nearest place where it covers no other label."""
        row, column = self.cell(label.at)
        start = {"left": column - size - 1, "right": column + 2}.get(label.side, round(self.across(label.at[0]) - size / 2))
        line = row + {"above": -1, "below": 1}.get(label.side, 0)
        start = max(0, min(start, self.columns - size))
        shifts = sorted(((r, c) for r in (0, -1, 1, -2, 2) for c in range(-3, 4)), key=lambda s: 4 * abs(s[0]) + abs(s[1]))
        free = (s for s in shifts if self.free(line + s[0], start + s[1], size))
        r, c = next(free, (0, 0))
        return line + r, start + c

    def free(self, row: int, column: int, size: int) -> bool:
        return column >= 0 and not any((row, column + k) in self.words for k in range(-1, size + 1))

    # Lines and circles

    def stroke(self, stroke: Stroke) -> None:
        points = polyline(stroke)
        if len(points) == 2 and (points[0][0] == points[1][0] or points[0][1] == points[1][1]):
            cells = self.straight(points[0], points[1], stroke.pen)
        else:
            cells = self.dotted(points, stroke.pen)
        if stroke.arrow:
            self.head(points, cells)

    def straight(self, start: Point, end: Point, pen: Pen) -> list[Cell]:
        """A level or upright line: the cells it runs through, joined by their arms."""
        (r1, c1), (r2, c2) = self.cell(start), self.cell(end)
        level = start[1] == end[1]
        if hypot(self.across(end[0] - start[0]), (end[1] - start[1]) * self.density / 2) < 1:  # a tick: it crosses its cell
            middle = self.cell(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
            self.arms[middle] = self.arms.get(middle, 0) | (LEFT | RIGHT if level else UP | DOWN)
            return [middle]
        step = -1 if (c2 if level else r2) < (c1 if level else r1) else 1
        cells = [(r1, c) for c in range(c1, c2 + step, step)] if level else [(r, c1) for r in range(r1, r2 + step, step)]
        for cell in cells:
            if pen in BROKEN:
                self.broken[cell] = self.dash(cell, pen, level)
            else:
                self.arms[cell] = self.arms.get(cell, 0) | self.arm(cell, cells, level)
        return cells

    def dash(self, cell: Cell, pen: Pen, level: bool) -> str:
        return BROKEN_ASCII[not level][sum(cell) % 2] if self.ascii else BROKEN[pen][not level]

    def arm(self, cell: Cell, cells: Sequence[Cell], level: bool) -> int:
        """Both arms of a line within it, one at its ends."""
        low, high = (LEFT, RIGHT) if level else (UP, DOWN)
        return (low if cell != min(cells) else 0) | (high if cell != max(cells) else 0)

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
        self.signs[seen[-1]] = (HEADS_ASCII if self.ascii else HEADS)[turn]
        self.dots.pop(seen[-1], None)

    def circle(self, circle: Circle) -> None:
        """A ring that hides what is in it, a disc, or a single sign for a point."""
        if circle.radius <= POINT:
            solid, hollow = "*o" if self.ascii else "●○"
            self.signs[self.cell(circle.centre)] = solid if circle.solid else hollow
            return
        for cell in self.within(circle):
            for layer in (self.signs, self.dots, self.arms, self.broken):
                layer.pop(cell, None)
        radii = [circle.radius * k / 8 for k in range(1, 9)] if circle.solid else [circle.radius]
        for radius in radii:
            self.dotted(_ring(circle.centre, radius), "line" if circle.solid else circle.pen)

    def within(self, circle: Circle) -> list[Cell]:
        (top, left), (bottom, right) = (
            self.cell((circle.centre[0] + s * circle.radius, circle.centre[1] - s * circle.radius)) for s in (-1, 1)
        )
        cells = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return [cell for cell in cells if hypot(*self.offset(cell, circle.centre)) < circle.radius]

    def offset(self, cell: Cell, centre: Point) -> tuple[float, float]:
        """From the centre to the middle of the cell, in centimetres."""
        row, column = cell
        return (column + 0.5) / self.density - centre[0], self.drawing.height - (row + 0.5) * 2 / self.density - centre[1]

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
            return self.dotted_cell(cell)
        if cell in self.arms:
            return (LINES_ASCII if self.ascii else LINES)[self.arms[cell]]
        return self.broken.get(cell, " ")

    def dotted_cell(self, cell: Cell) -> str:
        """Dots, those of a line below them among them."""
        if self.ascii:
            return _nearest(self.dots[cell])
        below = (ARMS[arm] for arm in ARMS if self.arms.get(cell, 0) & arm)
        return chr(0x2800 + sum(BRAILLE[column][row] for column, row in self.dots[cell].union(*below)))


def _density(drawing: Drawing, columns: int, ascii: bool) -> float:
    """Columns to a centimetre, such that the sheet fits and what lies at the right of a point does too."""
    beside = [shape for shape in drawing.shapes if isinstance(shape, Label) and shape.side == "right" and shape.at[0] > 0]
    room = [(columns - 2 - width(textbox.flat(label.box, ascii=ascii))) / label.at[0] for label in beside]
    return max(COARSEST, min(DENSITY, columns / max(drawing.width, POINT), *room))


def _ring(centre: Point, radius: float) -> list[Point]:
    turns = [2 * pi * k / 64 for k in range(65)]
    return [(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns]


def _nearest(dots: set[tuple[int, int]]) -> str:
    """The ASCII sign that looks most like the dots."""
    left, right = ([row for column, row in dots if column == side] for side in (0, 1))
    rows = left + right
    if max(rows) - min(rows) >= 2:
        if not left or not right:
            return "|"
        slope = sum(left) / len(left) - sum(right) / len(right)
        several = max(left) - min(left) > 1 < max(right) - min(right)
        return "/" if slope > 0.5 else "\\" if slope < -0.5 else "+" if several else "|"
    height = sum(rows) / len(rows)
    return "'" if height < 0.9 else "-" if height < 2.1 else "."


def _cells(text: str) -> list[str]:
    """What each column shows: marks stay with their letter, a wide character leaves its second column empty."""
    cells: list[str] = []
    for char in text:
        size = width(char)
        if size == 0 and cells:
            cells[-1] += char
        else:
            cells += [char, *[""] * (size - 1)]
    return cells
