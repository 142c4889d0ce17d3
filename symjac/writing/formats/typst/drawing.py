"""Drawing to Typst: curves and circles placed on a box, labels measured and moved; a drawing too wide for the line shrinks.

The points of a path are numbers in a string, which the engine reads much faster than so many pairs of lengths.
"""

from __future__ import annotations

from typing import assert_never

from symjac.writing.drawing import Circle, Drawing, Label, Point, Shape, Stroke
from symjac.writing.formats.typst.math import box
from symjac.writing.layout.geometry import ANCHORS, HALO, SHIFTS, curve, head, number, shaft

INKS = {
    "line": "black", "faint": "luma(65%)", "dashed": "luma(25%)", "curve": "rgb(0, 105, 170)", "second": "rgb(205, 90, 0)",
}  # fmt: skip
LINES = {
    "line": "thickness: 0.5pt", "faint": "thickness: 0.4pt", "dashed": 'thickness: 0.5pt, dash: (3pt, 2pt)',
    "curve": "thickness: 1pt", "second": "thickness: 1pt, dash: (6pt, 1.8pt)",
}  # fmt: skip
PENS = ", ".join(f"{pen}: (paint: {INKS[pen]}, {LINES[pen]})" for pen in INKS)

# What a document with drawings needs in its head.
HEAD = f"""#let pens = ({PENS})
#let through(pen, numbers, smooth: false) = {{
  let points = numbers.split(" ").map(float).map(x => x * 1cm).chunks(2)
  let pieces = if smooth {{ points.slice(1).chunks(3).map(p => curve.cubic(..p)) }} else {{ points.slice(1).map(curve.line) }}
  place(curve(stroke: pens.at(pen), curve.move(points.first()), ..pieces))
}}
#let drawing(width, height, body) = layout(room => {{
  let sheet = box(width: width, height: height, body)
  let share = calc.min(100%, room.width / width * 100%)
  if share < 100% {{ scale(share, reflow: true, sheet) }} else {{ sheet }}
}})
#let label-at(x, y, across, down, size: 1em, body) = {{
  set text(size: size, top-edge: "bounds", bottom-edge: "bounds")
  let shown = box(fill: white, outset: {HALO}cm, body)
  context {{
    let space = measure(shown)
    place(dx: x + across * space.width, dy: y + down * space.height, shown)
  }}
}}
"""


def picture(drawing: Drawing) -> str:
    """A call of `drawing`, one shape to a line."""
    shapes = "".join(f"\n  {line}" for shape in drawing.shapes for line in _shape(shape, drawing.height))
    return f"drawing({number(drawing.width)}cm, {number(drawing.height)}cm, {{{shapes}\n}})"


def _shape(shape: Shape, height: float) -> list[str]:
    match shape:
        case Stroke():
            return _stroke(shape, height)
        case Circle((x, y), radius, pen, solid):
            fill = INKS[pen] if solid else "white"
            look = f"radius: {number(radius)}cm, fill: {fill}, stroke: pens.{pen}"
            return [f"place(dx: {number(x - radius)}cm, dy: {number(height - y - radius)}cm, circle({look}))"]
        case Label():
            return [_label(shape, height)]
    assert_never(shape)


def _at(point: Point, height: float) -> str:
    return f"({number(point[0])}cm, {number(height - point[1])}cm)"


def _stroke(stroke: Stroke, height: float) -> list[str]:
    points, tip = shaft(stroke), head(stroke)
    smooth = ", smooth: true" if stroke.smooth and len(points) > 1 else ""
    on = [point for piece in curve(points) for point in piece] if smooth else points[1:]
    numbers = " ".join(f"{number(x)} {number(height - y)}" for x, y in (points[0], *on))
    arrow = f"place(polygon(fill: {INKS[stroke.pen]}, {', '.join(_at(p, height) for p in tip)}))" if tip else ""
    return [f'through("{stroke.pen}", "{numbers}"{smooth})', *([arrow] if tip else [])]


def _label(label: Label, height: float) -> str:
    shift, (across, down) = SHIFTS[label.side], ANCHORS[label.side]
    x, y = number(label.at[0] + shift[0]), number(height - label.at[1] - shift[1])
    size = ", size: 0.82em" if label.small else ""
    return f"label-at({x}cm, {y}cm, {number(across)}, {number(down)}{size}, ${box(label.box)}$)"
