"""The same at a point: the value of each node forwards, of each arrow, and backwards ∂f/∂v with its arithmetic.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from symjac.derivation.decimals import numeral
from symjac.derivation.point import at, at_point
from symjac.derivation.question import Question
from symjac.derivation.styles.graph.nodes import Graph
from symjac.derivation.styles.graph.slopes import Edge, Slopes
from symjac.derivation.styles.graph.write import Page, sign
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op
from symjac.verify.term import Rounded, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import ATOM, PRODUCT, Box, Infix, Matrix, Row, paren, signed_sum

PLACES = 4  # digits behind the point
MOST = 16  # entries of an array up to which its numbers are written


@dataclass(frozen=True)
class Numbers:
    """Constants for nodes, arrows and derivatives; what is too large to be written has none."""

    values: dict[Expr, Expr]
    arrows: dict[Edge, Expr]
    back: dict[Expr, Expr]


def numbers_of(q: Question, graph: Graph, slopes: Slopes) -> Numbers | None:
    """None where no point is given, or where it leaves something open."""
    if not q.point:
        return None

    def constant(e: Expr) -> Expr:
        return at_point(slopes.expanded(e), q.point, q.problem)

    found = Numbers(
        {v: at_point(graph.values[v], q.point, q.problem) for v in graph.nodes},
        {e: constant(J) for e, J in slopes.local.items()},
        {v: constant(G) for v, G in slopes.back.items()},
    )
    every = (*found.values.values(), *found.arrows.values(), *found.back.values())
    return None if any(map(is_open, every)) else found


def is_open(e: Expr) -> bool:
    """Whether a name or a size in letters is left."""
    return any(is_op(part, "symbol", "image") or part.shape[0].names | part.shape[1].names for part in postorder(e))


def small(e: Expr) -> bool:
    return (e.shape[0].number or 1) * (e.shape[1].number or 1) <= MOST


def write(page: Page, found: Numbers) -> None:
    """Line by line, as in the picture."""
    graph = page.graph
    says: Text = (*at(page.q.point).long[:-1], ", forwards,")
    for v in graph.nodes:
        if small(found.values[v]):
            says = line(page, written(v), found.values[v], None, says)
    says = ("the arrows carry",)
    for (v, w), J in found.arrows.items():
        if w is not graph.f and small(J):
            says = line(page, sign(w, v), J, None, says)
    says = ("and backwards",)
    for v in reversed(graph.nodes[:-1]):
        if small(found.back[v]):
            says = line(page, sign(graph.f, v), found.back[v], arithmetic(graph, found, v), says)


def line(page: Page, left: Box, value: Expr, shown: Box | None, says: Text) -> Text:
    """∂f/∂v ≈ 0.5 · 3 + 2 · 1 ≈ 3.5"""
    term, last = Term(left, Value(value)), numeral(value, PLACES)
    if shown is not None and shown != last.box:
        meaning = last.meaning if isinstance(last.meaning, Rounded) else Value(value)
        term = page.step("numbers", "value", term, Term(shown, meaning), says, importance=3)
    page.step("numbers", "value", term, last, says, importance=3)
    return ()


def arithmetic(graph: Graph, found: Numbers, v: Expr) -> Box | None:
    """What the arrows that leave v carry, times what comes back to their ends, in the numbers that are printed."""
    out = graph.out_of(v)
    if out == [graph.f] or any((v, w) not in found.arrows or not small(found.arrows[v, w]) for w in out):
        return None
    return signed_sum([one(graph, found, v, w) for w in out])


def one(graph: Graph, found: Numbers, v: Expr, w: Expr) -> Box:
    carried = numeral(found.arrows[v, w], PLACES).box
    if w is graph.f:
        return carried
    before = numeral(found.back[w], PLACES).box
    if isinstance(before, Matrix) or isinstance(carried, Matrix):
        return Row((before, carried), PRODUCT)
    return Infix((paren(before, PRODUCT), paren(carried, ATOM)), ("·",), PRODUCT)
