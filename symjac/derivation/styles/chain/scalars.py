"""w(x_1, …, x_n), x_i(u_1, …, u_p), given by formulas: ∂w/∂u_j = Σ_i ∂w/∂x_i ∂x_i/∂u_j, then ∇_u w = ∇_x w ∇_u x.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symjac.calculus.entries import collect
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import factors_of, plus, put, times
from symjac.calculus.entries.slopes import is_letter
from symjac.derivation.notation import derivative_sign
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.numbers import Composition, base_of, family, row_of, split
from symjac.derivation.styles.chain.sums import arranged, as_matrices, in_order, partials, sum_of_products, sum_of_values
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, contains, length, postorder
from symjac.expr.lazy import S, sympy
from symjac.expr.looks import written
from symjac.expr.make import add, mul
from symjac.language import Problem
from symjac.language.meaning import Definition
from symjac.verify.term import Derivative, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Box, Fence, Underbrace, equation
from symjac.writing.signs import listed, nabla, partial, total

NAMED_FROM = 42  # names, numbers and operators in a row from which on the result is left in the x_i, as a product
MOST_INNER, MOST_OUTER, MOST_VARIABLES, MOST_SYMBOLS = 4, 3, 4, 120


def fits(problem: Problem, variables: Sequence[Expr]) -> bool:
    """Numbers x_i that depend on the variables alone, and a last function, of all the x_i and of no variable."""
    inner, outer = split(problem)
    if not inner or outer is None or len(inner) > MOST_INNER or len(variables) > MOST_VARIABLES:
        return False
    symbols = [e for d in problem.definitions for e in postorder(d.body) if e.op.name == "symbol"]
    if not all(e.is_scalar for e in (*symbols, *variables)) or length(problem.target) > MOST_SYMBOLS:
        return False
    names = {d.name for d in inner}
    between = any(e.data[0] in names for d in inner for e in postorder(d.body) if e.op.name == "symbol")
    direct = any(contains(outer.body, u) for u in variables)
    used = {e.data[0] for e in postorder(outer.body) if e.op.name == "symbol"}
    moving = all(any(contains(d.body, u) for u in variables) for d in inner)
    return not (between or direct) and names <= used and moving and plain(inner, outer)


def plain(inner: Sequence[Definition], outer: Definition) -> bool:
    """The x_i and w are numbers, or w is a column of few numbers, all by formulas with entries."""
    column = outer.body.op.name == "literal" and outer.body.is_vector and len(outer.body.args) <= MOST_OUTER
    parts = [*(d.body for d in inner), *(outer.body.args if column else [outer.body])]
    if not all(e.is_scalar for part in parts for e in postorder(part)):
        return False
    return all(e.op.entry is not None for part in parts for e in postorder(part))


def derive_task(task: Question, trail: Trail) -> None:
    """By one number: the sums end in the closed form of the task."""
    derive(task.problem, (task.x,), trail, task.layout, task.result)


def derive(problem: Problem, variables: Sequence[Expr], trail: Trail, layout: str, result: Expr | None = None) -> Expr:
    """The Jacobian of w by the variables."""
    c = Composition(problem, tuple(variables), layout)
    inner_partials(c, trail)
    outer_partials(c, trail)
    cells = [[sum_step(c, k, j, trail) for j in range(len(c.variables))] for k in range(len(c.parts))]
    found = result if result is not None else c.grid(cells)
    if len(c.xs) * len(c.variables) * len(c.parts) > 1:
        product(c, trail)
    left = Term(derivative_sign(c.name, c.variables), c.meaning)
    after = value_term(found) if widest(found) <= NAMED_FROM else Term(in_values(c), Value(found))
    trail.conclude(left, after, lead="⇒")
    return found


def inner_partials(c: Composition, trail: Trail) -> None:
    """∂x_1/∂u_1 = u_2, …"""
    these = "this depends" if len(c.xs) == 1 else "these depend"
    says: Text = (
        c.name,
        " depends on ",
        *listed([(written(x),) for x in c.xs]),
        f", and {these} on ",
        *listed([(written(u),) for u in c.variables]),
        ". ",
    )
    says = (*says, f"The inner {'partial ' * (len(c.variables) > 1)}derivatives are")
    for i, x in enumerate(c.xs):
        for j, u in enumerate(c.variables):
            before = Term(c.slope_of(written(x), written(u)), Derivative(c.bodies[i], (u,)))
            rule = Rule("inner_partial", "differentiate", (), says if i == j == 0 else ())
            trail.apply(rule, before, c.term(c.inner[i][j]))


def outer_partials(c: Composition, trail: Trail) -> None:
    """∂w/∂x_1 = x_2, …"""
    for k, _ in enumerate(c.parts):
        for i, x in enumerate(c.xs):
            before = Term(partial(c.component(k), written(x)), Partial(c.body, x, sympy.Integer(k + 1), S.One, S.One, S.One))
            rule = Rule("outer_partial", "differentiate", (), ("and the outer ones",) if k == i == 0 else ())
            trail.apply(rule, before, c.term(c.outer[k][i]))


def sum_step(c: Composition, k: int, j: int, trail: Trail) -> Expr:
    """∂w/∂u_1 = ∂w/∂x_1 ∂x_1/∂u_1 + … = x_2 · u_2 + … = …"""
    top, below = c.component(k), written(c.variables[j])
    pairs = [(c.outer[k][i], c.inner[i][j]) for i in range(len(c.xs))]
    total = add(*(mul(c.meant(a), c.expr(b)) for a, b in pairs))
    place = sympy.Integer(k + 1)
    line = Term(c.slope_of(top, below), Partial(c.problem.target, c.variables[j], place, S.One, S.One, S.One))
    rule = Rule("chain_rule", "chain", (), ("By the chain rule",) if k == j == 0 else ())
    line = trail.apply(rule, line, Term(sum_of_products(top, [written(x) for x in c.xs], below, c.slope_of), Value(total)))
    values = sum_of_values([(look(a), look(b)) for a, b in pairs])
    line = trail.apply(Rule("put_in", "substitute", ()), line, Term(values, Value(total)))
    table = {sympy.Symbol(str(x.data[0])): c.route.scalar(value) for x, value in c.values.items()}
    final = collect(plus(letters_first(times((put(a, table), b))) for a, b in pairs))
    found = c.expr(final)
    short: Text = ("in terms of ", family(c.variables))
    line = trail.apply(Rule("in_the_variables", "simplify", short), line, Term(look(final), Value(found)))
    fewer = multiplied_out(final)
    if fewer is None:
        return found
    found = c.expr(fewer)
    trail.apply(Rule("collected", "simplify", ("collected",)), line, Term(look(fewer), Value(found)))
    return found


def letters_first(e: Any) -> Any:
    """t sin(t), not sin(t) t"""
    return times(sorted(factors_of(e), key=lambda f: not is_letter(f)))


def multiplied_out(e: Any) -> Any:
    """u_1 u_2 + u_2(u_1 + u_2²) as 2u_1 u_2 + u_2³; None where that is no shorter."""
    wide = sympy.expand_mul(e)
    if wide.count_ops() >= e.count_ops():
        return None
    return plus(times(term.as_ordered_factors()) for term in wide.as_ordered_terms())


def product(c: Composition, trail: Trail) -> None:
    """[∂w/∂u_1 ∂w/∂u_2] = [∂w/∂x_1 …] [∂x_i/∂u_j] = [x_2 …] [u_2 …]"""
    layout = c.layout
    ws = [c.component(k) for k in range(len(c.parts))]
    xs, us = [written(x) for x in c.xs], [written(u) for u in c.variables]
    one = len(c.variables) == 1
    labels = (total if one else flipped)(c.name, c.u), nabla(c.x, c.name), (total if one else flipped)(c.x, c.u)
    shown = [
        Underbrace(arranged(partials(a, b, slope), layout), at)
        for a, b, at, slope in zip((ws, ws, xs), (us, xs, us), labels, (c.slope_of, partial, c.slope_of), strict=True)
    ]
    outer, inner = (c.grid([[c.meant(e) for e in line] for line in lines]) for lines in (c.outer, c.inner))
    meaning = Value(mul(inner, outer) if layout == "denominator" else mul(outer, inner))
    rule = Rule("product_of_jacobians", "chain", (), (*as_matrices(c.body.is_scalar, layout), *shorthands(c), ":"))
    line = trail.apply(rule, Term(shown[0], c.meaning), Term(in_order(shown[1], shown[2], layout), meaning))
    trail.apply(Rule("put_in", "substitute", ()), line, Term(in_values(c), meaning))


def flipped(f: Box, x: Box) -> Box:
    return nabla(x, f)


def widest(e: Expr) -> int:
    """How much is written in the longest row of a literal."""
    if e.op.name != "literal":
        return length(e)
    columns = e.data[1]
    return max(sum(map(length, e.args[r : r + columns])) for r in range(0, len(e.args), columns))


def in_values(c: Composition) -> Box:
    """[x_2 x_1 2x_3] [u_2 u_1; …]: both factors in their entries, the outer one in the x_i."""
    outer, inner = (arranged([[look(e) for e in line] for line in lines], c.layout) for lines in (c.outer, c.inner))
    return in_order(outer, inner, c.layout)


def shorthands(c: Composition) -> Text:
    """, with u = (u_1, u_2) and x = (x_1, x_2, x_3)"""
    groups = [group for group in (c.variables, c.xs) if base_of(group)]
    named: list[Text] = [(equation(family(g), Fence("(", row_of(g), ")")),) for g in groups]
    return (", with ", *listed(named)) if named else ()
