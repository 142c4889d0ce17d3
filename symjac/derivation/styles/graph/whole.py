"""All of it: the graph, its slopes, its picture, the lines, the numbers; refused where it is too large."""

from __future__ import annotations

from symjac.derivation.question import Question
from symjac.derivation.styles import backprop
from symjac.derivation.styles.graph import numbers
from symjac.derivation.styles.graph.labels import labelled
from symjac.derivation.styles.graph.nodes import Graph, graph_of
from symjac.derivation.styles.graph.numbers import numbers_of
from symjac.derivation.styles.graph.picture import shown_of
from symjac.derivation.styles.graph.slopes import Slopes
from symjac.derivation.styles.graph.write import Page, write
from symjac.derivation.trail import Trail
from symjac.errors import LimitError
from symjac.expr.expr import unwritable

MOST, DRAWN = 60, 30  # nodes that can be followed line by line, and in a picture


def derive(q: Question, trail: Trail) -> None:
    graph = graph_of(q)
    refuse_too_large(graph)
    slopes = Slopes(graph, {*q.problem.symbols, *q.problem.maps})
    found = numbers_of(q, graph, slopes)
    names, pictures = labelled(q, graph, slopes, found)
    q.memo["pictures"] = pictures
    q.memo["names"] = {**graph.others, **graph.bodies, **slopes.meanings}
    if not q.single or unwritable(q.result):
        q.memo["named"] = backprop.named(q)
    page = Page(q, graph, slopes, names, trail)
    write(page)
    if found is not None:
        numbers.write(page, found)


def refuse_too_large(graph: Graph) -> None:
    drawn = len(shown_of(graph).nodes)
    if len(graph.nodes) > MOST or drawn > DRAWN:
        raise LimitError(
            f"a computation graph has at most {MOST} nodes, {DRAWN} of them in the picture",
            found=f"{len(graph.nodes)} nodes, {drawn} in the picture",
            hint="the style backprop writes the same pass without a picture",
        )
