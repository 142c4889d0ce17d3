"""The lines below the picture: forwards the parts, then every arrow, then backwards ∂f/∂v = Σ ∂f/∂w ∂w/∂v, and the ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symjac.calculus.differential import substitute
from symjac.derivation.notation import NUMBER_WORDS, partial_sign
from symjac.derivation.question import SHORT, Question
from symjac.derivation.styles.graph.nodes import Graph
from symjac.derivation.styles.graph.slopes import Edge, Slopes
from symjac.derivation.trail import Kind, Rule, Trail
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.looks import written
from symjac.expr.make import mul, number, symbol
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, Box, paren, signed_sum, transposed
from symjac.writing.formats.text.math import flat
from symjac.writing.signs import nabla, product_box

SOURCE = "Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6"
FEW = 4  # ways from a variable to f that are written out
LONG = range(3, 6)  # arrows of the longest of them: with two the ways are the arrows that leave x


@dataclass(frozen=True)
class Page:
    """What is written, and where. jacobians: the names of long ones."""

    q: Question
    graph: Graph
    slopes: Slopes
    jacobians: Mapping[Edge, Box]
    trail: Trail

    def step(self, name: str, kind: Kind, before: Term, after: Term, says: Text, importance: int = 2) -> Term:
        return self.trail.apply(rule(name, kind, says, importance), before, after)


def rule(name: str, kind: Kind, says: Text = (), importance: int = 2) -> Rule:
    return Rule(name, kind, (), says, SOURCE, importance)


def write(page: Page) -> None:
    forwards(page)
    arrows(page)
    backwards(page)


def sign(f: Expr, x: Expr) -> Box:
    """∂f/∂x of numbers, else ∇ₓf"""
    return partial_sign(written(f), x) if f.is_scalar else nabla(written(x), written(f))


# ---- forwards -------------------------------------------------------------------------------------------------------


def forwards(page: Page) -> None:
    """v₁ = x², v₂ = exp(v₁), …; what has been stated in the problem is not said again."""
    graph, q = page.graph, page.q
    if not graph.split or len(graph.statements) == 1:
        return
    says: Text = ("Forwards, ", q.name_box, " is computed in steps,")
    for s in graph.statements:
        left = Term(q.name_box, Value(q.f)) if s.name is graph.f else value_term(s.name)
        page.step("forward", "define", left, value_term(s.body), says)
        says = ()


# ---- the arrows -----------------------------------------------------------------------------------------------------


def arrows(page: Page) -> None:
    """∂w/∂v of every arrow; those that end in f are lines of their own on the way back."""
    says = held_fixed(page.slopes)
    for v, w in page.graph.edges:
        named = (v, w) in page.jacobians
        if w is page.graph.f and (only_way(page, v) or not named):
            continue
        body, J, shown = alone(page, v, w)
        line = Term(sign(shown, v), Derivative(body, (v,)))
        if named and w is page.graph.f:  # ∇ₓf is the sum over all ways, and this is one of them
            line = Term(page.jacobians[v, w], line.meaning)
        elif named:
            line = page.step("arrow", "differentiate", line, Term(page.jacobians[v, w], Value(J)), says)
        page.step("arrow", "differentiate", line, Term(written(carried(page.slopes, (v, w))), Value(J)), says)
        says = ()


def held_fixed(slopes: Slopes) -> Text:
    start = "Every arrow carries the derivative of its end by its start, all else being held fixed"
    if not slopes.maps:
        return (f"{start}:",)
    delta = transposed(written(symbol(slopes.letter, SCALAR)))
    return (f"{start}. Where a matrix is involved, ", delta, " comes before the end and stands for the derivative by it:")


def carried(slopes: Slopes, e: Edge) -> Expr:
    """∂w/∂v; what an arrow from or to a matrix makes of δ."""
    if e in slopes.maps:
        return slopes.maps[e][1]
    return slopes.local[e] if e in slopes.local else slopes.terms[e]


def alone(page: Page, v: Expr, w: Expr) -> tuple[Expr, Expr, Expr]:
    """w as a function of v alone, its derivative, and how it is written: other nodes that move with v are held fixed, under
    names that stand for nothing."""
    slopes, graph = page.slopes, page.graph
    shown = slopes.maps[v, w][0] if (v, w) in slopes.maps else w
    body = substitute(shown, {w: graph.bodies[w]})
    J = substitute(carried(slopes, (v, w)), {w: graph.bodies[w]})
    fixed = {e: symbol(f"{e.data[0]}_held", e.shape) for e in postorder(body) if e is not v and e in graph.depends[v]}
    delta = slopes.incoming(w)  # of each arrow its own
    fixed[delta] = symbol(f"{delta.data[0]}_{w.data[0]}_held", w.shape)
    return substitute(body, fixed), substitute(J, fixed), shown


def only_way(page: Page, v: Expr) -> bool:
    """Whether nothing but the arrow to f leaves a node."""
    return page.graph.out_of(v) == [page.graph.f]


# ---- backwards ------------------------------------------------------------------------------------------------------


def backwards(page: Page) -> None:
    """From the last node to the variables."""
    graph, slopes, told = page.graph, page.slopes, False
    says: Text = ("Backwards, the derivative of ", written(graph.f), " by a node is the sum over the arrows that leave it,")
    for v in reversed(graph.nodes[:-1]):
        if v not in graph.variables:
            line = Term(sign(graph.f, v), Derivative(graph.bodies[graph.f], (v,)))
            if v in slopes.deltas and v.is_scalar:
                line = page.step("name", "define", value_term(slopes.deltas[v]), line, says)
            line = summed(page, v, line, says)
            page.step("backward", "chain", line, value_term(slopes.back[v]), says, importance=3)
            introduced(page, v, () if told else ("Write",))
            told, says = told or v in slopes.deltas, ()
    says = says or ("Hence",)
    for x in graph.variables:
        concluded(page, x, says)
        says = ()


def summed(page: Page, v: Expr, line: Term, says: Text) -> Term:
    """∂f/∂v = ∂f/∂w ∂w/∂v + … = (with what they are), but for the last step to the finished form"""
    slopes, out = page.slopes, page.graph.out_of(v)
    product = Value(slopes.back[v])
    if only_way(page, v):
        named = page.jacobians.get((v, page.graph.f))
        return line if named is None else page.step("arrow", "differentiate", line, Term(named, product), says)
    if any((v, w) not in slopes.local for w in out):
        return line
    line = page.step("chain_rule", "chain", line, Term(signed_sum([arrow_after(page, v, w) for w in out]), product), says)
    spelled = signed_sum([written(factors(page, v, w)) for w in out])
    if flat(spelled) == flat(written(slopes.back[v])):
        return line
    return page.step("put_in", "chain", line, Term(spelled, product), says)


def arrow_after(page: Page, v: Expr, w: Expr) -> Box:
    """∂f/∂w ∂w/∂v; of an arrow to f, beside others, what it carries."""
    f = page.graph.f
    return direct(page, v) if w is f else product_box(sign(f, w), sign(w, v))


def direct(page: Page, v: Expr) -> Box:
    """The derivative along the arrow from v to f: ∂f/∂v where that is the only one that leaves v."""
    f = page.graph.f
    if only_way(page, v):
        return sign(f, v)
    return page.jacobians.get((v, f), written(page.slopes.local[v, f]))


def factors(page: Page, v: Expr, w: Expr) -> Expr:
    """(∂f/∂w)(∂w/∂v) in what they are; a factor 1 is left out."""
    local = page.slopes.local[v, w]
    kept = [e for e in (page.slopes.row(w), local) if e is not number(1)] if w is not page.graph.f else [local]
    return mul(*kept) if kept else local


def introduced(page: Page, v: Expr, says: Text) -> None:
    """δ_v = (∇_v f)ᵀ, where it is long; of a number the line began with δ_v."""
    if v not in page.slopes.deltas or v.is_scalar:
        return
    delta, mark = page.slopes.deltas[v], sign(page.graph.f, v)
    shown = transposed(mark) if v.is_vector else mark
    page.step("name", "define", value_term(delta), Term(shown, Value(page.slopes.meanings[delta])), says, importance=3)


def concluded(page: Page, x: Expr, says: Text) -> None:
    """∇ₓf as the sum over the arrows that leave x, then in the notation of the question; and over all ways to f."""
    q, back = page.q, value_term(page.slopes.back[x])
    left = Term(q.sign if q.single else sign(page.graph.f, x), Derivative(q.f, (x,)))
    ways(page, x, left)
    line = summed(page, x, left, says)
    says = says if line is left else ()
    result = closed(page, x)
    if result.box != back.box:
        line, says = page.step("backward", "chain", line, back, says), ()
    page.trail.conclude(line, result, says=says, conditions=q.conditions if q.single else ())


def closed(page: Page, x: Expr) -> Term:
    """The answer: of one variable the closed form, where it is short enough to be read; of several in the names of the nodes."""
    q, back = page.q, page.slopes.back[x]
    if not q.single:
        return value_term(back)
    return q.answer_term if length(q.result) <= SHORT else Term(written(back), Value(q.result))


def ways(page: Page, x: Expr, left: Term) -> None:
    """∂f/∂x as the products of the arrows along all ways, added up, where they are few."""
    graph = page.graph
    found = ways_from(graph, x) if graph.ways(x) <= FEW else []
    if not found or any(edge not in page.slopes.local for way in found for edge in way):
        return
    if max(map(len, found)) not in LONG:
        return
    many = f"Added up over the {NUMBER_WORDS[len(found)]} ways from " if len(found) > 1 else "Along the only way from "
    says: Text = (many, written(x), " to ", written(graph.f), ", outer factor first,")
    shown = signed_sum([along(page, way) for way in found])
    page.step("ways", "chain", left, Term(shown, Value(page.slopes.back[x])), says)


def along(page: Page, way: list[Edge]) -> Box:
    """∂f/∂d ∂d/∂c ∂c/∂x"""
    *inner, (v, _) = way
    last = direct(page, v)
    return product_box(paren(last, PRODUCT) if inner else last, *(sign(b, a) for a, b in reversed(inner)))


def ways_from(graph: Graph, v: Expr) -> list[list[Edge]]:
    if v is graph.f:
        return [[]]
    return [[(v, w), *rest] for w in graph.out_of(v) for rest in ways_from(graph, w)]
