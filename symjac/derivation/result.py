"""∇f as it was found: what was asked, the closed form, the steps to it, what was checked. It is shown in derivation.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from symjac.derivation.proofs.registry import Proved, proved
from symjac.derivation.question import Answer, Question, assumptions_used
from symjac.derivation.trail import Step
from symjac.expr.expr import Condition, Expr, writable
from symjac.expr.make import is_op, literal
from symjac.expr.names import meant
from symjac.language import Problem
from symjac.verify import Report


@dataclass(frozen=True, eq=False, repr=False)
class Derived:
    """A derivative with everything that is known of it.

    detail: how much of the steps is shown; report: of their lines, None where they were not checked
    point: where it was evaluated; value: the derivative there, where it is rational
    bold: auto, letters are bold in the document where they are so in the formula; on, all arrays; off, none
    """

    question: Question
    answer: Answer
    steps: tuple[Step, ...]
    detail: str
    report: Report | None
    point: Mapping[str, Expr] = field(default_factory=dict)
    value: Expr | None = None
    bold: str = "auto"

    @cached_property
    def _proved(self) -> tuple[tuple[Proved, ...], int]:
        """Worked out, and checked, when somebody reads them: most derivations are asked for their result alone."""
        if self.detail != "full":
            return (), 0
        return proved(self.question, self.answer.style, self.steps, check=self.report is not None)

    @property
    def proofs(self) -> tuple[Proved, ...]:
        """Of the rules that the steps quote, in full."""
        return self._proved[0]

    @property
    def check(self) -> Report | None:
        """What was checked: the lines of the steps and of the proofs; None with check=False."""
        return self.report and replace(self.report, lines=self.report.lines + self._proved[1])

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
    def results(self) -> dict[str, Expr]:
        """The derivative by each variable, by its name, in any spelling of it."""
        if self.answer.named is not None:
            return ByName(self.answer.named.results)
        if len(self.variables) == 1 or self.order == 2:
            return ByName({", ".join(map(str, self.variables)): self.result})
        return ByName({str(x): column(self.result, k, self.layout) for k, x in enumerate(self.variables)})

    @property
    def definitions(self) -> dict[str, Expr]:
        """What the names in the results stand for, each in names before it."""
        if self.answer.named is not None:
            return ByName(self.answer.named.definitions)
        return ByName({d.name: d.body for d in self.problem.definitions if d.name != self.problem.name})

    @cached_property
    def closed(self) -> Expr:
        """The result with everything put in, as a graph: equal parts are one, so it may be too long to be written."""
        return next(iter(self.answer.named.expanded.values())) if self.answer.named is not None else self.answer.laid_out

    @property
    def expanded(self) -> Expr:
        """The result written out, without names of intermediate results; LimitError where it is too long."""
        writable(self.closed)
        return self.closed

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
        """'matrix', 'kronecker' for a flattened Jacobian, 'entries' in the notation of a sum over an index."""
        if self.question.indexed:
            return "entries"
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


class ByName(dict[str, Expr]):
    """found["W1"] is found["W_1"], or found["W[1]"]: they are one name."""

    def __missing__(self, name: str) -> Expr:
        own = meant(name, self) if isinstance(name, str) else None
        if own is None:
            raise KeyError(name)
        return self[own]


def column(J: Expr, k: int, layout: str) -> Expr:
    """The part of a Jacobian by several scalars that belongs to the k-th of them."""
    if not is_op(J, "literal"):
        return J
    rows, columns = J.data
    parts = J.args[k::columns] if layout == "numerator" else J.args[k * columns : (k + 1) * columns]
    return parts[0] if len(parts) == 1 else literal(tuple((part,) for part in parts))
