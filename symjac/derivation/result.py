"""∇f as it was found: what was asked, the closed form, the steps to it, what was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symjac.derivation.question import Answer, Question, assumptions_used
from symjac.derivation.trail import Step
from symjac.expr.expr import Condition, Expr
from symjac.language import Problem
from symjac.verify import Report
from symjac.writing.block import Document
from symjac.writing.shown import Shown

if TYPE_CHECKING:
    import numpy as np
    import sympy

    from symjac.derivation.views import View


@dataclass(frozen=True, eq=False, repr=False)
class Derivation(Shown):
    """A derivative in closed form together with the steps that lead to it and what was checked.

    result: the closed form, in the stated conventions; str() of it parses back to the same expression
    steps:  the tree of steps; check: the report of the checker, or None if it was not asked for
    detail: how much of the steps is shown; point: where it was evaluated, and value: the derivative there, where it is rational
    """

    question: Question
    answer: Answer
    steps: tuple[Step, ...]
    detail: str
    check: Report | None
    point: Mapping[str, Expr] = field(default_factory=dict)
    value: Expr | None = None

    @property
    def problem(self) -> Problem:
        return self.question.problem

    @property
    def f(self) -> Expr:
        return self.question.f

    @property
    def variables(self) -> tuple[Expr, ...]:
        return self.question.variables

    @property
    def layout(self) -> str:
        return self.question.layout

    @property
    def order_of(self) -> str:
        return self.question.order_of

    @property
    def order(self) -> int:
        return self.question.order

    @property
    def result(self) -> Expr:
        return self.answer.result

    @property
    def style(self) -> str:
        """The style that was taken."""
        return self.answer.style

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the result holds."""
        return self.answer.conditions

    @property
    def shape(self) -> tuple[str, str]:
        """Rows and columns of the result, as text."""
        return str(self.result.shape[0]), str(self.result.shape[1])

    @property
    def form(self) -> str:
        """'matrix', or 'kronecker' for a flattened Jacobian."""
        return "kronecker" if self.flattened else "matrix"

    @property
    def flattened(self) -> bool:
        f, x = self.f, self.variables[0]
        if self.order == 2:
            return x.is_matrix
        return not x.is_scalar and (f.is_matrix or (x.is_matrix and not f.is_scalar))

    @cached_property
    def used(self) -> tuple[Expr, ...]:
        """The symbols whose declared properties (symmetric, orthogonal, ...) the result rests on."""
        return assumptions_used(self.question) if self.question.single else ()

    @cached_property
    def views(self) -> dict[str, View]:
        """Every way this derivative can be written, by name."""
        from symjac.derivation.views import views

        return views(self)

    def document(self) -> Document:
        """The derivation as a document, at the detail asked for."""
        from symjac.derivation.explain.article import article

        return article(self)

    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """As text in one of the formats; the JSON holds more than the document: every view, and the tree of steps."""
        if format == "json":
            from symjac.derivation.record import exported

            return exported(self)
        return super().render(format, fragment=fragment, **options)

    def evaluate(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> np.ndarray:
        """The result in numbers: a two-dimensional NumPy array in the chosen layout (a scalar is 1 x 1)."""
        from symjac.interop.numpy import evaluate

        found: np.ndarray = evaluate(self.result, {**(values or {}), **named}, list(self.problem.symbols.values()))
        return found

    def tensor(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> np.ndarray:
        """The array df[i..]/dx[j..] of shape(f) + shape(x) (+ shape(x) for order 2); scalars have no axis, vectors one."""
        from symjac.derivation.tensor import tensor

        found: np.ndarray = tensor(self, {**(values or {}), **named})
        return found

    def to_sympy(self) -> sympy.Expr:
        """The result as a SymPy expression in MatrixSymbol and friends."""
        from symjac.interop.sympy import to_sympy

        return to_sympy(self.result)

    def __repr__(self) -> str:
        names = ", ".join(self.problem.variables)
        return f"<Derivation of {self.f} by {names}{' twice' if self.order == 2 else ''}: {self.result}>"
