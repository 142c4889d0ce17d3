"""What stands in the picture: formulas, or numbers where a point is given; long Jacobians get a name, J₁, told below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from symjac.derivation.decimals import flat, numeral
from symjac.derivation.point import at
from symjac.derivation.question import Question
from symjac.derivation.styles.graph.nodes import Graph, free
from symjac.derivation.styles.graph.numbers import PLACES, Numbers
from symjac.derivation.styles.graph.picture import Labels, figure
from symjac.derivation.styles.graph.slopes import Edge, Slopes
from symjac.derivation.styles.graph.write import carried
from symjac.expr.dims import ONE, SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import symbol
from symjac.writing.block import Block, Paragraph, Text
from symjac.writing.box import Box, Num, Script, Sym
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.text.math import flat as on_one_line

Key = TypeVar("Key")

NARROW = 16  # letters that a label in the picture has at most


def labelled(q: Question, graph: Graph, slopes: Slopes, found: Numbers | None) -> tuple[dict[Edge, Box], list[Block]]:
    """The names of long Jacobians, and the picture with what is said of it."""
    names = jacobian_names(q, graph, slopes, found)
    left = {s.name: written(s.body) for s in graph.statements}
    right = {v: written(slopes.row(v)) for v in slopes.back}
    arrows = {e: names.get(e, written(carried(slopes, e))) for e in graph.edges}
    if found is not None:
        left |= in_numbers(found.values)
        right |= in_numbers(found.back)
        arrows |= in_numbers(found.arrows)
    shown = Labels(narrow(left), narrow(right), narrow(arrows))
    where: Text = (*at(q.point).long[:-1], ", ") if found is not None else ()
    says: Text = ("The computation graph of ", q.name_box, ":")
    return names, [Paragraph(says), figure(graph, shown, caption(q, slopes, where))]


def in_numbers(found: Mapping[Key, Expr]) -> dict[Key, Box]:
    """Numbers, and columns of them in one line; no matrices of several rows."""
    shown = {key: numeral(e, PLACES).box for key, e in found.items() if e.shape[1] == ONE or e.shape[0] == ONE}
    return {key: flat(box) if found[key].is_vector else box for key, box in shown.items()}


def narrow(boxes: Mapping[Key, Box]) -> dict[Key, Box]:
    return {key: box for key, box in boxes.items() if fits(box)}


def fits(box: Box) -> bool:
    return width(on_one_line(box)) <= NARROW


def jacobian_names(q: Question, graph: Graph, slopes: Slopes, found: Numbers | None) -> dict[Edge, Box]:
    """J₁, J₂, … for what is too long to stand on its arrow."""
    numeric = narrow(in_numbers(found.arrows)) if found is not None else {}
    long = [e for e in graph.edges if e not in numeric and not fits(written(carried(slopes, e)))]
    letter = next((c for c in "JKQ" if free(c, set(q.problem.symbols))), "J")
    return {e: Script(Sym(letter), sub=Num(str(k))) for k, e in enumerate(long, 1)}


def caption(q: Question, slopes: Slopes, where: Text) -> Text:
    told: Text = (
        *where, "left of each node" if where else "Left of each node", " stands what it is (forwards, down), right of it the ",
        "derivative of ", q.name_box, " by it (backwards, up), and on each arrow the derivative of its end by its start",
    )  # fmt: skip
    if not slopes.maps:
        return (*told, ".")
    delta = written(symbol(slopes.letter, SCALAR))
    return (*told, "; an arrow from or to a matrix has what it makes of the derivative ", delta, " by its end.")
