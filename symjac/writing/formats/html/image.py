"""Drawing to an image of its own: an SVG as a data address, for places that take pictures but no style sheet (notebooks).

It brings its paper along, for it cannot know on what it will lie; labels are text in Unicode, which every viewer draws.
"""

from __future__ import annotations

from base64 import b64encode

from symjac.writing.drawing import Drawing, Label
from symjac.writing.formats.html.mathml import escape
from symjac.writing.formats.html.svg import EM, lines
from symjac.writing.layout.geometry import ANCHORS, HALO, SHIFTS, number

PIXELS = 42  # to the centimetre: EM em of 16 pixels
MARGIN = 0.15
ALONG = {-1.0: "end", -0.5: "middle", 0.0: "start"}
ACROSS = {-1.0: "auto", -0.5: "central", 0.0: "hanging"}
STYLE = (
    "path{fill:none;stroke:var(--pen,#1a1a1a);stroke-width:.02;stroke-linejoin:round}"
    ".sj-faint{--pen:#b0b0b0}.sj-dashed{--pen:#5c5c5c;stroke-dasharray:.105 .07}.sj-curve{--pen:#0069aa;stroke-width:.036}"
    ".sj-second{--pen:#cd5a00;stroke-width:.036;stroke-dasharray:.21 .065}"
    ".sj-paper{fill:#fff}.sj-ink{fill:var(--pen,#1a1a1a);stroke:none}"
    f"text{{fill:#1a1a1a;stroke:#fff;stroke-width:{4 * HALO:g};stroke-linejoin:round;paint-order:stroke;"
    'font-family:"Latin Modern Roman","Latin Modern Math","STIX Two Text","DejaVu Serif",serif}'
)


def tag(drawing: Drawing, alt: str) -> str:
    """<img>, with its words for those who listen."""
    data = b64encode(source(drawing).encode()).decode()
    width = round(PIXELS * (drawing.width + 2 * MARGIN))
    return f'<img alt="{escape(alt)}" width="{width}" src="data:image/svg+xml;base64,{data}">'


def source(drawing: Drawing) -> str:
    """The SVG by itself."""
    labels = "".join(_label(shape, drawing.height) for shape in drawing.shapes if isinstance(shape, Label))
    width, height = (number(size + 2 * MARGIN) for size in (drawing.width, drawing.height))
    box = f"{-MARGIN:g} {-MARGIN:g} {width} {height}"
    paper = f'<rect x="{-MARGIN:g}" y="{-MARGIN:g}" width="{width}" height="{height}" rx=".1" fill="#fff"/>'
    pixels = f'width="{float(width) * PIXELS:g}" height="{float(height) * PIXELS:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {pixels} viewBox="{box}">'
        f"<style>{STYLE}</style>{paper}{lines(drawing)}{labels}</svg>"
    )


def _label(label: Label, height: float) -> str:
    from symjac.writing.formats.text.page import box  # few documents have pictures

    (right, up), (along, across) = SHIFTS[label.side], ANCHORS[label.side]
    x, y = number(label.at[0] + right), number(height - label.at[1] - up)
    size = number((0.82 if label.small else 1) / EM)
    place = f'text-anchor="{ALONG[along]}" dominant-baseline="{ACROSS[across]}"'
    return f'<text x="{x}" y="{y}" font-size="{size}" {place}>{escape(box(label.box))}</text>'
