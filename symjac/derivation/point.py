"""Numbers for sizes and variables: the same expression with N = 2, and its value at a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from symjac.calculus.differential import substitute
from symjac.calculus.simplify import simplify
from symjac.derivation.decimals import evaluated
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, matrix, value_of, zeros
from symjac.expr.names import look_of
from symjac.expr.resize import resized
from symjac.language import Problem
from symjac.verify.term import Term, Value, value_term
from symjac.writing.box import Box, Fence, Row, commas, equation
from symjac.writing.signs import listed


def sizes_of(point: Mapping[str, Expr], problem: Problem) -> dict[str, Dim]:
    """What the shapes of given values say of the dimension names: x = [1; 2] makes N = 2; x = a leaves N open."""
    return {
        str(wanted): given
        for name, value in point.items()
        if not is_op(value, "symbol")
        for wanted, given in zip(typed_shape(problem, name), value.shape, strict=True)
        if len(wanted.names) == 1 and len(wanted.terms) == 1
    }


def at_values(expr: Expr, values: Mapping[str, Expr], symbols: Mapping[str, Expr]) -> Expr:
    """The expression with the values of variables that are no families."""
    sizes = {
        str(n): m for name, v in values.items() for n, m in zip(symbols[name].shape, v.shape, strict=True) if len(n.names) == 1
    }
    return substitute(resized(expr, sizes), {resized(symbols[name], sizes): value for name, value in values.items()})


def typed_shape(problem: Problem, name: str) -> Shape:
    """The shape in which a value is typed: samples x_i as the rows of a matrix."""
    x = problem.families.get(problem.symbols[name])
    return problem.symbols[name].shape if x is None or not x.is_vector else (x.data[0], x.shape[0])


def at_point(expr: Expr, point: Mapping[str, Expr], problem: Problem) -> Expr:
    """The expression with values in place of variables, sizes following from them."""
    sizes = sizes_of(point, problem)
    goes = all(map(polynomial, postorder(expr)))
    table = {}
    for name, value in point.items():
        here = below(resized(value, sizes), problem, name)
        table[resized(problem.symbols[name], sizes)] = plain(here) if goes else here
    return substitute(resized(expr, sizes), table)


SUMS_AND_PRODUCTS = frozenset(
    "add neg mul hadamard transpose trace sum bigsum member symbol number literal index eye ones zeros diag".split()
)


def polynomial(e: Expr) -> bool:
    """Whether a node has a value everywhere: a zero beside x/‖x‖ would hide that there is none."""
    return e.op.name in SUMS_AND_PRODUCTS or (is_op(e, "div") and value_of(e.args[1]) is not None)


def plain(value: Expr) -> Expr:
    """A column of zeros as 0, so that what is multiplied by it goes."""
    entries = value.args if is_op(value, "literal") else ()
    return zeros(*value.shape) if entries and all(value_of(e) == 0 for e in entries) else value


def below(value: Expr, problem: Problem, name: str) -> Expr:
    """The rows of a matrix of samples, below one another in a column."""
    x = problem.families.get(problem.symbols[name])
    return matrix([[a] for a in value.args]) if x is not None and x.is_vector and is_op(value, "literal") else value


def value_step(q: Question, result: Expr, point: Mapping[str, Expr], trail: Trail, sign: Box | None = None) -> Expr | None:
    """∇f, or ∇²f, at the point; its exact value, or None where it is not rational or something is left open. sign: of the
    derivative, where it is not that of the question."""
    put_in = simplify(at_point(result, point, q.problem))
    left = Row((sign or q.whole_sign, Fence("(", place(q, point), ")")))
    is_open = stays_open(put_in)
    found = value_term(put_in) if is_open else evaluated(put_in)
    where = at(point)
    if trail.steps and trail.steps[-1].rule == where:  # said before
        where = replace(where, long=())
    trail.apply(where, Term(left, Value(put_in)), found)
    return found.meaning.expr if isinstance(found.meaning, Value) and not is_open else None


def check_value(q: Question, point: Mapping[str, Expr]) -> None:
    """DomainError where f has no value: t²/t at 0, although its derivative 1 has one there."""
    f = at_point(q.f, point, q.problem)
    if not stays_open(f):
        evaluated(f)


def stays_open(e: Expr) -> bool:
    """Whether letters are left: a variable without a value, a map that is only named, a size."""
    return any(is_op(part, "symbol", "image", "jacobian") or part.shape[0].names | part.shape[1].names for part in postorder(e))


def map_value_step(task: Question, point: Mapping[str, Expr], trail: Trail) -> None:
    """∇f(a) = [∂f_k/∂x_i (a)] of a map that is only named; a as a name of its own, or in numbers."""
    from symjac.derivation.styles.components.maps import Named, at_place

    f, value = (at_point(e, point, task.problem) for e in (task.f, task.result))
    where = written_point(f.args[0])
    left = Term(Row((task.sign, Fence("(", where, ")"))), Value(value))
    trail.apply(at(point), left, at_place(Named(task), f, where))


def at(point: Mapping[str, Expr]) -> Rule:
    """At x_1 = 1 and x_2 = 2,"""
    given = listed([(equation(look_of(name), written(value)),) for name, value in point.items()])
    return Rule("value", "value", (), ("At ", *given, ","), importance=3)


def place(q: Question, point: Mapping[str, Expr]) -> Box:
    """The (1, 2) of ∇f(1, 2), the a of ∇f(a); the variables themselves where not all of them are given."""
    names = [str(x.data[0]) for x in q.variables]
    if not set(names) <= set(point):
        return q.x_box
    values = [point[name] for name in names]
    return written_point(values[0]) if len(values) == 1 else commas([written(v) for v in values])


def written_point(a: Expr) -> Box:
    """1, 2 for the column of these numbers."""
    if is_op(a, "literal") and a.is_vector and all(e.is_scalar for e in a.args):
        return commas([written(e) for e in a.args])
    return written(a)
