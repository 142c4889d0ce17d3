"""Which way is taken: one variable by a style, several scalars by components, two different variables for a mixed derivative."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symjac.calculus.differential import by_scalar, by_scalars, gradient
from symjac.calculus.simplify import finished
from symjac.derivation.notation import nabla
from symjac.derivation.question import Task, conditions, value_term
from symjac.derivation.styles.differential import worked_out
from symjac.derivation.styles.registry import pick
from symjac.derivation.trail import Rule, Trail
from symjac.errors import ParseError, UnsupportedError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, literal
from symjac.expr.names import look_of
from symjac.expr.registry import Condition
from symjac.language import Problem
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.box import ATOM, PRODUCT, Box, Frac, Num, Prefix, Row, Script, Sym, commas


@dataclass(frozen=True)
class Question:
    """What is asked: f by the variables, in which conventions; sizes for an explicit instance."""

    problem: Problem
    variables: tuple[Expr, ...]
    layout: str
    order_of: str
    order: int
    style: str
    sizes: dict[str, int] | None

    @property
    def f(self) -> Expr:
        return self.problem.target

    @property
    def name(self) -> Box:
        return look_of(self.problem.called)

    @property
    def x(self) -> Box:
        """The variables as written below a ∇."""
        return commas([written(x) for x in self.variables])

    @property
    def meaning(self) -> Derivative:
        return Derivative(self.f, self.variables, self.layout, self.order_of, self.order)


@dataclass(frozen=True)
class Answer:
    """The closed form, what it claims to be, the style that found it, the task if there was one variable."""

    result: Expr
    meaning: Derivative
    style: str
    conditions: tuple[Condition, ...]
    task: Task | None = None


def answer(q: Question, trail: Trail) -> Answer:
    """The derivative asked for, every step recorded in the trail."""
    refuse_by_name(q)
    if len(q.variables) == 1:
        return by_style(q, trail)
    if q.order == 1:
        return by_columns(q, trail)
    if all(x.is_scalar for x in q.variables):
        return hessian_of_scalars(q, trail)
    return mixed(q, trail)


def refuse_by_name(q: Question) -> None:
    """What no rule answers."""
    if q.order not in (1, 2):
        raise UnsupportedError("derivatives of order 1 and 2 are derived", found=f"order={q.order}")
    if q.order == 2 and not q.f.is_scalar and not (len(q.variables) == 1 and q.variables[0].is_scalar):
        raise UnsupportedError("the second derivative is derived for a scalar f", found=f"f is {q.f.shape[0]} x {q.f.shape[1]}")
    several = len(q.variables) > 1 and not all(x.is_scalar for x in q.variables)
    if several and not (q.order == 2 and len(q.variables) == 2):
        shapes = ", ".join(f"{x} is {shape_text(x.shape)}" for x in q.variables)
        raise ParseError(f"several variables must be scalars: {shapes}", hint=f'name one of them: wrt="{q.variables[0]}"')


def by_style(q: Question, trail: Trail) -> Answer:
    task = Task(q.problem, q.f, q.variables[0], q.layout, q.order_of, q.order, q.sizes)
    found = pick(task, q.style)
    found.derive(task, trail)
    if q.sizes and not any(step.kind == "instance" for step in trail.steps):
        written_out(task, trail)
    return Answer(task.result, task.meaning, found.__name__.rsplit(".", 1)[-1], task.conditions, task)


def written_out(task: Task, trail: Trail) -> None:
    """The explicit instance, where the style has not written it already."""
    from symjac.derivation.styles.components.instance import dims_of, instance
    from symjac.derivation.styles.components.setting import Setting

    setting = Setting(task, naming=False)
    missing = dims_of(setting) - set(task.sizes or {})
    if missing:
        raise ParseError("an instance needs a number for every size", found=f"nothing for {', '.join(sorted(missing))}")
    before = len(trail.steps)
    instance(setting, trail)
    if len(trail.steps) == before:
        why = "this derivative has no explicit instance: it is too large, or its entries have no formulas"
        raise UnsupportedError(why, found=str(task.f))


def by_columns(q: Question, trail: Trail) -> Answer:
    """A function of several scalars: its Jacobian has one column for each."""
    from symjac.derivation.styles.components import derive_components

    if q.style in ("auto", "chain") and len(q.problem.definitions) > 1:
        from symjac.derivation.styles.chain import scalars as chain_scalars

        if chain_scalars.fits(q.problem, q.variables):
            result = chain_scalars.derive(q.problem, q.variables, trail, q.layout)
            return Answer(result, q.meaning, "chain", all_conditions(q, result))
    if is_op(q.f, "image") and q.f.args[0].args == q.variables:
        from symjac.derivation.styles.components.maps import derive_entries

        result = derive_entries(q.f, q.variables, q.name, q.meaning, trail)
        return Answer(result, q.meaning, "components", ())
    if all(e.is_scalar for e in postorder(q.f) if e.op.name == "symbol") and not by_name(q.f):
        result = derive_components(q.problem, q.variables, trail, q.layout)
        return Answer(result, q.meaning, "components", all_conditions(q, result))
    result = finished(by_scalars(q.f, q.variables, q.layout), q.f)
    rule = Rule("columns", "conclude", (), ("One column for each variable:",), importance=3)
    trail.apply(rule, Term(nabla(q.x, q.name), q.meaning), lambda: value_term(result))
    return Answer(result, q.meaning, "differential", all_conditions(q, result))


def by_name(f: Expr) -> bool:
    """Whether a map is in it that has no formula, hence no entries to differentiate."""
    return any(e.op.name in ("image", "jacobian") for e in postorder(f))


def all_conditions(q: Question, result: Expr) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(c for x in q.variables if contains(q.f, x) for c in conditions(q.f, x, result)))


def hessian_of_scalars(q: Question, trail: Trail) -> Answer:
    """∂²f/∂x_i ∂x_j for every pair of scalars, and the matrix of them."""
    first = {x: finished(by_scalar(q.f, x), q.f) for x in q.variables}
    for x in q.variables:
        step(trail, "partial", second_partial(q.name, x), Derivative(q.f, (x,)), first[x])
    grid = tuple(tuple(finished(by_scalar(first[a], b), q.f) for b in q.variables) for a in q.variables)
    for i, a in enumerate(q.variables):
        for j, b in enumerate(q.variables[i:], i):
            step(trail, "second partial", second_partial(q.name, b, a), Derivative(first[a], (b,)), grid[i][j])
    result = literal(grid)
    mark = Row((Script(Sym("∇"), sub=q.x, sup=Num("2")), q.name), PRODUCT)
    rule = Rule("hessian", "conclude", (), ("These are the entries of the Hessian, which is symmetric:",), importance=3)
    trail.apply(rule, Term(mark, q.meaning), lambda: value_term(result), relation="∴")
    return Answer(result, q.meaning, "components", all_conditions(q, result))


def step(trail: Trail, name: str, left: Box, meaning: Derivative, found: Expr) -> None:
    trail.apply(Rule(name, "differentiate", (), importance=2), Term(left, meaning), lambda: value_term(found))


def second_partial(f: Box, *variables: Expr) -> Box:
    """∂f/∂x, or ∂²f/∂y∂x"""
    above = Row((Script(Sym("∂"), sup=Num("2")), f)) if len(variables) == 2 else Prefix("∂", f, ATOM)
    if len(variables) == 2 and variables[0] is variables[1]:
        return Frac(above, Prefix("∂", Script(written(variables[0]), sup=Num("2")), ATOM))
    return Frac(above, Row(tuple(Prefix("∂", written(x), ATOM) for x in variables)))


def mixed(q: Question, trail: Trail) -> Answer:
    """The gradient by the first variable, then its Jacobian by the second."""
    x, y = q.variables
    g = finished(gradient(q.f, x), q.f)
    left = Term(nabla(written(x), q.name), Derivative(q.f, (x,), "denominator"))
    says = ("The gradient by ", written(x), ", as a column, is" if x.is_vector else " is")
    trail.apply(Rule("gradient", "differentiate", (), says), left, lambda: value_term(g))
    meaning = Derivative(g, (y,), q.layout, q.order_of)
    task = Task(replace(q.problem, target=g), g, y, q.layout, q.order_of)
    if contains(g, y):
        worked_out(task, trail, g)
    left = Term(nabla(written(y), nabla(written(x), q.name)), meaning)
    rule = Rule("conclude", "conclude", (), importance=3)
    trail.apply(rule, left, lambda: Term(written(task.result), Value(task.result)), relation="⇒", conditions=task.conditions)
    return Answer(task.result, meaning, "differential", all_conditions(q, task.result))
