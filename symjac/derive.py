"""derive: a typed formula → its derivative in closed form, with the derivation, every line checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symjac.calculus import by_scalars
from symjac.core.block import Document
from symjac.core.box import RELATION, Box, Infix, Sym
from symjac.core.dims import shape_text
from symjac.core.errors import ParseError, UnsupportedError
from symjac.core.expr import Expr, postorder
from symjac.core.looks import written
from symjac.core.names import look_of
from symjac.core.op import Condition
from symjac.core.term import Derivative, Term, Value
from symjac.core.trail import Rule, Step, Trail, checked
from symjac.instance import value_step
from symjac.language import Problem, read, read_point, read_sizes
from symjac.simplify import finished
from symjac.styles.notation import nabla
from symjac.styles.registry import pick
from symjac.styles.task import Task
from symjac.views import View, views

if TYPE_CHECKING:
    import numpy as np
    import sympy

    from symjac.check import Report

LAYOUTS = ("numerator", "denominator")
ORDERS_OF = ("notes", "rows", "columns")
DETAILS = ("brief", "exam", "full")
Where = str | Mapping[str, str] | None


@dataclass(frozen=True, eq=False)
class Derivation:
    """A derivative in closed form together with the steps that lead to it and what was checked.

    result: the closed form, in the stated conventions; str() of it parses back to the same expression
    steps:  the tree of steps; check: the report of the checker, or None if it was not asked for
    """

    problem: Problem
    variables: tuple[Expr, ...]
    result: Expr
    layout: str
    order_of: str
    order: int
    detail: str
    style: str
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...]
    check: Report | None
    sizes: dict[str, int] | None = None
    point: Mapping[str, Expr] = field(default_factory=dict)
    value: Expr | None = None  # the derivative at the point, where that is rational
    task: Task | None = None  # None for several scalar variables

    @property
    def f(self) -> Expr:
        return self.problem.target

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
    def views(self) -> dict[str, View]:
        """Every way this derivative can be written, by name."""
        return views(self)

    def document(self) -> Document:
        """The derivation as a document, at the detail asked for."""
        from symjac.article import article

        return article(self)

    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """The derivation as text in one of the formats: latex, html, markdown, text, json, typst."""
        from symjac.formats import render

        return render(self, format, fragment=fragment, **options)

    def evaluate(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> np.ndarray:
        """The result in numbers: a two-dimensional NumPy array in the chosen layout (a scalar is 1 x 1)."""
        from symjac.arrays import evaluate

        found: np.ndarray = evaluate(self.result, {**(values or {}), **named}, list(self.problem.symbols.values()))
        return found

    def tensor(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> np.ndarray:
        """The array df[i..]/dx[j..] of shape(f) + shape(x) (+ shape(x) for order 2); scalars have no axis, vectors one."""
        from symjac.arrays import tensor

        found: np.ndarray = tensor(self, {**(values or {}), **named})
        return found

    def to_sympy(self) -> sympy.Expr:
        """The result as a SymPy expression in MatrixSymbol and friends."""
        from symjac.interop.sympy import to_sympy

        return to_sympy(self.result)

    def __str__(self) -> str:
        return self.render("text")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": self.render("text"),
            "text/markdown": self.render("markdown"),
            "text/latex": self.render("latex", fragment=True),
        }


def derive(
    f: Any,
    wrt: str | None = None,
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

    f: a formula or statements, in any spelling; wrt: the variable, or several scalars 'x1, x2' (default: the
    argument of a headed definition); where: declarations, 'Phi: N x D; theta: D' or a mapping.
    order: 1, or 2 for the Hessian of a scalar; style: auto, components, chain, differential; layout: numerator
    (gradient a row) or denominator; order_of: how matrices are flattened, notes, rows or columns;
    detail: brief, exam or full; instance: sizes as numbers, 'M=3, N=2'; at: a point, 'x = [1; 2]'.
    check=False only to measure.

    Errors: ParseError, ShapeError, DomainError, UnsupportedError, LimitError, all SymjacError; CheckError if a
    line of the derivation fails its check, which is a bug.
    """
    one_of("layout", layout, LAYOUTS)
    one_of("order_of", order_of, ORDERS_OF)
    one_of("detail", detail, DETAILS)
    problem = read(*given(f, wrt, where))
    variables = tuple(problem.symbols[name] for name in problem.variables)
    ask(problem.target, variables, order)
    sizes = read_sizes(instance, problem) if instance else None
    point = read_point(at, problem) if at else {}
    trail = Trail()
    if len(variables) > 1:
        chosen, task, result = by_components(problem, variables, layout, trail)
    else:
        task = Task(problem, problem.target, variables[0], layout, order_of, order, sizes)
        found = pick(task, style)
        found.derive(task, trail)
        if sizes and not any(step.kind == "instance" for step in trail.steps):
            written_out(task, trail)
        chosen, result = found.__name__.rsplit(".", 1)[-1], task.result
    value = value_step(result, point, problem.symbols, *names(problem, variables), trail) if point else None
    structure = task.structure if task is not None else ""
    meaning = Derivative(problem.target, variables, layout, order_of, order, structure=structure)
    steps, report = verified(trail.steps, problem, meaning, result) if check else (tuple(trail.steps), None)
    return Derivation(
        problem=problem,
        variables=variables,
        result=result,
        layout=layout,
        order_of=order_of,
        order=order,
        detail=detail,
        style=chosen,
        steps=steps,
        conditions=task.conditions if task is not None else (),
        check=report,
        sizes=sizes,
        point=point,
        value=value,
        task=task,
    )


def one_of(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise UnsupportedError(f"there is no {what} {given!r}", found=given, expected=", ".join(known))


def given(f: Any, wrt: Any, where: Where) -> tuple[str, str | None, Where]:
    """Formula, variable and declarations as text; a SymPy expression brings the shapes of its symbols with it."""
    wrt = wrt if wrt is None or isinstance(wrt, str) else str(wrt)
    if isinstance(f, str):
        return f, wrt, where
    from symjac.interop.sympy import to_expr

    expr = to_expr(f)
    shapes = {e.data[0]: shape_text(e.shape) for e in postorder(expr) if e.op.name == "symbol"}
    if isinstance(where, str):
        return str(expr), wrt, "; ".join([where, *(f"{name}: {shape}" for name, shape in shapes.items() if name not in where)])
    return str(expr), wrt, {**shapes, **(where or {})}


def ask(f: Expr, variables: tuple[Expr, ...], order: int) -> None:
    """Refuse by name what no rule answers."""
    if order not in (1, 2):
        raise UnsupportedError("derivatives of order 1 and 2 are derived", found=f"order={order}")
    if order == 2 and not f.is_scalar:
        raise UnsupportedError("the second derivative is derived for a scalar f", found=f"f is {f.shape[0]} x {f.shape[1]}")
    if len(variables) > 1 and not all(x.is_scalar for x in variables):
        raise UnsupportedError("several variables must all be scalars", found=", ".join(str(x) for x in variables))


def names(problem: Problem, variables: tuple[Expr, ...]) -> tuple[Box, Box]:
    """What the function and its variables are called, as written."""
    boxes = [written(x) for x in variables]
    x = boxes[0] if len(boxes) == 1 else Infix(tuple(boxes), (",",) * (len(boxes) - 1), RELATION)
    return look_of(problem.name or ("f" if "f" not in problem.symbols else "F")), x


def written_out(task: Task, trail: Trail) -> None:
    """The explicit instance, where the style has not written it already."""
    from symjac.styles.components_instance import dims_of, instance
    from symjac.styles.components_setting import Setting

    setting = Setting(task, naming=False)
    missing = dims_of(setting) - set(task.sizes or {})
    if missing:
        raise ParseError("an instance needs a number for every size", found=f"nothing for {', '.join(sorted(missing))}")
    before = len(trail.steps)
    instance(setting, trail)
    if len(trail.steps) == before:
        raise UnsupportedError(
            "this derivative has no explicit instance: it is too large, or its entries have no formulas", found=str(task.f)
        )


def by_components(problem: Problem, variables: tuple[Expr, ...], layout: str, trail: Trail) -> tuple[str, None, Expr]:
    """A function of several scalars: its Jacobian has one column for each."""
    from symjac.styles.components import derive_components

    if all(e.is_scalar for e in postorder(problem.target) if e.op.name == "symbol"):
        return "components", None, derive_components(problem, variables, trail, layout)
    # Not given by scalar components: one column for each variable, by the differential.
    result = finished(by_scalars(problem.target, variables, layout), problem.target)
    name, x = names(problem, variables)
    left = Term(nabla(x, name), Derivative(problem.target, variables, layout))
    rule = Rule("columns", "conclude", (), ("One column for each variable:",), importance=3)
    trail.apply(rule, left, lambda: Term(written(result), Value(result)))
    return "components", None, result


def verified(steps: Sequence[Step], problem: Problem, meaning: Derivative, result: Expr) -> tuple[tuple[Step, ...], Report]:
    """The steps with their checks, and the report; a line that fails raises CheckError."""
    from symjac.check import Claim, verify

    claims = [Claim(Term(Sym("∇"), meaning), Term(written(result), Value(result)), (), "result")]
    stated = [(s, Claim(s.before, s.after, s.free, f"step {s.id}")) for s in every(steps) if s.before is not None]
    report = verify([*claims, *(claim for s, claim in stated if s.kind != "value")], problem.symbols.values())
    values = [claim for s, claim in stated if s.kind == "value"]
    if values:  # at a point the sizes are those of the point, so these lines are checked by themselves
        report = replace(report, lines=report.lines + verify(values, ()).lines)
    return tuple(marked(s, str(report)) for s in steps), report


def every(steps: Sequence[Step]) -> list[Step]:
    return [inner for step in steps for inner in (step, *every(step.substeps))]


def marked(step: Step, how: str) -> Step:
    return checked(step, how if step.before is not None else "nothing to check")
