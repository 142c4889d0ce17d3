"""⇒ ∇f = the closed form; of a structured variable, the derivative by its free entries."""

from __future__ import annotations

from symjac.calculus.differential import constrained, constrained_twice
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Fence, Infix, Sym, transposed
from symjac.writing.signs import function_box

IJ, JI = (Fence("(", Infix((Sym(a), Sym(b)), (",",), RELATION), ")") for a, b in ("ij", "ji"))
G_BOX = Sym("G")
BOTH = Infix((G_BOX, transposed(G_BOX), function_box("diag", G_BOX)), ("+", "−"), SUM)


def conclude(task: Question, trail: Trail) -> None:
    """⇒ ∇f = the closed form; of a structured variable, the derivative by its free entries."""
    if task.structure:
        free_entries(task, trail)
    trail.conclude(
        Term(task.sign, task.meaning),
        task.answer_term,
        lead="⇒",
        conditions=task.conditions,
    )


def free_entries(task: Question, trail: Trail) -> None:
    """The unconstrained gradient G first, then what the structure makes of it."""
    G, sign = task.free_result, task.sign
    free = Term(sign, Derivative(task.f, (task.x,), task.layout, task.order_of, task.order))
    rule = Rule("unconstrained", "assemble", ("all entries free",))
    trail.apply(rule, free, value_term(G), lead="⇒")
    pair: Text = (" is symmetric, its entries ", IJ, " and ", JI, " move together, ")
    once: Text = (*pair, "and the gradient ", G_BOX, " becomes ", BOTH, ":")
    moves: dict[str, Text] = {
        "symmetric": once if task.order == 1 else (*pair, "both times:"),
        "diagonal": (" is diagonal, only its diagonal entries move:",),
    }
    box = Term(sign, task.meaning)
    says: Text = ("Since ", task.x_box, *moves[task.structure])
    rule = Rule("free_entries", "substitute", ("free entries only",), says)
    trail.apply(rule, box, value_term(bound(G, task)))


def bound(G: Expr, task: Question) -> Expr:
    """What the structure makes of the derivative by all entries."""
    return constrained(G, task.structure) if task.order == 1 else constrained_twice(G, task.x, task.structure)


def conclude_second(task: Question, trail: Trail) -> None:
    if task.structure:
        free_entries(task, trail)
    trail.conclude(
        Term(task.sign, task.meaning),
        task.answer_term,
        lead="⇒",
        conditions=task.conditions,
    )
