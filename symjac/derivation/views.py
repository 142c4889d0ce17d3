"""Every way a derivative can be written: closed form, flattened Jacobian, entries with cases, differential."""

from __future__ import annotations

from dataclasses import dataclass

from symjac.calculus.differential import differential, flattened
from symjac.calculus.simplify import finished
from symjac.derivation.explain.sentences import with_ranges
from symjac.derivation.question import Question
from symjac.derivation.result import Derived
from symjac.derivation.styles.sums.matrices import matrix_view
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import function, is_op, transpose
from symjac.writing.box import ATOM, Box, Prefix, equation


@dataclass(frozen=True)
class View:
    """One way in which the derivative can be written: its box, and its expression where it has one."""

    name: str
    box: Box
    expr: Expr | None = None

    def _repr_latex_(self) -> str:
        """What a notebook shows."""
        from symjac.writing.formats.latex.page import box

        return f"${box(self.box)}$"

    def __str__(self) -> str:
        from symjac.writing.formats.text.page import box

        return str(self.expr) if self.expr is not None else box(self.box)

    def __repr__(self) -> str:
        return f"<{self.name}: {self._repr_latex_() if self.expr is None else self}>"


def views(d: Derived) -> dict[str, View]:
    """By name, the first being the one that is printed: matrix, kronecker, entries, differential."""
    found = {d.form: View(d.form, written(d.result), d.result)}
    if d.question.indexed:
        return found | in_matrices(d)
    if d.answer.named is not None:
        return found
    for name, make in (("kronecker", kronecker), ("entries", entries), ("differential", as_differential)):
        if name not in found and d.question.single and d.order == 1:
            try:
                box, expr = make(d, d.question)
            except UnsupportedError:
                continue  # this view does not exist for this formula; at least one other does
            found[name] = View(name, box, expr)
    if d.question.structure:
        G = d.question.free_result
        found["constrained"], found["unconstrained"] = found[d.form], View("unconstrained", written(G), G)
    return found


def in_matrices(d: Derived) -> dict[str, View]:
    """The form without indices, where there is one."""
    form = matrix_view(d.question)
    return {"matrix": View("matrix", written(form[0]), form[0])} if form else {}


def kronecker(d: Derived, task: Question) -> tuple[Box, Expr | None]:
    """The derivative as a Jacobian of the flattened arrays; a scalar by a matrix is one long row."""
    f, x = d.f, d.variables[0]
    if x.is_scalar or not (f.is_matrix or x.is_matrix):
        raise UnsupportedError("nothing is flattened here")
    if f.is_scalar:
        G = d.result if d.order_of == "columns" else transpose(d.result)
        row = finished(transpose(function("vec", G)), f)
        return written(row), row
    J = finished(flattened(f, x, d.order_of, task.simplify), f)
    return written(J), J


def entries(d: Derived, task: Question) -> tuple[Box, Expr | None]:
    """∂f_i/∂x_j or J_ijkl by the entry route, with its cases."""
    from symjac.derivation.styles.components import entries_view

    term, free = entries_view(task)
    return with_ranges(term.box, free), None


def as_differential(d: Derived, task: Question) -> tuple[Box, Expr | None]:
    """dX → dF"""
    df = differential(d.f, d.variables[0])
    if df is None or is_op(df, "zeros"):
        raise UnsupportedError("the differential is zero")
    expr = finished(df, d.f)
    left = Prefix("d", task.name_box, ATOM)
    return equation(left, written(expr)), expr
