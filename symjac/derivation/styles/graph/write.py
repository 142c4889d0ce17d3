"""The lines below the picture: forwards the parts, then every arrow, then backwards ∂f/∂v = Σ ∂f/∂w ∂w/∂v, and the ways."""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.derivation.notation import NUMBER_WORDS
from symjac.derivation.question import SHORT, Question
from symjac.derivation.styles.graph.nodes import Graph
from symjac.derivation.styles.graph.slopes import Edge, Slopes, turned
from symjac.derivation.trail import Kind, Rule, Trail
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.looks import written
from symjac.expr.make import mul, symbol
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Box, signed_sum, transposed
from symjac.writing.signs import nabla, partial, product_box

SOURCE = "Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6"
FEW = 4  # ways from a variable to f that are written out
LONG = 4  # arrows of a way up to which it is written out


def write(q: Question, graph: Graph, slopes: Slopes, names: dict[Edge, Box], trail: Trail) -> None:
    forwards(q, graph, trail)
    arrows(graph, slopes, names, trail)
    backwards(q, graph, slopes, trail)


def rule(name: str, kind: Kind, says: Text = (), why: Text = (), importance: int = 2) -> Rule:
    return Rule(name, kind, why, says, SOURCE, importance)


def forwards(q: Question, graph: Graph, trail: Trail) -> None:
    """v₁ = x², v₂ = exp(v₁), …; what has been stated in the problem is not said again."""
    if not graph.split or len(graph.statements) == 1:
        return
    says: Text = ("Forwards, ", q.name_box, " is computed in steps,")
    for s in graph.statements:
        left = Term(q.name_box, Value(q.f)) if s.name is graph.f else value_term(s.name)
        trail.apply(rule("forward", "define", says), left, value_term(s.body))
        says = ()


def arrows(graph: Graph, slopes: Slopes, names: dict[Edge, Box], trail: Trail) -> None:
    """∂w/∂v of every arrow that does not end in f, where those that do are lines of their own."""
    says = fixed(slopes)
    for v, w in graph.edges:
        if w is graph.f and (v, w) not in names:
            continue
        inner, J = slopes.maps.get((v, w)) or (w, slopes.local.get((v, w), slopes.terms[v, w]))
        body, value = alone(graph, slopes, v, w, inner, J)
        line = Term(sign(inner, v), Derivative(body, (v,)))
        if (v, w) in names:
            line = trail.apply(rule("arrow", "differentiate", says), line, Term(names[v, w], Value(value)))
        trail.apply(rule("arrow", "differentiate", says), line, Term(written(J), Value(value)))
        says = ()


def fixed(slopes: Slopes) -> Text:
    start = "Every arrow carries the derivative of its end by its start, all else being held fixed"
    if not slopes.maps:
        return (f"{start}:",)
    delta = transposed(written(symbol(slopes.letter, SCALAR)))
    return (f"{start}. Where a matrix is involved, ", delta, " comes before the end and stands for the derivative by it:")


def alone(graph: Graph, slopes: Slopes, v: Expr, w: Expr, inner: Expr, J: Expr) -> tuple[Expr, Expr]:
    """w as a function of v alone: other nodes that move with v are held fixed, under names that stand for nothing."""
    body = substitute(inner, {w: graph.bodies[w]})
    J = substitute(J, {w: graph.bodies[w]})
    held = {e for e in postorder(body) if e is not v and e in graph.depends[v]}
    delta = slopes.incoming(w)  # of each arrow its own
    fixed = {e: symbol(f"{e.data[0]}_held", e.shape) for e in held}
    fixed[delta] = symbol(f"{delta.data[0]}_{w.data[0]}_held", w.shape)
    return substitute(body, fixed), substitute(J, fixed)


def sign(f: Expr, x: Expr) -> Box:
    """∂f/∂x of numbers, else ∇ₓf"""
    return partial(written(f), written(x)) if f.is_scalar and x.is_scalar else nabla(written(x), written(f))


def backwards(q: Question, graph: Graph, slopes: Slopes, trail: Trail) -> None:
    """From the last node to the variables."""
    f = written(graph.f)
    says: Text = ("Backwards, the derivative of ", f, " by a node is the sum over the arrows that leave it,")
    for v in reversed(graph.nodes[:-1]):
        if v not in graph.variables:
            line = Term(sign(graph.f, v), Derivative(graph.bodies[graph.f], (v,)))
            if v in slopes.deltas and v.is_scalar:
                line = trail.apply(rule("name", "define", says), value_term(slopes.deltas[v]), line)
            line = summed(graph, slopes, v, line, says, trail)
            backward = rule("backward", "chain", says, importance=3)
            trail.apply(backward, line, Term(written(slopes.back[v]), Value(slopes.back[v])))
            named(slopes, v, trail)
            says = ()
    says = says or ("Hence",)
    for x in graph.variables:
        concluded(q, graph, slopes, x, says, trail)
        says = ()


def summed(graph: Graph, slopes: Slopes, v: Expr, line: Term, says: Text, trail: Trail) -> Term:
    """∂f/∂v = ∂f/∂w ∂w/∂v + … = (with what they are), but for the last step to the finished form"""
    out = graph.out_of(v)
    if all(w is graph.f for w in out) or any((v, w) not in slopes.local for w in out):
        return line
    product = Value(slopes.back[v])
    line = trail.apply(rule("chain_rule", "chain", says), line, Term(chain(graph, slopes, v), product))
    spelled = signed_sum([written(factors(graph, slopes, v, w)) for w in out])
    if spelled == written(slopes.back[v]):
        return line
    return trail.apply(rule("put_in", "chain", says), line, Term(spelled, product))


def chain(graph: Graph, slopes: Slopes, v: Expr) -> Box:
    """∂f/∂w ∂w/∂v + …; of an arrow to f what it carries."""
    f = graph.f
    return signed_sum([
        written(slopes.local[v, w]) if w is f else product_box(sign(f, w), sign(w, v)) for w in graph.out_of(v)
    ])  # fmt: skip


def factors(graph: Graph, slopes: Slopes, v: Expr, w: Expr) -> Expr:
    return slopes.local[v, w] if w is graph.f else mul(slopes.row(w), slopes.local[v, w])


def named(slopes: Slopes, v: Expr, trail: Trail) -> None:
    """δ_v = (∇_v f)ᵀ, where it is long."""
    if v not in slopes.deltas or v.is_scalar:
        return
    delta = slopes.deltas[v]
    mark = sign(slopes.graph.f, v)
    shown = transposed(mark) if v.is_vector else mark
    meaning = slopes.meanings[delta]
    trail.apply(rule("name", "define", ("Write",), importance=3), value_term(delta), Term(shown, Value(meaning)))


def concluded(q: Question, graph: Graph, slopes: Slopes, x: Expr, says: Text, trail: Trail) -> None:
    """∇ₓf as the sum over the arrows that leave x, then in the notation of the question; and over all ways to f."""
    box = q.sign if q.single else sign(graph.f, x)
    back = Term(written(slopes.back[x]), Value(slopes.back[x]))
    left = Term(box, Derivative(q.f, (x,), structure=""))
    ways(graph, slopes, x, left, trail)
    line = summed(graph, slopes, x, left, says, trail)
    says = says if line is left else ()
    result = laid_out(q, slopes, x)
    if result.box == back.box:
        trail.conclude(line, result, says=says)
        return
    if q.layout == "numerator" or result.meaning == back.meaning:
        line = trail.apply(rule("backward", "chain", says), line, back)
        trail.conclude(line, result, conditions=q.conditions if q.single else ())
        return
    trail.apply(rule("backward", "chain", says), line, back)
    trail.conclude(Term(box, Derivative(q.f, (x,), q.layout)), result, says=("In denominator layout",))


def laid_out(q: Question, slopes: Slopes, x: Expr) -> Term:
    """The answer: of one variable the closed form, where it is short enough to be read; of several in the names of the nodes."""
    in_names = slopes.back[x] if q.layout == "numerator" else turned(slopes.back[x], x)
    if not q.single:
        return value_term(in_names)
    return q.answer_term if length(q.result) <= SHORT else Term(written(in_names), Value(q.result))


def ways(graph: Graph, slopes: Slopes, x: Expr, left: Term, trail: Trail) -> None:
    """∂f/∂x as the products of the arrows along all ways, added up, where they are few."""
    found = ways_from(graph, x) if graph.ways(x) <= FEW else []
    if not found or any(edge not in slopes.local for way in found for edge in way):
        return
    if (len(found) == 1 and len(found[0]) < 3) or max(map(len, found)) > LONG:
        return
    many = f"Added up over the {NUMBER_WORDS[len(found)]} ways from " if len(found) > 1 else "Along the only way from "
    says: Text = (many, written(x), " to ", written(graph.f), ", outer factor first,")
    shown = signed_sum([product_box(*(sign(w, v) for v, w in reversed(way))) for way in found])
    trail.apply(rule("ways", "chain", says), left, Term(shown, Value(slopes.back[x])))


def ways_from(graph: Graph, v: Expr) -> list[list[Edge]]:
    if v is graph.f:
        return [[]]
    return [[(v, w), *rest] for w in graph.out_of(v) for rest in ways_from(graph, w)]
