"""df = tr(G dX) ⇒ ∇f = Gᵀ, dF = J dx ⇒ ∇F = J, vec dF = J vec dX ⇒ ∇F = J: how the derivative is read off a differential.

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 5, sections 5 and 15 (identification).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symjac.calculus.differential import direction, gradient
from symjac.calculus.identities.factors import Product, factors, flip, is_change, rebuilt
from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.rules import Letters, trace_transposed, trace_turned
from symjac.derivation.styles.differential.record import BRIEF, recorded
from symjac.derivation.styles.differential.rounds import Line
from symjac.derivation.styles.differential.stacking import flattens, stacked
from symjac.derivation.styles.differential.tidy import product, scaled, split, terms_of
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, function, is_op, mul, transpose
from symjac.verify.term import Said, Term
from symjac.writing.block import Text
from symjac.writing.box import ATOM, Box, Prefix, Row, Space, Sym, elementwise, equation, relation, transposed
from symjac.writing.signs import COMMA, function_box, indexed, nabla, partial, product_box


def read_off(task: Question, trail: Trail, lines: list[Line], most: int = BRIEF) -> None:
    """The lines, and the form of the last one from which the derivative is read off."""
    if flattens(task):
        recorded(task, trail, task.f, lines, most=BRIEF - 1)
        stacked(task, trail, lines[-1].expr)
    else:
        recorded(task, trail, task.f, with_last(task, lines), most=most)
    identification(task, trail)


def with_last(task: Question, lines: list[Line]) -> list[Line]:
    """The lines with the form to read off at their end; where it only has its factors in another order, in place of the last."""
    *before, last = lines
    end = collected(task, last.expr)
    if len(end) == 1 and letters(end[0].expr) == letters(last.expr) and not task.x.is_matrix:
        return [*before, replace(last, expr=end[0].expr)]
    return [*lines, *end]


def letters(e: Expr) -> list[str]:
    """What is written, in no order."""
    return sorted(c for c in str(e) if c not in " ()")


def collected(task: Question, expr: Expr) -> list[Line]:
    """The differential in the form that shows the derivative, if it has another yet."""
    shown = target(task)
    if shown is None or shown is expr:
        return []
    if not (task.f.is_scalar and task.x.is_matrix):
        why = factored(task, expr, shown)
        return [Line(shown, why, why)]
    wide = multiplied_out(expr)
    each, why = as_traces(task, wide)
    why = why or ("written as a trace",)
    lines = [Line(wide, ("multiplied out",))] if each is not None and task.look(wide) != task.look(expr) else []
    if each is None or task.look(each) == task.look(shown):
        return [*lines, Line(shown, why, why)]
    if task.look(each) != task.look(wide):
        lines.append(Line(each, why))
    return [*lines, Line(shown, ("collected",), why)]


def target(task: Question) -> Expr | None:
    """scalar · dt, tr(G dX) or J dx."""
    f, x, d = task.f, task.x, direction(task.x)
    if x.is_scalar:
        return task.finish(mul(d, task.raw("numerator")))
    if f.is_scalar and x.is_matrix:
        return traced(task.simplify(transpose(gradient(f, x, task.simplify))), d)
    return None if f.is_row or x.is_row else beside(task.finish(task.raw("numerator")), d)


def beside(J: Expr, r: Expr) -> Expr:
    """J r as it stands, not simplified: it is there to show J."""
    return r if is_op(J, "eye") else mul(J, r)


def traced(row: Expr, d: Expr) -> Expr:
    """scalars · tr(chain dX)"""
    p = factors(row)
    inside = function("tr", d if is_op(row, "eye") else mul(*p.chain, d))
    return signs_in_front(rebuilt(Product(p.coefficient, (*p.scalars, (inside, Fraction(1))), ())))


def factored(task: Question, before: Expr, after: Expr) -> Text:
    """dx taken out, where products entry by entry become products with diagonal matrices."""
    entries = any(is_op(e, "hadamard") and any(map(is_change, postorder(e))) for e in postorder(before))
    if entries and any(is_op(e, "diag") for e in postorder(after)):
        u, v = Letters(task)("uvsw", 2)
        return (relation(elementwise("⊙", (u, v)), "=", product_box(function_box("diag", u), v)),)
    return ("factor out ", Prefix("d", task.x_box, ATOM))


def as_traces(task: Question, expr: Expr) -> tuple[Expr | None, Text]:
    """Every term of df as c tr(K dX), and by which rules; None where a term is no such product."""
    d, letters = direction(task.x), Letters(task)
    found, numbers, turned, cyclic = [], False, False, False
    for term in expr.args if is_op(expr, "add") else (expr,):
        chain, rest, traced_already = chain_of(term, d)
        k = next((k for k, part in enumerate(chain) if part is d or (is_op(part, "transpose") and part.args[0] is d)), None)
        if k is None or sum(e is d for e in postorder(term)) != 1:
            return None, ()
        left, right = chain[:k], chain[k + 1 :]
        flipped = chain[k] is not d
        kept = (*map(flip, reversed(left)), *map(flip, reversed(right))) if flipped else (*right, *left)
        numbers, turned, cyclic = numbers or not traced_already, turned or flipped, cyclic or bool(right or flipped)
        inside = function("tr", mul(*kept, d))
        found.append(signs_in_front(rebuilt(Product(rest.coefficient, (*rest.scalars, (inside, Fraction(1))), ()))))
    why: list[tuple[bool, Text]] = [
        (numbers, ("a number is its own trace",)),
        (turned, (trace_transposed(letters("CYZU")[0]),)),
        (cyclic, (trace_turned(*letters("ABPQUV", 2)),)),
    ]
    reasons = [text for used, text in why if used]
    return add(*found), tuple(part for k, text in enumerate(reasons) for part in (("; ", *text) if k else text))


def multiplied_out(expr: Expr) -> Expr:
    """tr(A (B dX + (dX)ᵀC)) as tr(AB dX) + tr(A(dX)ᵀC): every term with one change."""
    return signs_in_front(add(*(part for term in terms_of(expr) for part in terms_out(term))))


def terms_out(term: Expr) -> list[Expr]:
    c, body = split(term)
    inside = body.args[0] if is_op(body, "tr") else body
    chain = inside.args if is_op(inside, "mul") else (inside,)
    k = next((k for k, a in enumerate(chain) if is_op(a, "add") and any(map(is_change, postorder(a)))), None)
    if k is None:
        return [term]
    products = [product(*chain[:k], b, *chain[k + 1 :]) for _, b in map(split, chain[k].args)]
    signs = [c * n for n, _ in map(split, chain[k].args)]
    whole = [function("tr", p) if is_op(body, "tr") else p for p in products]
    return [part for n, p in zip(signs, whole, strict=True) for part in terms_out(scaled(n, p))]


def chain_of(term: Expr, d: Expr) -> tuple[tuple[Expr, ...], Product, bool]:
    """The product in which dX stands, what it is times, and whether it is in a trace already."""
    p = factors(term)
    for base, exponent in p.scalars:
        if exponent == 1 and any(e is d for e in postorder(base)):
            rest = Product(p.coefficient, tuple(s for s in p.scalars if s[0] is not base), ())
            inside = base.args[0] if is_op(base, "tr") else base
            return inside.args if is_op(inside, "mul") else (inside,), rest, is_op(base, "tr")
    return (), p, False


def identification(task: Question, trail: Trail) -> None:
    """df = tr(G dX) ⇒ ∂f/∂X_ij = G_ji, ∇f = G'; df = g'dx ⇒ ∇f = g': said where everything is."""
    x = task.x
    if not (x.is_matrix or x.is_vector) or x.is_row or task.structure or task.f.is_matrix or task.f.is_row:
        return
    if x.is_matrix and not task.f.is_scalar:
        return
    says: Text = ("From a differential of this form the derivative can be read off:",)
    trail.apply(Rule("identification", "assemble", (), says, importance=1), None, Term(theorem(task), Said()))


def theorem(task: Question) -> Box:
    """df = tr(G dX) ⇒ ∂f/∂X_ij = G_ji, ∇f = Gᵀ, in letters that the problem leaves free."""
    f, x = task.name_box, task.x_box
    left, right, grad = Prefix("d", f, ATOM), Prefix("d", x, ATOM), nabla(x, f)
    gap = (Space("quad"), Sym("⇒"), Space("quad"))
    if not task.f.is_scalar:
        (J,) = Letters(task)("JGHQ")
        return Row(
            (equation(left, product_box(J, right)), *gap, equation(grad, J if task.layout == "numerator" else transposed(J)))
        )
    (G,) = Letters(task)("GHQZ" if task.x.is_matrix else "ghqz")
    if task.x.is_matrix:
        i, j = Sym("i"), Sym("j")
        given = equation(left, function_box("tr", product_box(G, right)))
        found = equation(partial(f, indexed(x, i, j)), indexed(G, j, i))
        return Row((given, *gap, found, COMMA, Space("quad"), equation(grad, transposed(G))))
    given = equation(left, product_box(transposed(G), right))
    return Row((given, *gap, equation(grad, transposed(G) if task.layout == "numerator" else G)))
