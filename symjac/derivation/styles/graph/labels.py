"""What stands in the picture: formulas, or numbers where a point is given; long Jacobians get a name, J₁, told below it."""

from __future__ import annotations

from symjac.derivation.question import Question
from symjac.derivation.styles.graph.nodes import Graph
from symjac.derivation.styles.graph.picture import Labels, figure
from symjac.derivation.styles.graph.slopes import Edge, Slopes, upright
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.writing.block import Block, Paragraph, Text
from symjac.writing.box import Box, Num, Script, Sym
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.text.math import flat

NARROW = 14  # letters that a label in the picture has at most


def labelled(q: Question, graph: Graph, slopes: Slopes) -> tuple[dict[Edge, Box], list[Block]]:
    """The names of long Jacobians, and the picture with what is said of it."""
    names = jacobian_names(q, graph, slopes)
    left = {s.name: written(s.body) for s in graph.statements if fits(written(s.body))}
    right = {v: derivative_label(slopes, v) for v in slopes.back}
    arrows = {e: names.get(e, written(slopes.local.get(e, slopes.terms[e]))) for e in graph.edges}
    arrows = {e: box for e, box in arrows.items() if fits(box)}
    shown = Labels(left, {v: box for v, box in right.items() if fits(box)}, arrows)
    says: Text = ("The computation graph of ", q.name_box, ":")
    return names, [Paragraph(says), figure(graph, shown, caption(q, graph))]


def fits(box: Box) -> bool:
    return width(flat(box)) <= NARROW


def jacobian_names(q: Question, graph: Graph, slopes: Slopes) -> dict[Edge, Box]:
    """J₁, J₂, … for what is too long to stand on its arrow."""
    letter = next(c for c in "JKQ" if not any(name == c or name.startswith(f"{c}_") for name in q.problem.symbols))
    long = [e for e in graph.edges if e in slopes.local and not fits(written(slopes.local[e]))]
    return {e: Script(Sym(letter), sub=Num(str(k))) for k, e in enumerate(long, 1)}


def derivative_label(slopes: Slopes, v: Expr) -> Box:
    """∂f/∂v as it is carried on."""
    return written(slopes.row(v))


def caption(q: Question, graph: Graph) -> Text:
    f = q.name_box
    matrices = not all(map(upright, graph.nodes))
    told: Text = (
        "Left of each node stands what it is (forwards, down), right of it the derivative of ", f, " by it (backwards, up), and on "
        "each arrow the derivative of its end by its start",
    )  # fmt: skip
    return (*told, "; from a matrix, what it adds to the derivative by it." if matrices else ".")
