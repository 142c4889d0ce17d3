"""⇒ ∇f = the closed form; of a structured variable, the derivative by its free entries."""

from __future__ import annotations

from symjac.calculus.differential import constrained, constrained_twice
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, containing
from symjac.expr.structure import rough_off_diagonal
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Fence, Infix, Sym, transposed
from symjac.writing.signs import function_box

IJ, JI = (Fence("(", Infix((Sym(a), Sym(b)), (",",), RELATION), ")") for a, b in ("ij", "ji"))
G_BOX = Sym("G")
BOTH = Infix((G_BOX, transposed(G_BOX), function_box("diag", G_BOX)), ("+", "−"), SUM)


TOGETHER: Text = (" is symmetric, its entries ", IJ, " and ", JI, " move together,")
MOVES: dict[str, tuple[Text, Text]] = {  # of the first derivative, of the second
    "symmetric": ((*TOGETHER, " and the gradient ", G_BOX, " becomes ", BOTH, ":"), (*TOGETHER, " both times:")),
    "diagonal": ((" is diagonal, only its diagonal entries move:",),) * 2,
}


def conclude(task: Question, trail: Trail) -> None:
    """⇒ ∇f = the closed form; of a structured variable, the derivative by its free entries."""
    says = free_entries(task, trail) if task.structure else ()
    left = Term(task.sign, task.meaning)
    trail.conclude(left, task.answer_term, lead="⇒", conditions=task.conditions, says=says)


def free_entries(task: Question, trail: Trail) -> Text:
    """The gradient G by all entries, then what the structure makes of it; without such a G, what is said of the answer itself."""
    G, sign = task.free_result, task.sign
    says: Text = ("Since ", task.x_box, *MOVES[task.structure][task.order - 1])
    if kept_diagonal(task):
        return says
    free = Term(sign, Derivative(task.f, (task.x,), task.layout, task.order_of, task.order))
    rule = Rule("unconstrained", "assemble", ("all entries free",))
    trail.apply(rule, free, value_term(G), lead="⇒")
    rule = Rule("free_entries", "substitute", ("free entries only",), says)
    trail.apply(rule, Term(sign, task.meaning), value_term(bound(G, task)))
    return ()


def kept_diagonal(task: Question) -> bool:
    """Whether f has no derivative by the entries off the diagonal: |D_ij| has a kink at 0."""
    return task.structure == "diagonal" and any(map(rough_off_diagonal, containing(task.f, task.x)))


def bound(G: Expr, task: Question) -> Expr:
    """What the structure makes of the derivative by all entries."""
    return constrained(G, task.structure) if task.order == 1 else constrained_twice(G, task.x, task.structure)
