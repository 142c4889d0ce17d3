"""Several variables: a column of the Jacobian for each, the Hessian of their second partial derivatives, the mixed derivative."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.differential import by_scalar, by_scalars, gradient
from symjac.calculus.domains import conditions
from symjac.calculus.simplify import finished
from symjac.derivation.question import Answer, Question
from symjac.derivation.styles.differential.reading import read_off
from symjac.derivation.styles.differential.record import recorded
from symjac.derivation.styles.differential.rounds import worked_out
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import Dim
from symjac.expr.expr import Condition, Expr, contains, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, literal
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.box import ATOM, Box, Frac, Num, Prefix, Row, Script, Sym
from symjac.writing.signs import nabla

LONGEST = 100  # rows and columns of what is differentiated entry by entry


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

        result = derive_entries(q.f, q.variables, q.name_box, q.meaning, trail)
        return Answer(result, q.meaning, "components", ())
    if spelled_out(q.f) and not by_name(q.f):
        result = derive_components(q.problem, q.variables, trail, q.layout, q.order_of)
        return Answer(result, q.meaning, "components", all_conditions(q, result))
    result = finished(by_scalars(q.f, q.variables, q.layout), q.f)
    trail.conclude(Term(q.sign, q.meaning), value_term(result), says=("One column for each variable:",))
    return Answer(result, q.meaning, "differential", all_conditions(q, result))


def spelled_out(f: Expr) -> bool:
    """Whether it is made of numbers that are named one by one: all sizes are numbers, and small ones."""
    sizes = (n for e in postorder(f) for n in (*e.shape, *(part for part in e.data if isinstance(part, Dim))))
    symbols = (e for e in postorder(f) if e.op.name == "symbol")
    return all(e.is_scalar for e in symbols) and all(n.number is not None and n.number <= LONGEST for n in sizes)


def by_name(f: Expr) -> bool:
    """Whether a map is in it that has no formula, hence no entries to differentiate."""
    return any(e.op.name in ("image", "jacobian") for e in postorder(f))


def all_conditions(q: Question, result: Expr) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(c for x in q.variables if contains(q.f, x) for c in conditions(q.f, x, result)))


def hessian_of_scalars(q: Question, trail: Trail) -> Answer:
    """∂²f/∂x_i ∂x_j for every pair of scalars, and the matrix of them."""
    first = {x: finished(by_scalar(q.f, x), q.f) for x in q.variables}
    for x in q.variables:
        step(trail, "partial", second_partial(q.name_box, x), Derivative(q.f, (x,)), first[x])
    grid = tuple(tuple(finished(by_scalar(first[a], b), q.f) for b in q.variables) for a in q.variables)
    for i, a in enumerate(q.variables):
        for j, b in enumerate(q.variables[i:], i):
            step(trail, "second_partial", second_partial(q.name_box, b, a), Derivative(first[a], (b,)), grid[i][j])
    result = literal(grid)
    says = ("These are the entries of the Hessian, which is symmetric:",)
    trail.conclude(Term(q.sign, q.meaning), value_term(result), says=says, lead="∴")
    return Answer(result, q.meaning, "components", all_conditions(q, result))


def step(trail: Trail, name: str, left: Box, meaning: Derivative, found: Expr) -> None:
    trail.apply(Rule(name, "differentiate", (), importance=2), Term(left, meaning), value_term(found))


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
    first = replace(q.about(q.f, x), order=1, layout="denominator")
    read_off(first, trail, worked_out(first, q.f), most=1)
    left = Term(first.sign, Derivative(q.f, (x,), "denominator"))
    trail.apply(Rule("gradient", "differentiate", ()), left, value_term(g), lead="⇒")
    second = replace(q.about(g, y), order=1)
    if contains(g, y):
        recorded(second, trail, g, worked_out(second, g), "Differentiate once more:")
    left = Term(nabla(written(y), nabla(written(x), q.name_box)), second.meaning)
    trail.conclude(left, value_term(second.result), lead="⇒", conditions=second.conditions)
    return Answer(second.result, second.meaning, "differential", all_conditions(q, second.result))
