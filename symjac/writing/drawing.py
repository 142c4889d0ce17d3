"""Drawing: the closed language of pictures: lines, curves, circles and labels in centimetres, y upwards; formats draw it."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal

from symjac.writing.box import Box

Pen = Literal["line", "faint", "dashed", "curve", "second"]  # "curve" and "second" are the two colours of plotted functions
Point = tuple[float, float]
Side = Literal["centre", "left", "right", "above", "below"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; with `arrow`, a head at its end; `smooth` points lie on a curve."""

    points: tuple[Point, ...]
    pen: Pen = "line"
    arrow: bool = False
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around a centre; filled with the colour of the page (it hides what is below it), or with ink."""

    centre: Point
    radius: float
    pen: Pen = "line"
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A formula or a word at a point. `side`: where the label lies, seen from the point."""

    at: Point
    box: Box
    side: Side = "centre"
    small: bool = False


Shape = Stroke | Circle | Label


def from_rim(a: Point, b: Point, radius: float) -> Point:
    """Where a line from a to b leaves the circle around a."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    return round(a[0] + dx / length * radius, 3), round(a[1] + dy / length * radius, 3)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of width × height centimetres, its lower left corner at (0, 0); later shapes lie above earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
