"""derive: a typed formula → its derivative in closed form, with the derivation, every line checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from symjac.calculus.written_out import written_out
from symjac.derivation.answer import answer
from symjac.derivation.choices import DETAILS, LAYOUTS, ORDERS_OF, SYMMETRIC
from symjac.derivation.derivation import Derivation
from symjac.derivation.notation import partial_sign
from symjac.derivation.point import check_value, map_value_step, value_step
from symjac.derivation.question import Answer, Question
from symjac.derivation.styles.registry import styles
from symjac.derivation.trail import Step, Trail, checked, every
from symjac.errors import DomainError, LimitError, ParseError, one_of
from symjac.errors.arguments import by_annotation, misfit
from symjac.expr.collector import seldom_collected
from symjac.expr.expr import Expr
from symjac.language import Problem, pose, read, read_point, read_sizes
from symjac.verify import Claim, Nowhere, Report, verify
from symjac.verify.sweep import verify_program
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.box import Sym

Where = str | Mapping[str, str] | None
TOLD = "Entries of an expression are written out."


@by_annotation
@seldom_collected()
def derive(
    f: Any,
    wrt: Any = None,
    where: Where = None,
    *,
    order: int = 1,
    style: str = "auto",
    layout: str = "numerator",
    order_of: str = "notes",
    symmetric: str = "free",
    detail: str = "full",
    check: bool = True,
    instance: str | None = None,
    at: str | None = None,
) -> Derivation:
    """The derivative of f by wrt, derived and checked.

    f: a formula or statements, in any spelling; wrt: the variable, or several, 'x1, x2', which are of any
    shape where f is a scalar, or 'all' (default: the argument of a headed definition); where: declarations,
    'Phi: N x D; theta: D' or a mapping. order: 1, or 2 for the Hessian of a scalar; style: auto, components, chain,
    differential, backprop, graph, sums; layout: numerator (gradient a row) or denominator; order_of: how matrices are
    flattened, notes, rows or columns;
    symmetric: by a matrix declared symmetric or diagonal, free: the derivative by its free entries, gradient: all entries count;
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
    one_of("symmetric", symmetric, SYMMETRIC)
    one_of("detail", detail, DETAILS)
    problem = posed(f, wrt, where)
    order = asked_order(problem, order)
    variables = tuple(problem.symbols[name] for name in problem.variables)
    sizes = read_sizes(instance, problem) if instance else None
    point = read_point(at, problem) if at else {}
    question = Question(problem, variables, layout, order_of, order, style, sizes, symmetric=symmetric, point=point)
    return as_written(question, detail, check)


def as_written(q: Question, detail: str, check: bool) -> Derivation:
    """The derivation in the style that is asked for; in names where `auto` finds no other that can be written out."""
    try:
        return derived(q, detail, check)
    except LimitError:
        shorter = in_names(q)
        if shorter is None:
            raise
        return derived(shorter, detail, check)


def derived(q: Question, detail: str, check: bool) -> Derivation:
    """The derivation in one style."""
    trail = Trail()
    found = answer(q, trail)
    value = value_at(q, found, q.point, trail) if q.point else None
    steps, report = checked_steps(trail.steps, q.problem, found) if check else (tuple(trail.steps), None)
    return Derivation(q, found, steps, detail, report, q.point, value)


def in_names(q: Question) -> Question | None:
    """The same question in the names of the statements: the derivative of a deep f is too long to be written out before f is."""
    able = q.style == "auto" and len(q.problem.definitions) > 1 and styles()["backprop"].able(q)
    return replace(q, style="backprop") if able else None


def asked_order(problem: Problem, order: int) -> int:
    """The order that an operator in front of the formula asks for, else the one that is given."""
    if problem.order is not None and order not in (1, problem.order):
        raise ParseError(f"the formula asks for order {problem.order}, and order is {order}", found=problem.source)
    return problem.order or order


def value_at(q: Question, found: Answer, point: Mapping[str, Expr], trail: Trail) -> Expr | None:
    """The step to the derivative at a point, and its value there; a map that is only named has none in numbers."""
    if q.single and q.f.op.name == "image" and q.f.args[0] is q.x:
        map_value_step(q, point, trail)
        return None
    check_value(q, point)
    if found.named is not None:
        signs = {x: q.sign if q.single else partial_sign(q.name_box, x) for x in q.variables}
        values = [value_step(q, found.named.expanded[str(x)], point, trail, signs[x]) for x in q.variables]
        return values[0]
    return value_step(q, found.laid_out, point, trail)


def posed(f: Any, wrt: Any, where: Where) -> Problem:
    """The problem that a text, an expression, or a SymPy expression (which brings the shapes of its symbols with it) poses."""
    names = names_of(wrt)
    return in_entries(read(f, names, where) if isinstance(f, str) else pose(expression(f), names, where))


def in_entries(problem: Problem) -> Problem:
    """(A x)_i as Σ_j A_ij x_j, where x is a variable: an entry of an expression is differentiated so."""
    f = written_out(problem.target, [problem.symbols[name] for name in problem.variables])
    return problem if f is problem.target else replace(problem, target=f, body=None, notes=(*problem.notes, TOLD))


def expression(f: Any) -> Expr:
    """An expression, perhaps of SymPy."""
    if isinstance(f, Expr):
        return f
    import sympy

    from symjac.interop.sympy import to_expr

    if not isinstance(f, sympy.Basic | sympy.MatrixBase):
        raise misfit("f", f, "a formula as text, an expression, or one of SymPy")
    return to_expr(f)


def names_of(wrt: Any) -> str | None:
    """The variables as text: 'x1, x2'."""
    return None if wrt is None else ", ".join(map(variable, wrt if isinstance(wrt, list | tuple) else [wrt]))


def variable(x: Any) -> str:
    """The name of a variable, given as text or as a symbol of SymPy."""
    if isinstance(x, str):
        return x
    if isinstance(x, Expr) and x.op.name == "symbol":
        return str(x.data[0])
    import sympy

    if not isinstance(x, sympy.Symbol | sympy.MatrixSymbol):
        raise misfit("wrt", x, "the name of a variable, or several in a list")
    return str(x)


def checked_steps(steps: Sequence[Step], problem: Problem, found: Answer) -> tuple[tuple[Step, ...], Report]:
    """The steps with their checks, and the report."""
    if found.named is None:
        return verified(steps, problem, found.meaning, value_term(found.laid_out), found.names)
    try:
        report = verify_program(found.named.program(tuple(problem.symbols.values())))
        if found.names:
            first = Term(Sym("G"), Value(next(iter(found.named.expanded.values()))))  # too long to be written
            lines, more = verified(steps, problem, found.meaning, first, found.names)
            return lines, replace(more, lines=more.lines + report.lines)
    except Nowhere as failure:
        refuse_without_values(problem)
        raise without("derivative", problem, failure) from failure
    at_point = [Claim(s.before, s.after, (), f"step {s.id}") for s in steps if s.kind == "value" and s.before is not None]
    report = with_values(report, at_point)
    return tuple(checked(s, str(report)) for s in steps), report


def verified(
    steps: Sequence[Step], problem: Problem, meaning: Derivative, result: Term, names: Mapping[Expr, Expr]
) -> tuple[tuple[Step, ...], Report]:
    """The steps with their checks, and the report. A line that fails raises CheckError; DomainError: f has no value anywhere."""
    claims = [Claim(Term(Sym("∇"), meaning), result, (), "result")]
    stated = [(s, Claim(s.before, s.after, s.free, f"step {s.id}")) for s in every(steps) if s.before is not None]
    try:
        lines = [*claims, *(claim for s, claim in stated if s.kind != "value")]
        report = verify(lines, (*problem.symbols.values(), *names), definitions=names)
    except Nowhere as failure:
        refuse_without_values(problem)
        raise without("derivative", problem, failure) from failure
    report = with_values(report, [claim for s, claim in stated if s.kind == "value"])
    return tuple(marked(s, str(report)) for s in steps), report


def with_values(report: Report, values: Sequence[Claim]) -> Report:
    """At a point the sizes are those of the point, so these lines are checked by themselves."""
    return replace(report, lines=report.lines + verify(values, ()).lines) if values else report


def refuse_without_values(problem: Problem) -> None:
    """log(−t² − 1) is well formed, and has no value for any t."""
    itself = Term(Sym("f"), Value(problem.target))
    try:
        verify([Claim(itself, itself)], problem.symbols.values(), points=1)
    except Nowhere as failure:
        raise without("value", problem, failure) from failure


def without(what: str, problem: Problem, failure: Nowhere) -> DomainError:
    """There is no point with a value, or with a derivative, as far as points were tried; what was the matter at the last one."""
    message = f"no numbers were found for which the formula has a {what}"
    return DomainError(message, found=str(problem.target), hint=failure.reason)


def marked(step: Step, how: str) -> Step:
    return checked(step, how if step.before is not None else "nothing to check")
