"""Geometry of drawings that every format shares: curves as Bézier pieces, arrow heads, gaps beside labels, numbers."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from symjac.writing.drawing import Point, Stroke

HEAD_LENGTH, HEAD_HALF_WIDTH = 0.2, 0.075  # cm
PULL = 0.8  # a shaft ends this far inside its head, so that its blunt end does not show at the tip
GAP, HALO = 0.1, 0.05  # cm between a point and the label beside it; of page colour around a label, which hides lines below
# A label is moved by these shares of its own width and height (down) from where its point is its upper left corner.
ANCHORS = {"centre": (-0.5, -0.5), "left": (-1.0, -0.5), "right": (0.0, -0.5), "above": (-0.5, -1.0), "below": (-0.5, 0.0)}
SHIFTS = {"centre": (0.0, 0.0), "left": (-GAP, 0.0), "right": (GAP, 0.0), "above": (0.0, GAP), "below": (0.0, -GAP)}

Bezier = tuple[Point, Point, Point]  # two control points and the end


def number(value: float) -> str:
    """A coordinate in a thousandth of a centimetre, as short as it can be."""
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")


def shaft(stroke: Stroke) -> tuple[Point, ...]:
    """The points to be joined: without repeated ones, the last drawn back into the arrow head."""
    points = _distinct(stroke.points)
    if not stroke.arrow or len(points) < 2:
        return points
    length = _distance(points[-2], points[-1])
    return (*points[:-1], _along(points[-1], points[-2], min(PULL * HEAD_LENGTH / length, 0.9)))


def head(stroke: Stroke) -> tuple[Point, Point, Point] | None:
    """The triangle of the arrow head: its tip, then the ends of its base."""
    tip, before = stroke.points[-1], next((p for p in reversed(stroke.points) if p != stroke.points[-1]), None)
    if not stroke.arrow or before is None:
        return None
    base = _along(tip, before, HEAD_LENGTH / _distance(before, tip))
    share = HEAD_HALF_WIDTH / HEAD_LENGTH
    across = (share * (tip[1] - base[1]), share * (base[0] - tip[0]))
    return tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1])


def curve(points: tuple[Point, ...]) -> list[Bezier]:
    """Pieces of a smooth curve through the points: each tangent is that of the parabola through its neighbours."""
    if len(points) < 3:
        return [(p, q, q) for p, q in pairwise(points)]
    steps = [_distance(p, q) for p, q in pairwise(points)]
    slopes = [((q[0] - p[0]) / h, (q[1] - p[1]) / h) for (p, q), h in zip(pairwise(points), steps, strict=True)]
    tangents = _tangents(slopes, steps)
    return [
        (_moved(p, tangents[k], steps[k] / 3), _moved(q, tangents[k + 1], -steps[k] / 3), q)
        for k, (p, q) in enumerate(pairwise(points))
    ]


def _tangents(slopes: list[Point], steps: list[float]) -> list[Point]:
    inner = [
        ((h * b[0] + g * a[0]) / (g + h), (h * b[1] + g * a[1]) / (g + h))
        for (a, b), (h, g) in zip(pairwise(slopes), pairwise(steps), strict=True)
    ]
    return [_end(slopes[0], inner[0]), *inner, _end(slopes[-1], inner[-1])]


def _end(slope: Point, inner: Point) -> Point:
    """The tangent at an end, where the curve shall not bend."""
    return (1.5 * slope[0] - 0.5 * inner[0], 1.5 * slope[1] - 0.5 * inner[1])


def polyline(stroke: Stroke, pieces: int = 12) -> tuple[Point, ...]:
    """The stroke as straight lines."""
    points = _distinct(stroke.points)
    if not stroke.smooth:
        return points
    done = list(points[:1])
    for bezier in curve(points):
        start = done[-1]
        done += [_on(start, bezier, k / pieces) for k in range(1, pieces + 1)]
    return tuple(done)


def _distinct(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points without those that repeat the one before."""
    return tuple(p for k, p in enumerate(points) if k == 0 or p != points[k - 1])


def _on(start: Point, bezier: Bezier, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, (start, *bezier), strict=True)) for axis in (0, 1))
    return x, y


def _distance(p: Point, q: Point) -> float:
    return hypot(q[0] - p[0], q[1] - p[1])


def _along(start: Point, end: Point, share: float) -> Point:
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _moved(point: Point, direction: Point, by: float) -> Point:
    return (point[0] + by * direction[0], point[1] + by * direction[1])
