"""df = … step by step, then df = tr(G'dX) ⇒ ∇f = G, or dF = J dx ⇒ ∇F = J (Magnus & Neudecker's way)."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.differential import by_scalar, constrained, gradient
from symjac.derivation.question import Question
from symjac.derivation.styles.differential.ending import conclude, kept_diagonal
from symjac.derivation.styles.differential.naming import with_names
from symjac.derivation.styles.differential.reading import read_off, with_last
from symjac.derivation.styles.differential.record import change, constant, recorded
from symjac.derivation.styles.differential.rounds import moves, worked_out
from symjac.derivation.styles.differential.stacking import stacked
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.styles.sums.matrices import in_matrices
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr
from symjac.verify.term import Derivative, Term
from symjac.writing.block import Text
from symjac.writing.box import Box, Fence, transposed


def fits(task: Question) -> bool:
    return task.order in (1, 2) and task.member is None and task.inner is task.f


def derive(task: Question, trail: Trail) -> None:
    if task.order == 2:
        second(task, trail)
    elif not moves(task.f, task.x):
        constant(task, trail)
        conclude(task, trail)
    else:
        task = with_names(task, trail)
        read_off(task, trail, worked_out(task, task.f))
        conclude(task, trail)
        if task.indexed:
            in_matrices(task, trail)


def column(first: Question) -> Box:
    """(∇ₓf)ᵀ, a column; what is a column, or a matrix, already, as it is."""
    turned = first.x.is_vector and first.layout == "numerator"
    return transposed(Fence("(", first.sign, ")")) if turned else first.sign


def once_more(task: Question, trail: Trail, g: Expr) -> None:
    """d(∇f)ᵀ = H dx, or vec of it."""
    order_of = "columns" if task.order_of == "columns" else "rows"
    of = replace(task.about(g, task.x), layout="numerator", order=1, order_of=order_of, called=task.names)
    lines = worked_out(of, g)
    if task.x.is_matrix:
        recorded(of, trail, g, lines, "Differentiate once more:")
        if not task.structure:
            stacked(of, trail, lines[-1].expr, change(of, g).box)
    else:
        recorded(of, trail, g, with_last(of, lines), "Differentiate once more:")


def second(task: Question, trail: Trail) -> None:
    """The gradient first; its differential is H dx."""
    by_number = task.x.is_scalar
    if not moves(task.f, task.x):
        constant(task, trail)
        conclude(task, trail)
        return
    first = replace(task, order=1)
    read_off(first, trail, worked_out(first, task.f), most=1)
    g = task.finish(by_scalar(task.f, task.x) if by_number else gradient(task.f, task.x, task.simplify))
    kept = task.structure if kept_diagonal(task) else ""
    g = task.finish(constrained(g, kept)) if kept else g
    left = Term(column(first), Derivative(task.f, (task.x,), "numerator" if by_number else "denominator", structure=kept))
    why: Text = ("all entries free",) if task.structure and not kept else ()
    trail.apply(Rule("gradient", "differentiate", why, (), importance=3), left, task.term(g), lead="⇒")
    if moves(g, task.x):
        once_more(task, trail, g)
    conclude(task, trail)


register(
    Style(
        "differential",
        derive,
        fits,
        fits,
        rank=3,
        free_entries=True,
        sums=True,
        wants="a derivative by x itself, not by its entries, of the first or second order",
    )
)
