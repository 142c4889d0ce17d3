"""A circle for each node, on its left what it is, on its right ∂f/∂v, ∂w/∂v on the arrows; forwards down, backwards up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from symjac.derivation.styles.graph.nodes import Graph
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.writing.block import Figure, Text
from symjac.writing.box import Box, Dots
from symjac.writing.drawing import Circle, Drawing, Label, Point, Shape, Stroke, from_rim
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.text.math import flat
from symjac.writing.layered import Bend, Layout, depths, layered

LETTER = 0.17  # of a small label, in centimetres: what a letter, a sign or a space takes on the average
AIR = 0.3  # beside labels
DOWN = 1.9  # from layer to layer
GAP = 0.45  # between neighbours
LANE = 0.09  # from the middle of an arrow forwards and of that back
RADIUS = 0.33
EDGE = 0.25
LAYERS, ENDS = 8, 3  # that are drawn at most, and of more at either end
PLACES = (0.5, 0.36, 0.64, 0.27, 0.73)  # along an arrow, for its label
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Labels:
    """What stands beside nodes and on arrows."""

    left: Mapping[Expr, Box]
    right: Mapping[Expr, Box]
    arrows: Mapping[Any, Box]


def long(box: Box) -> float:
    """How wide a small label is."""
    return LETTER * width(flat(box)) + 0.1


def radius(v: Expr | Gap) -> float:
    if isinstance(v, Gap):
        return RADIUS
    return max(RADIUS, long(written(v)) / 2 + 0.08)


class Gap:
    """Stands for the layers that are left out."""


@dataclass(frozen=True)
class Shown:
    """What is drawn of a graph: all of it, or its first and last layers with dots between them."""

    nodes: list[Expr]
    items: list[Expr | Gap]
    edges: list[tuple[Expr | Gap, Expr | Gap]]


def shown_of(graph: Graph) -> Shown:
    depth = depths(graph.nodes, graph.edges)
    last = max(depth.values())
    if last < LAYERS:
        return Shown(graph.nodes, [*graph.nodes], [*graph.edges])
    top = [v for v in graph.nodes if depth[v] < ENDS]
    bottom = [v for v in graph.nodes if depth[v] > last - ENDS]
    bottom += [x for x in graph.variables if any(w in bottom for w in graph.out_of(x)) and x not in (*top, *bottom)]
    gap = Gap()
    bottom.sort(key=graph.nodes.index)
    kept = {v: v for v in (*top, *bottom)}
    edges = dict.fromkeys((kept.get(v, gap), kept.get(w, gap)) for v, w in graph.edges)
    return Shown([*top, *bottom], [*top, gap, *bottom], [(a, b) for a, b in edges if a is not b])


def figure(graph: Graph, labels: Labels, caption: Text) -> Figure:
    shown = shown_of(graph)
    left_out = len(graph.nodes) - len(shown.nodes)
    more: Text = (f" {left_out} nodes in the middle are left out.",) if left_out else ()
    return Figure(drawing(shown, labels), (*caption, *more), spoken(graph))


def drawing(graph: Shown, labels: Labels) -> Drawing:
    """Lines below circles, labels above all."""
    layout = placed(graph, labels)
    height = DOWN * (layout.layers - 1) + 2 * (RADIUS + EDGE)
    shift = (EDGE - layout.left, height - RADIUS - EDGE)

    def there(p: Point) -> Point:
        return round(p[0] + shift[0], 3), round(p[1] + shift[1], 3)

    at = {v: there(layout.at[v]) for v in graph.items}
    lines = {e: [at[e[0]], *map(there, layout.via[e]), at[e[1]]] for e in graph.edges}
    circles = [Circle(at[v], radius(v)) for v in graph.nodes]
    beside = [label for v in graph.nodes for label in around(v, at[v], labels)]
    taken = [extent(label) for label in beside] + [square(c) for c in circles]
    on_arrows = [shown for e in graph.edges for shown in arrow_label(e, lines[e], labels, taken)]
    shapes: list[Shape] = [stroke for (v, w), way in lines.items() for stroke in lanes(way, radius(v), radius(w))]
    shapes += [Label(at[v], Dots("v")) for v in graph.items if isinstance(v, Gap)]
    shapes += [*on_arrows, *circles, *(Label(at[v], written(v), small=True) for v in graph.nodes), *beside]
    return Drawing(round(layout.right - layout.left + 2 * EDGE, 3), round(height, 3), tuple(shapes))


def placed(graph: Shown, labels: Labels) -> Layout:
    def room(v: object) -> tuple[float, float]:
        if isinstance(v, Bend):  # an arrow on its way, perhaps with its label
            half = long(labels.arrows[v.edge]) / 2 if v.edge in labels.arrows else 0.0
            return max(LANE, half), max(LANE, half)
        if not isinstance(v, Expr):
            return RADIUS, RADIUS
        left, right = (long(box) + AIR if box is not None else 0.0 for box in (labels.left.get(v), labels.right.get(v)))
        return radius(v) + left, radius(v) + right

    return layered(graph.items, graph.edges, room, GAP, DOWN)


def around(v: Expr, at: Point, labels: Labels) -> list[Label]:
    x, y = at
    found = []
    if v in labels.left:
        found.append(Label((round(x - radius(v), 3), y), labels.left[v], "left", True))
    if v in labels.right:
        found.append(Label((round(x + radius(v), 3), y), labels.right[v], "right", True))
    return found


def lanes(way: list[Point], start: float, end: float) -> list[Stroke]:
    """Down on the left, forwards; up on the right, back, faint."""
    down = shortened([beside(way, k, -LANE) for k in range(len(way))], start, end)
    up = shortened([beside(way, k, LANE) for k in range(len(way))], start, end)
    smooth = len(way) > 2
    return [
        Stroke(tuple(down), "line", arrow=True, smooth=smooth),
        Stroke(tuple(reversed(up)), "faint", arrow=True, smooth=smooth),
    ]


def beside(way: list[Point], k: int, off: float) -> Point:
    """A point of the way, moved across it."""
    a, b = way[max(k - 1, 0)], way[min(k + 1, len(way) - 1)]
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = (dx * dx + dy * dy) ** 0.5
    return round(way[k][0] - dy / size * off, 3), round(way[k][1] + dx / size * off, 3)


def shortened(way: list[Point], start: float, end: float) -> list[Point]:
    """From rim to rim."""
    return [from_rim(way[0], way[1], start), *way[1:-1], from_rim(way[-1], way[-2], end)]


def arrow_label(e: object, way: list[Point], labels: Labels, taken: list[Rectangle]) -> list[Label]:
    """In the middle of the arrow, or near it, where nothing else lies."""
    if e not in labels.arrows:
        return []
    pieces = list(zip(way, way[1:], strict=False))
    middle = pieces[len(pieces) // 2 :] + pieces[: len(pieces) // 2]
    spots = way[1:-1][:1] + [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for (a, b), t in product(middle, PLACES)]
    found = [Label((round(x, 3), round(y, 3)), labels.arrows[e], small=True) for x, y in spots]
    free = next((label for label in found if all(apart(extent(label), other) for other in taken)), found[0])
    taken.append(extent(free))
    return [free]


def extent(label: Label) -> Rectangle:
    """Where a label lies."""
    wide, high = long(label.box), 0.36
    x, y = label.at
    left = {"left": x - wide - 0.1, "right": x + 0.1}.get(label.side, x - wide / 2)
    return left, y - high / 2, left + wide, y + high / 2


def square(c: Circle) -> Rectangle:
    (x, y), r = c.centre, c.radius
    return x - r, y - r, x + r, y + r


def apart(a: Rectangle, b: Rectangle) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def spoken(graph: Graph) -> str:
    """The graph in words."""
    into: dict[str, list[str]] = {}
    for v, w in graph.edges:
        into.setdefault(str(v), []).append(str(w))
    ways = "; ".join(f"from {v} to {' and '.join(ends)}" for v, ends in into.items())
    return f"Computation graph, from the variables at the top to {graph.f} at the bottom. Arrows lead {ways}."
