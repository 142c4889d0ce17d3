"""Pictures for the renderers' tests: a plot, a small network, and a document in which they are numbered and linked."""

from __future__ import annotations

from math import hypot, tanh

from symjac.writing.block import Contents, Details, Document, Equation, Figure, Heading, Link, PageBreak, Paragraph
from symjac.writing.box import PRODUCT, SUM, Box, Call, Fence, Frac, Infix, Num, Prefix, Row, Script, Sym, relation
from symjac.writing.drawing import Circle, Drawing, Label, Point, Shape, Stroke

x, z, TANH = Sym("x"), Sym("z"), Sym("tanh", "roman")
ONE, TWO = Num("1"), Num("2")
HALF = Frac(ONE, TWO)
TANH_Z = Call(TANH, (z,), bare=True)
SLOPE = Infix((ONE, Script(TANH, sup=TWO)), ("−",), SUM)


def layered(letter: str, index: str, layer: str) -> Box:
    """a_0^{(0)}: neuron 0 of layer 0."""
    return Script(Sym(letter), Row(tuple(map(Num, index))), Fence("(", Num(layer), ")"))


def plot() -> Drawing:
    """tanh and its slope: axes with ticks, two curves, the asymptotes, labels with fractions and powers."""

    def at(u: float, v: float) -> Point:
        return 5.5 + 1.5 * u, 2.5 + 1.6 * v

    steps = [-3.2 + 0.2 * k for k in range(33)]
    shapes: list[Shape] = [
        Stroke((at(-3.2, 1), at(3.2, 1)), "dashed"),
        Stroke((at(-3.2, -1), at(3.2, -1)), "dashed"),
        Stroke((at(-3.4, 0), at(3.5, 0)), arrow=True),
        Stroke((at(0, -1.35), at(0, 1.45)), arrow=True),
        Label(at(3.5, 0), z, "right"),
        Label(at(0, 1.45), Call(Sym("h"), (z,)), "right"),
        *_ticks(at),
        Stroke(tuple(at(u, tanh(u)) for u in steps), "curve", smooth=True),
        Stroke(tuple(at(u, 1 - tanh(u) ** 2) for u in steps), "second", smooth=True),
        Circle(at(0, 0), 0.06, "curve", solid=True),
        Label(at(1.5, 0.78), TANH_Z, "right"),
        Label(at(-0.85, 0.62), SLOPE, "left"),
    ]
    return Drawing(11, 5, tuple(shapes))


def _ticks(at) -> list[Shape]:
    across = [(k, Prefix("−", Num(str(-k))) if k < 0 else Num(str(k))) for k in (-3, -2, -1, 1, 2, 3)]
    up: list[tuple[float, Box]] = [(-1, Prefix("−", ONE)), (0.5, HALF), (1, ONE)]
    shapes: list[Shape] = []
    for u, name in across:
        (a, b) = at(u, 0)
        shapes += [Stroke(((a, b - 0.08), (a, b + 0.08))), Label((a, b - 0.08), name, "below", small=True)]
    for v, name in up:
        (a, b) = at(0, v)
        shapes += [Stroke(((a - 0.08, b), (a + 0.08, b))), Label((a - 0.08, b), name, "left", small=True)]
    return shapes


def network() -> Drawing:
    """Three neurons, two neurons, an edge between each of them, two of the weights named."""
    left = [(1.0, 4.6 - 1.6 * k) for k in range(3)]
    right = [(5.6, 3.8 - 1.6 * k) for k in range(2)]
    shapes: list[Shape] = [_edge(p, q, 0.5) for p in left for q in right]
    shapes += [Circle(p, 0.5) for p in left + right]
    shapes += [Label(p, layered("a", str(k), "0")) for k, p in enumerate(left)]
    shapes += [Label(p, layered("a", str(k), "1")) for k, p in enumerate(right)]
    shapes += [Label((3.3, 4.3), layered("w", "00", "1"), "above", small=True)]
    shapes += [Label((3.3, 1.7), layered("w", "12", "1"), "below", small=True)]
    shapes += [Stroke(((6.1, y), (7.0, y)), arrow=True) for _, y in right]
    return Drawing(7.2, 5.6, tuple(shapes))


def _edge(p: Point, q: Point, radius: float) -> Stroke:
    length = hypot(q[0] - p[0], q[1] - p[1])
    step = (radius * (q[0] - p[0]) / length, radius * (q[1] - p[1]) / length)
    return Stroke(((p[0] + step[0], p[1] + step[1]), (q[0] - step[0], q[1] - step[1])), arrow=True)


def chapter() -> Document:
    """Contents, numbered headings with formulas, links forward and back, and the two pictures."""
    activation = Call(TANH, (Infix((Sym("W"), x), ("",), PRODUCT),))
    return Document(
        ("Networks in pictures",),
        (
            Contents(),
            Heading(1, ("A function of one number",), "1", "tanh"),
            Paragraph(("The figure shows ", TANH_Z, "; where it comes from is said in ", Link("Section 2", "network"), ".")),
            Figure(plot(), ("The function ", TANH_Z, " (solid) and its slope ", SLOPE, " (dashed)."), PLOT_WORDS),
            Heading(2, ("The slope ", relation(Sym("h"), "=", SLOPE), " & more"), "1.1", "the slope"),
            Equation(relation(Call(Sym("h"), (z,)), "=", SLOPE), ("(see ", Link("Section 1", "tanh"), ")"), end="."),
            Heading(1, ("A network: ", activation), "2", "network"),
            Figure(network(), ("Three neurons and two.",), NETWORK_WORDS),
            Heading(2, ("Not numbered",)),
            Details(("Why is it so?",), (Figure(dot(), (), "a point"), Paragraph(("By ", Link("1.1", "the slope"), ".")))),
            PageBreak(),
            Heading(2, ("On the last page",), "2.1"),
            Paragraph(("The end.",)),
        ),
    )


def dot() -> Drawing:
    """The smallest picture: a point, circles in each pen, an arrow round a corner."""
    pens = ("line", "faint", "dashed", "curve", "second")
    circles = tuple(Circle((1 + 1.2 * k, 1), 0.4, pen, solid=k == 1) for k, pen in enumerate(pens))
    return Drawing(7, 2, (*circles, Stroke(((0.2, 0.2), (6.5, 0.2), (6.5, 0.8)), "curve", arrow=True)))


PLOT_WORDS = "A curve rises from −1 to 1 through the origin; its slope is a bell of height 1."
NETWORK_WORDS = "Each of three circles at the left is joined by an arrow to each of two circles at the right."
