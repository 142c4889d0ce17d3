"""Question → Answer: one variable by a style, several scalars by components, ∂²f/∂x∂y of two different variables."""

from __future__ import annotations

from symjac.derivation.question import Answer, Question
from symjac.derivation.several import by_columns, hessian_of_scalars, mixed
from symjac.derivation.styles.registry import pick
from symjac.derivation.trail import Trail
from symjac.errors import ParseError, UnsupportedError
from symjac.expr.dims import shape_text


def answer(q: Question, trail: Trail) -> Answer:
    """The derivative asked for, every step recorded in the trail."""
    refuse_by_name(q)
    if q.single:
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
    if q.order == 2 and not q.f.is_scalar and not (q.single and q.x.is_scalar):
        raise UnsupportedError("the second derivative is derived for a scalar f", found=f"f is {q.f.shape[0]} x {q.f.shape[1]}")
    several = not q.single and not all(x.is_scalar for x in q.variables)
    if several and not (q.order == 2 and len(q.variables) == 2):
        shapes = ", ".join(f"{x} is {shape_text(x.shape)}" for x in q.variables)
        raise ParseError(f"several variables must be scalars: {shapes}", hint=f'name one of them: wrt="{q.variables[0]}"')


def by_style(q: Question, trail: Trail) -> Answer:
    found = pick(q)
    found.derive(q, trail)
    if q.sizes and not any(step.kind == "instance" for step in trail.steps):
        written_out(q, trail)
    return Answer(q.result, q.meaning, found.name, q.conditions)


def written_out(q: Question, trail: Trail) -> None:
    """The explicit instance, where the style has not written it already."""
    from symjac.derivation.styles.components.instance import dims_of, instance
    from symjac.derivation.styles.components.setting import Setting

    setting = Setting(q, naming=False)
    missing = dims_of(setting) - set(q.sizes or {})
    if missing:
        raise ParseError("an instance needs a number for every size", found=f"nothing for {', '.join(sorted(missing))}")
    before = len(trail.steps)
    instance(setting, trail)
    if len(trail.steps) == before:
        why = "this derivative has no explicit instance: it is too large, or its entries have no formulas"
        raise UnsupportedError(why, found=str(q.f))
