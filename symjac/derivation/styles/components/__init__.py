"""f_i = Σ_k A_ik x_k, ∂f_i/∂x_j = Σ_k A_ik δ_kj = A_ij, ∴ ∇f = [A_ij] = A: the way of the lecture notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symjac.derivation.styles.registry import Style, register
from symjac.expr.expr import Expr, containing, contains, length, postorder
from symjac.expr.make import is_op, value_of
from symjac.expr.structure import rough_off_diagonal

if TYPE_CHECKING:
    from symjac.derivation.question import Question
    from symjac.derivation.trail import Trail
    from symjac.language import Problem
    from symjac.verify.term import Free, Term

STRUCTURED = {"symmetric", "posdef", "diagonal"}  # entries of such a variable do not move alone
MANY = 40  # names, numbers and operators beyond which components are no way to write a derivation


def fits(task: Question) -> bool:
    """Whether the entries have formulas: first derivatives, nothing like inv or det of the variable."""
    if by_name(task):
        return True
    if task.order == 2 and not (task.f.is_scalar and task.x.is_vector and contains(task.f, task.x)):
        return False
    if task.x.is_row or STRUCTURED & task.x.data[1]:
        return False
    if any(e.op.name == "literal" for e in postorder(task.f)):
        return task.order == 1 and by_entries(task)
    if length(task.f) > MANY:
        return False
    from symjac.derivation.styles.components.inner import in_blocks

    moving = {task.x}
    for e in postorder(task.f):
        if any(arg in moving for arg in e.args):
            moving.add(e)
            if (e.op.entry is None and e.op.slope is None) or (is_op(e, "matrix_power") and value_of(e.args[1]) is None):
                return False
            if in_blocks(e) and e is not task.f:
                return False
            if rough_off_diagonal(e):  # ∂|δ_ij x_i|/∂x_k has no value off the diagonal
                return False
    return True


def by_name(task: Question) -> bool:
    """f(x) for a map f of which only the name is known."""
    if not is_op(task.f, "image"):
        return False
    from symjac.derivation.styles.components.maps import fits as named

    return named(task)


def by_entries(task: Question) -> bool:
    """A function of one scalar that is given by its components."""
    given = task.f.op.name == "literal" and all(arg.is_scalar for arg in task.f.args)
    scalars = all(e.is_scalar for e in postorder(task.f) if not e.args)
    return task.x.is_scalar and scalars and (given or task.f.is_scalar)


SHORT = 14


def suits(task: Question) -> bool:
    """Whether the notes would take this way: products of few factors, functions entry by entry, no quotients or powers."""
    if by_name(task):
        return True
    if (task.x.is_scalar and not by_entries(task)) or (task.f.is_scalar and task.x.is_scalar):
        return False
    indirect = [e for e in postorder(task.f) if is_op(e, "matrix_power") or e.op.slope is not None]
    if task.order == 2:
        return False
    unwieldy = any(contains(e, task.x) for e in indirect) or any(moves_below(e, task.x) for e in postorder(task.f))
    return fits(task) and length(task.f) <= SHORT and not unwieldy


def moves_below(e: Expr, x: Expr) -> bool:
    """Whether the variable stands in a denominator, as it does in that of a softmax by rows."""
    return (e.op.name in ("div", "hdiv") and contains(e.args[1], x)) or (is_op(e, "rowsoftmax") and contains(e, x))


def derive(task: Question, trail: Trail) -> None:
    """All steps from f to the closed form."""
    if by_name(task):
        from symjac.derivation.styles.components.maps import derive as by_definition

        by_definition(task, trail)
    elif task.order == 2:
        from symjac.derivation.styles.components.hessian import derive as twice

        twice(task, trail)
    elif by_entries(task):
        from symjac.derivation.styles.components.scalars import derive as by_components

        by_components(task.problem, (task.x,), trail, task.layout)
    else:
        from symjac.derivation.styles.components.steps import derive as write

        write(task, trail)


def derive_components(
    problem: Problem, variables: tuple[Expr, ...], trail: Trail, layout: str = "numerator", order_of: str = "notes"
) -> Expr:
    """A function of several scalars: the partial derivatives one by one, then the Jacobian."""
    from symjac.derivation.styles.components.scalars import derive as write

    return write(problem, variables, trail, layout, order_of)


def entries_view(task: Question) -> tuple[Term, tuple[Free, ...]]:
    """∂f_i/∂x_j, or J_pqij, with its cases."""
    from symjac.derivation.styles.components.steps import entries_view as view

    return view(task)


def lacks(task: Question) -> str:
    """Why the entries cannot be written: the first reason that there is."""
    if task.order == 2 and not (task.f.is_scalar and task.x.is_vector):
        return "writes second derivatives of a scalar by a vector"
    if STRUCTURED & task.x.data[1]:
        return "lets every entry of the variable move by itself, which those of such a matrix do not"
    moving = [e for e in containing(task.f, task.x) if e.op.entry is None and e.op.slope is None]
    if moving:
        return f"writes entries, and those of {moving[0].op.name} have no formula that is of use"
    if length(task.f) > MANY:
        return f"is for shorter formulas: this one has {length(task.f)} names, numbers and operators, more than {MANY}"
    return ""


WANTS = "entries that have formulas"
register(Style("components", derive, fits, suits, rank=2, wants=WANTS, lacks=lacks))
