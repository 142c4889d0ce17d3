"""Drawing to TikZ: one command for each shape, lines in the pens of the picture, labels as nodes; plain tikz, no library."""

from __future__ import annotations

from typing import assert_never

from symjac.writing.drawing import Circle, Drawing, Label, Point, Shape, Stroke
from symjac.writing.formats.latex.math import box
from symjac.writing.formats.text.glyphs import written
from symjac.writing.layout.geometry import ANCHORS, GAP, HALO, curve, head, number, shaft

WIDEST = 12  # cm; a wider drawing shrinks where the line is too short for it
BLUE, ORANGE = "{rgb,255:red,0;green,105;blue,170}", "{rgb,255:red,205;green,90;blue,0}"
INKS = {"line": "black", "faint": "black!35", "dashed": "black!75", "curve": BLUE, "second": ORANGE}
LINES = {
    "line": "line width=.5pt",
    "faint": "line width=.4pt",
    "dashed": "line width=.5pt, dash pattern=on 3pt off 2pt",
    "curve": "line width=1pt",
    "second": "line width=1pt, dash pattern=on 6pt off 1.8pt",
}
NODES = {"centre": "center", "left": "east", "right": "west", "above": "south", "below": "north"}
assert NODES.keys() == ANCHORS.keys()
_NODE = f"fill=white, inner sep={number(HALO)}cm, outer sep={number(GAP - HALO)}cm"
_FIT = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{"


def picture(drawing: Drawing) -> str:
    """A tikzpicture as large as its sheet, no wider than the line."""
    pens = sorted({shape.pen for shape in drawing.shapes if not isinstance(shape, Label)})
    styles = "".join(f",\n  {pen} pen/.style={{draw={{{INKS[pen]}}}, {LINES[pen]}}}" for pen in pens)
    sheet = rf"\path[use as bounding box] (0,0) rectangle {_at((drawing.width, drawing.height))};"
    lines = [f"\\begin{{tikzpicture}}[line join=round, every node/.style={{{_NODE}}}{styles}]", sheet]
    drawn = "\n".join((*lines, *map(_shape, drawing.shapes), r"\end{tikzpicture}"))
    return f"{_FIT}%\n{drawn}}}" if drawing.width > WIDEST else drawn


def comment(alt: str) -> str:
    """What is to be seen in a picture, for those who read the source."""
    return f"% {written(alt, True)}"


def _at(point: Point) -> str:
    return f"({number(point[0])},{number(point[1])})"


def _shape(shape: Shape) -> str:
    match shape:
        case Stroke():
            return _stroke(shape)
        case Circle(centre, radius, pen, solid):
            fill = INKS[pen] if solid else "white"
            return rf"\path[{pen} pen, fill={fill}] {_at(centre)} circle[radius={number(radius)}];"
        case Label(at, formula, side, small):
            options = ", ".join(filter(None, (f"anchor={NODES[side]}", r"font=\footnotesize" if small else "")))
            return rf"\node[{options}] at {_at(at)} {{${box(formula)}$}};"
    assert_never(shape)


def _stroke(stroke: Stroke) -> str:
    points = shaft(stroke)
    tip = head(stroke)
    path = _at(points[0]) + "".join(_smooth(points) if stroke.smooth else (f" -- {_at(p)}" for p in points[1:]))
    arrow = rf"\path[fill={INKS[stroke.pen]}] {' -- '.join(map(_at, tip))} -- cycle;" if tip else ""
    return "\n".join(filter(None, (rf"\path[{stroke.pen} pen] {path};", arrow)))


def _smooth(points: tuple[Point, ...]) -> list[str]:
    return [f"\n  .. controls {_at(a)} and {_at(b)} .. {_at(end)}" for a, b, end in curve(points)]
