"""derive: a typed formula → its derivative in closed form, with the derivation, every line checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symjac.derivation.answer import answer
from symjac.derivation.point import map_value_step, value_step
from symjac.derivation.question import Answer, Question
from symjac.derivation.result import Derived
from symjac.derivation.trail import Step, Trail, checked, every
from symjac.derivation.views import View, views
from symjac.errors import DomainError, ParseError, UnsupportedError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, postorder
from symjac.language import Problem, read, read_point, read_sizes
from symjac.language.declare import declarations
from symjac.verify import Claim, Nowhere, Report, verify
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Document
from symjac.writing.box import Sym
from symjac.writing.draw import drawn

if TYPE_CHECKING:
    import numpy as np
    import sympy


LAYOUTS = ("numerator", "denominator")
ORDERS_OF = ("notes", "rows", "columns")
DETAILS = ("brief", "exam", "full")
Where = str | Mapping[str, str] | None


class Derivation(Derived):
    """A derivative in closed form together with the steps that lead to it and what was checked.

    result: the closed form, in the stated conventions; str() of it parses back to the same expression
    steps:  the tree of steps; check: the report of the checker, or None if it was not asked for
    """

    @cached_property
    def views(self) -> dict[str, View]:
        """Every way this derivative can be written, by name."""
        return views(self)

    def document(self) -> Document:
        """The derivation as a document, at the detail asked for."""
        from symjac.derivation.explain.article import article

        return article(self)

    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """The derivation as text in one of the formats: latex, html, markdown, text, json, typst."""
        if format == "json":  # it holds more than the document
            from symjac.derivation.record import exported

            return exported(self)
        return drawn(self.document(), format, fragment=fragment, **options)

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

    def __str__(self) -> str:
        return self.render("text")

    def __repr__(self) -> str:
        names = ", ".join(self.problem.variables)
        return f"<Derivation of {self.f} by {names}{' twice' if self.order == 2 else ''}: {self.result}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": self.render("text"),
            "text/markdown": self.render("markdown"),
            "text/latex": self.render("latex", fragment=True),
        }


def derive(
    f: Any,
    wrt: Any = None,
    where: Where = None,
    *,
    order: int = 1,
    style: str = "auto",
    layout: str = "numerator",
    order_of: str = "notes",
    detail: str = "full",
    check: bool = True,
    instance: str | None = None,
    at: str | None = None,
) -> Derivation:
    """The derivative of f by wrt, derived and checked.

    f: a formula or statements, in any spelling; wrt: the variable, or several scalars 'x1, x2' or ['x1', 'x2']
    (default: the argument of a headed definition); where: declarations, 'Phi: N x D; theta: D' or a mapping.
    order: 1, or 2 for the Hessian of a scalar; style: auto, components, chain, differential; layout: numerator
    (gradient a row) or denominator; order_of: how matrices are flattened, notes, rows or columns;
    detail: brief, exam or full; instance: sizes as numbers, 'M=3, N=2'; at: a point, 'x = [1; 2]'.
    check=False only to measure.

    Shapes, in numerator layout: f m x 1 by x n x 1 gives m x n; a scalar by a matrix the shape of the matrix; with a matrix on
    either side the flattened Jacobian, and `tensor` the array of shape(f) + shape(x). Denominator layout is the transpose.
    Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2 to 5.5; Magnus & Neudecker, ch. 5, 8 and 9.

    Errors: ParseError, ShapeError, DomainError, UnsupportedError, LimitError, all SymjacError; CheckError if a
    line of the derivation fails its check, which is a bug.
    """
    one_of("layout", layout, LAYOUTS)
    one_of("order_of", order_of, ORDERS_OF)
    one_of("detail", detail, DETAILS)
    problem = read(*given(f, wrt, where))
    order = asked_order(problem, order)
    variables = tuple(problem.symbols[name] for name in problem.variables)
    sizes = read_sizes(instance, problem) if instance else None
    point = read_point(at, problem) if at else {}
    trail = Trail()
    question = Question(problem, variables, layout, order_of, order, style, sizes)
    found = answer(question, trail)
    value = value_at(question, found, point, trail) if point else None
    steps, report = verified(trail.steps, problem, found.meaning, found.result) if check else (tuple(trail.steps), None)
    return Derivation(question, found, steps, detail, report, point, value)


def asked_order(problem: Problem, order: int) -> int:
    """The order that an operator in front of the formula asks for, else the one that is given."""
    if problem.order is not None and order not in (1, problem.order):
        raise ParseError(f"the formula asks for order {problem.order}, and order is {order}", found=problem.source)
    return problem.order or order


def value_at(q: Question, found: Answer, point: Mapping[str, Expr], trail: Trail) -> Expr | None:
    """The step to the derivative at a point, and its value there; a map that is only named has none in numbers."""
    if found.task is not None and found.task.f.op.name == "image" and found.task.f.args[0] is found.task.x:
        map_value_step(found.task, point, trail)
        return None
    return value_step(found.result, point, q.problem.symbols, q.name, q.x, q.variables, trail, q.order)


def one_of(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise UnsupportedError(f"there is no {what} {given!r}", found=given, expected=", ".join(known))


def given(f: Any, wrt: Any, where: Where) -> tuple[str, str | None, Where]:
    """Formula, variable and declarations as text; a SymPy expression brings the shapes of its symbols with it."""
    if isinstance(wrt, list | tuple):
        wrt = ", ".join(map(str, wrt))
    wrt = wrt if wrt is None or isinstance(wrt, str) else str(wrt)
    if isinstance(f, str):
        return f, wrt, where
    from symjac.interop.sympy import to_expr

    expr = to_expr(f)
    shapes = {e.data[0]: shape_text(e.shape) for e in postorder(expr) if e.op.name == "symbol"}
    declared = declarations(where)  # what is declared goes before what SymPy knows
    text = where if isinstance(where, str) else "; ".join(f"{name}: {shape}" for name, shape in (where or {}).items())
    return str(expr), wrt, "; ".join([text, *(f"{name}: {shape}" for name, shape in shapes.items() if name not in declared)])


def verified(steps: Sequence[Step], problem: Problem, meaning: Derivative, result: Expr) -> tuple[tuple[Step, ...], Report]:
    """The steps with their checks, and the report. A line that fails raises CheckError; DomainError: f has no value anywhere."""
    claims = [Claim(Term(Sym("∇"), meaning), value_term(result), (), "result")]
    stated = [(s, Claim(s.before, s.after, s.free, f"step {s.id}")) for s in every(steps) if s.before is not None]
    try:
        report = verify([*claims, *(claim for s, claim in stated if s.kind != "value")], problem.symbols.values())
    except Nowhere:
        refuse_without_values(problem)
        raise
    values = [claim for s, claim in stated if s.kind == "value"]
    if values:  # at a point the sizes are those of the point, so these lines are checked by themselves
        report = replace(report, lines=report.lines + verify(values, ()).lines)
    return tuple(marked(s, str(report)) for s in steps), report


def refuse_without_values(problem: Problem) -> None:
    """log(−t² − 1) is well formed, and has no value for any t."""
    itself = value_term(problem.target)
    try:
        verify([Claim(itself, itself)], problem.symbols.values(), points=1)
    except Nowhere as failure:
        message = "no numbers were found for which the formula has a value"
        raise DomainError(message, found=str(problem.target), hint=str(failure).rpartition("(")[2].rstrip(")")) from failure


def marked(step: Step, how: str) -> Step:
    return checked(step, how if step.before is not None else "nothing to check")
