"""Question → Answer: one variable by a style, several scalars by components, ∂²f/∂x∂y of two different variables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symjac.calculus.differential import substitute
from symjac.calculus.domains import conditions, evident
from symjac.calculus.simplify import finished
from symjac.derivation.named import Named
from symjac.derivation.notation import sizes_text
from symjac.derivation.question import Answer, Question
from symjac.derivation.several import by_columns, hessian_of_scalars, mixed
from symjac.derivation.styles.registry import pick, styles
from symjac.derivation.trail import Rule, Trail
from symjac.derivation.whole import whole
from symjac.errors import LimitError, ParseError, UnsupportedError
from symjac.expr.binding import indices, spelled_out
from symjac.expr.dims import dim, shape_text
from symjac.expr.expr import Condition, length, postorder, unwritable
from symjac.expr.families import always
from symjac.expr.make import is_op
from symjac.expr.resize import resized
from symjac.verify.term import Term, Value, value_term
from symjac.writing.block import Text

MANY = 32  # factors
BY_NAMES = ("backprop", "graph")  # styles that take several variables in one pass


def answer(q: Question, trail: Trail) -> Answer:
    """The derivative asked for, every step recorded in the trail."""
    refuse_by_name(q)
    if q.single:
        return by_style(q, trail)
    scalars = all(x.is_scalar for x in q.variables)
    if q.order == 1 and (q.style in BY_NAMES or not scalars or (q.style == "auto" and styles()["backprop"].suits(q))):
        return by_names(q, trail)
    refuse_deep(q)
    if q.order == 1:
        return by_columns(q, trail)
    if scalars:
        return hessian_of_scalars(q, trail)
    return mixed(q, trail)


def refuse_by_name(q: Question) -> None:
    """What no rule answers."""
    if q.order not in (1, 2):
        raise UnsupportedError("derivatives of order 1 and 2 are derived", found=f"order={q.order}")
    if q.order == 2 and not q.f.is_scalar and not (q.single and q.x.is_scalar):
        raise UnsupportedError("the second derivative is derived for a scalar f", found=f"f is {q.f.shape[0]} x {q.f.shape[1]}")
    several = not q.single and not all(x.is_scalar for x in q.variables)
    if several and not (q.order == 2 and len(q.variables) == 2) and not (q.order == 1 and q.f.is_scalar):
        shapes = ", ".join(f"{x} is {shape_text(x.shape)}" for x in q.variables)
        what = "of a scalar f, or scalars themselves" if q.order == 1 else "two, or scalars"
        raise ParseError(f"several variables must be {what}: {shapes}", hint=f'name one of them: wrt="{q.variables[0]}"')


def refuse_deep(q: Question) -> None:
    """What is too long for every style in which f is written out."""
    if much := unwritable(q.f):
        hint = "the first derivative of a number can be written in the names of its definitions: style='backprop'"
        raise LimitError(f"the formula {much}", hint=hint)


def by_style(q: Question, trail: Trail) -> Answer:
    q = q if unwritable(q.f) else collected(q, trail)
    found = pick(q)
    if found.name not in BY_NAMES:
        refuse_deep(q)
    found.derive(q, trail)
    if "named" in q.memo:
        return in_names(q, found.name)
    if q.sizes and not any(step.kind == "instance" for step in trail.steps):
        (terms_written_out if q.indexed else written_out)(q, trail)
    together = whole(q, q.result) if q.indexed else None
    return Answer(q.result, q.meaning, found.name, q.conditions, together, **shown(q))


def shown(q: Question) -> dict[str, Any]:
    """What a style has to show beside its lines, and the names that these use."""
    return {"names": q.memo.get("names", {}), "pictures": tuple(q.memo.get("pictures", ()))}


def by_names(q: Question, trail: Trail) -> Answer:
    """A scalar by several variables of any shape, in one pass."""
    style = styles()["graph" if q.style == "graph" else "backprop"]
    if q.sizes:
        raise UnsupportedError("an instance is written for one variable", hint=f'name it: wrt="{q.variables[0]}"')
    if q.style not in ("auto", *BY_NAMES):
        raise UnsupportedError(f"the style {q.style!r} is for one variable", hint="use style='auto'")
    if not style.fits(q):
        what = "a sum over an index" if q.indexed else f"such a formula in the style {style.name!r}"
        listed = ", ".join(map(str, q.variables))
        hint = f'name it: wrt="{q.variables[0]}"; or write the sum in matrices, such as norm(X*W - Y)^2'
        raise UnsupportedError(f"{what} is derived by one variable at a time", found=listed, hint=hint)
    style.derive(q, trail)
    return in_names(q, style.name)


def in_names(q: Question, style: str) -> Answer:
    """The answer of a style that works in the names of the statements."""
    found: Named = q.memo["named"]
    first = q.variables[0]
    meaning = replace(q, variables=(first,)).meaning
    return Answer(found.results[str(first.data[0])], meaning, style, named_conditions(q, found), named=found, **shown(q))


def named_conditions(q: Question, found: Named) -> tuple[Condition, ...]:
    """The conditions of every statement on the way, in its names."""
    moving = set(q.variables)
    every: dict[Condition, None] = {}
    for s in found.statements:
        on_the_way = [x for x in s.uses if x in moving]
        if on_the_way:
            moving.add(s.name)
        for x in on_the_way if any(e.op.domain is not always for e in postorder(s.body)) else ():
            every |= dict.fromkeys(conditions(s.body, x, s.body))
    bodies = {s.name: s.body for s in found.statements} if every else {}
    return tuple(c for c in every if not evident(replace(c, of=substitute(c.of, bodies))))  # a is positive if it is softmax(z)


def collected(q: Question, trail: Trail) -> Question:
    """Of x² in place of x x, where a product is so long that the product rule is no way to begin."""
    if not any(e.op.flat and len(e.args) > MANY and not is_op(e, "add") for e in postorder(q.f)):
        return q
    f = finished(q.f)
    if 2 * length(f) > length(q.f):
        return q
    rule = Rule("collect", "simplify", (), ("Collect equal factors:",))
    trail.apply(rule, Term(q.name_box, Value(q.f)), value_term(f))
    return q.about(f, q.x)


def terms_written_out(q: Question, trail: Trail) -> None:
    """Sums over an index term by term, with N = 3: x_1, x_2, x_3."""
    sizes = {name: dim(n) for name, n in (q.sizes or {}).items()}
    result = resized(q.result, sizes)
    terms = spelled_out(result, MANY)
    if terms is result:
        known = ", ".join(dict.fromkeys(str(i.data[1]) for i in indices(q.f) if i.data[1].number is None))
        raise ParseError("an instance needs a number up to which a sum runs", found=str(q.sizes), expected=known or None)
    left = Term(q.sign, Value(result))
    says: Text = ("With ", *sizes_text((q.sizes or {}).items()), ", term by term,")
    trail.apply(Rule("instance_terms", "value", (), says), left, value_term(terms))


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
