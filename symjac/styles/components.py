"""f_i = Σ_k A_ik x_k, ∂f_i/∂x_j = Σ_k A_ik δ_kj = A_ij, ∴ ∇f = [A_ij] = A: the way of the lecture notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symjac.core.expr import Expr, postorder

if TYPE_CHECKING:
    from symjac.core.term import Free, Term
    from symjac.core.trail import Trail
    from symjac.language import Problem
    from symjac.styles.task import Task

MANY = 40  # nodes beyond which components are no way to write a derivation
LINEAR = {"symbol", "number", "add", "neg", "mul", "transpose", "size", "ones", "zeros", "eye", "div", "literal"}


def fits(task: Task) -> bool:
    """Whether the entries have formulas: first derivatives, nothing like inv or det of the variable."""
    if task.order != 1:
        return False
    moving = {task.x}
    for n, e in enumerate(postorder(task.f)):
        if n > MANY:
            return False
        if any(arg in moving for arg in e.args):
            moving.add(e)
            if e.op.entry is None or has_blocks(e):
                return False
    return True


def has_blocks(e: Expr) -> bool:
    return e.op.name == "literal" and not all(arg.is_scalar for arg in e.args)


def suits(task: Task) -> bool:
    """Whether the notes would take this way: products of few factors, functions entry by entry."""
    return fits(task) and len(list(postorder(task.f))) <= 12


def derive(task: Task, trail: Trail) -> None:
    """All steps from f to the closed form."""
    from symjac.styles.components_steps import derive as write

    write(task, trail)


def derive_components(problem: Problem, variables: tuple[Expr, ...], trail: Trail) -> Expr:
    """A function of several scalars: the partial derivatives one by one, then the Jacobian."""
    from symjac.styles.components_scalars import derive as write

    return write(problem, variables, trail)


def entries_view(task: Task) -> tuple[Term, tuple[Free, ...]]:
    """∂f_i/∂x_j, or J_pqij, with its cases."""
    from symjac.styles.components_steps import entries_view as view

    return view(task)
