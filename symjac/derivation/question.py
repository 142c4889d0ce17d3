"""Task: what is asked: f by x, in which conventions, with which names. Every style receives one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from symjac.calculus.differential import constrained, derivative, gradient, hessian, substitute
from symjac.calculus.domains import evident, plainer
from symjac.calculus.simplify import Simplifier, finished
from symjac.expr.expr import Expr, containing, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, number, symbol
from symjac.expr.names import look_of
from symjac.expr.registry import Condition
from symjac.language import Problem
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.box import Box


@dataclass(eq=False)
class Task:
    """f by x (one variable) of a problem, with the conventions in force.

    sizes: numbers for the dimensions of an explicit instance, or None.
    """

    problem: Problem
    f: Expr
    x: Expr
    layout: str = "numerator"
    order_of: str = "notes"
    order: int = 1
    sizes: dict[str, int] | None = None
    simplify: Simplifier = field(default_factory=Simplifier)
    memo: dict[str, Any] = field(default_factory=dict)  # what a style has found out about the task and asks again

    @property
    def name(self) -> str:
        """What the function is called: as typed, else f."""
        return self.problem.called

    @property
    def name_box(self) -> Box:
        return look_of(self.name)

    @property
    def x_box(self) -> Box:
        return written(self.x)

    @cached_property
    def result(self) -> Expr:
        """The finished closed form in the conventions of the task."""
        if self.order == 2:
            return self.finish(hessian(self.f, self.x, order_of=self.order_of, simplify=self.simplify))
        if self.structure:
            return self.finish(constrained(self.raw(self.layout), self.structure))
        return self.finish(self.raw(self.layout))

    @property
    def structure(self) -> str:
        """'symmetric' or 'diagonal' where a scalar is differentiated by a matrix declared so: by its free entries."""
        words = self.x.data[1] if self.x.is_matrix and self.f.is_scalar and self.order == 1 else ()
        return next((word for word in ("diagonal", "symmetric") if word in words), "")

    def raw(self, layout: str) -> Expr:
        return derivative(self.f, self.x, layout=layout, order_of=self.order_of, simplify=self.simplify)

    def finish(self, expr: Expr) -> Expr:
        """The finished form, subexpressions as the person typed them."""
        return finished(expr, self.f)

    @cached_property
    def gradient(self) -> Expr:
        """G of the shape of x, for a scalar f."""
        return self.finish(gradient(self.f, self.x, self.simplify))

    @property
    def meaning(self) -> Derivative:
        return Derivative(self.f, (self.x,), self.layout, self.order_of, self.order, structure=self.structure)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the formula holds: the conditions of every operation on the way from x to f."""
        return conditions(self.f, self.x, self.result)


def conditions(f: Expr, x: Expr, result: Expr) -> tuple[Condition, ...]:
    left = rough(result)
    found: dict[tuple[str, Expr], Condition] = {}
    for expr in containing(f, x):
        for c in map(plainer, expr.op.domain(expr)):
            if (c.through is None or c.through in left) and not evident(c):
                found.setdefault((c.kind, c.of), c)
    positive = {of for kind, of in found if kind == "positive"}
    return tuple(c for (kind, of), c in found.items() if kind != "nonzero" or of not in positive)


def rough(result: Expr) -> set[Expr]:
    """The parts of a result, but for the ‖r‖ of ‖r‖², which is smooth."""
    found: set[Expr] = set()
    waiting = [result]
    while waiting:
        e = waiting.pop()
        if e not in found:
            found.add(e)
            square = is_op(e, "power") and e.args[1] is number(2) and is_op(e.args[0], "norm")
            waiting += e.args[0].args if square else e.args
    return found


def assumptions_used(task: Task) -> tuple[Expr, ...]:
    """The symbols whose assumptions the result rests on: without them another formula is found."""
    found = []
    for e in postorder(task.f):
        if e.op.name == "symbol" and e.data[1] - {"constant"}:
            plain = symbol(e.data[0], e.shape)
            x = plain if e is task.x else task.x
            other = replace(task, f=substitute(task.f, {e: plain}), x=x, simplify=Simplifier(), memo={})
            if str(other.result) != str(task.result):
                found.append(e)
    return tuple(found)


def value_term(expr: Expr) -> Term:
    """An expression, written and meant."""
    return Term(written(expr), Value(expr))
