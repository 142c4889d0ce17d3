"""Drawing to HTML: lines as inline SVG in centimetres, labels as MathML laid over it; colours are the style sheet's.

The labels are no part of the SVG, because <foreignObject> is drawn wrongly by Safari. One centimetre is EM em, as in
print at 11 pt, so that labels and lines keep their proportion at any text size.
"""

from __future__ import annotations

from typing import assert_never

import symjac.writing.formats.html.mathml as mathml
from symjac.writing.drawing import Circle, Drawing, Label, Point, Stroke
from symjac.writing.layout.geometry import ANCHORS, HALO, SHIFTS, curve, head, number, shaft

EM = 2.6
CLASSES = {"line": "", "faint": "sj-faint", "dashed": "sj-dashed", "curve": "sj-curve", "second": "sj-second"}


def picture(drawing: Drawing, alt: str) -> str:
    """One image for those who listen: its words stand for all that is in it."""
    size = f"width:{number(drawing.width * EM)}em;height:{number(drawing.height * EM)}em"
    labels = "".join(_label(shape, drawing) for shape in drawing.shapes if isinstance(shape, Label))
    box = f"0 0 {number(drawing.width)} {number(drawing.height)}"
    return (
        f'<div class="sj-drawing" style="{size}" role="img" aria-label="{mathml.escape(alt)}">'
        f'<svg viewBox="{box}" aria-hidden="true">{lines(drawing)}</svg>{labels}</div>'
    )


def lines(drawing: Drawing) -> str:
    """All of the drawing but its labels, in centimetres from its upper left corner."""
    return "".join(_shape(shape, drawing.height) for shape in drawing.shapes if not isinstance(shape, Label))


def _shape(shape: Stroke | Circle, height: float) -> str:
    match shape:
        case Stroke():
            return _stroke(shape, height)
        case Circle(centre, radius, pen, solid):
            return _path(_circle(centre, radius, height), CLASSES[pen], "sj-ink" if solid else "sj-paper")
    assert_never(shape)


def _stroke(stroke: Stroke, height: float) -> str:
    points, tip, look = shaft(stroke), head(stroke), CLASSES[stroke.pen]
    rest = (
        [" C " + " ".join(_at(p, height) for p in piece) for piece in curve(points)]
        if stroke.smooth
        else ([f" L {_at(p, height)}" for p in points[1:]])
    )
    arrow = _path(f"M {' L '.join(_at(p, height) for p in tip)} Z", look, "sj-ink") if tip else ""
    return _path(f"M {_at(points[0], height)}{''.join(rest)}", look) + arrow


def _circle(centre: Point, radius: float, height: float) -> str:
    """Two half turns."""
    r, wide = number(radius), number(2 * radius)
    return f"M {_at((centre[0] - radius, centre[1]), height)} a {r} {r} 0 0 1 {wide} 0 a {r} {r} 0 0 1 -{wide} 0 Z"


def _path(data: str, *classes: str) -> str:
    named = " ".join(filter(None, classes))
    return f'<path d="{data}"' + (f' class="{named}"' if named else "") + "></path>"


def _at(point: Point, height: float) -> str:
    return f"{number(point[0])} {number(height - point[1])}"


def _label(label: Label, drawing: Drawing) -> str:
    """The label moved by shares of its own size, which only the browser knows."""
    shift, (across, down) = SHIFTS[label.side], ANCHORS[label.side]
    left = 100 * (label.at[0] + shift[0] - HALO * (1 + 2 * across)) / drawing.width
    top = 100 * (drawing.height - label.at[1] - shift[1]) / drawing.height
    place = f"left:{number(left)}%;top:{number(top)}%;transform:translate({number(100 * across)}%,{number(100 * down)}%)"
    small = " sj-small" if label.small else ""
    return f'<span class="sj-label{small}" style="{place}">{mathml.box(label.box, display=False)}</span>'
