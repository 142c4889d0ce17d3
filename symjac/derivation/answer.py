"""Which way is taken: one variable by a style, several scalars by components, two different variables for a mixed derivative."""

from __future__ import annotations

from symjac.calculus.simplify import finished
from symjac.derivation.question import Answer, Question, Task
from symjac.derivation.several import by_columns, hessian_of_scalars, mixed
from symjac.derivation.styles.registry import pick
from symjac.derivation.trail import Rule, Trail
from symjac.errors import ParseError, UnsupportedError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.make import is_op
from symjac.verify.term import Term, Value, value_term

MANY = 32  # factors


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
    task = Task(q.problem, collected(q, trail), q.variables[0], q.layout, q.order_of, q.order, q.sizes)
    found = pick(task, q.style)
    found.derive(task, trail)
    if q.sizes and not any(step.kind == "instance" for step in trail.steps):
        written_out(task, trail)
    return Answer(task.result, task.meaning, found.__name__.rsplit(".", 1)[-1], task.conditions, task)


def collected(q: Question, trail: Trail) -> Expr:
    """f, or x² for x x, where a product is so long that the product rule is no way to begin."""
    if not any(e.op.flat and len(e.args) > MANY and not is_op(e, "add") for e in postorder(q.f)):
        return q.f
    f = finished(q.f)
    if 2 * length(f) > length(q.f):
        return q.f
    rule = Rule("collect", "simplify", (), ("Collect equal factors:",))
    trail.apply(rule, Term(q.name, Value(q.f)), lambda: value_term(f))
    return f


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
