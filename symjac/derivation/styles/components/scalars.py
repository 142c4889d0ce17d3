"""f(x_1, x_2) = [f_1; f_2]: the partial derivatives one by one, ∴ ∇f = [∂f_1/∂x_1 ∂f_1/∂x_2; ∂f_2/∂x_1 ∂f_2/∂x_2]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symjac.calculus.entries import Explicit, collect, differentiate
from symjac.calculus.entries.look import look
from symjac.derivation.notation import article, derivative_sign
from symjac.derivation.styles.components.setting import form
from symjac.derivation.trail import Rule, Trail
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr
from symjac.expr.lazy import S, sympy
from symjac.expr.looks import written
from symjac.expr.make import literal, matrix
from symjac.expr.names import look_of
from symjac.interop.sympy import to_expr
from symjac.language import Problem
from symjac.verify.term import Derivative, Entry, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, Box, Infix, Matrix, Num, commas
from symjac.writing.parts import has_fraction
from symjac.writing.signs import applied, indexed, nabla, partial, total

Pair = tuple[int, int]
MOST_COLUMNS = 4
MOST = 12  # partial derivatives that are shown one by one


def derive(
    problem: Problem, variables: tuple[Expr, ...], trail: Trail, layout: str = "numerator", order_of: str = "notes"
) -> Expr:
    """The Jacobian as a literal, one column for each variable (one row in the denominator layout)."""
    c = Components(problem, variables, layout, order_of)
    if not c.f.is_scalar:
        write_out(c, trail)
    grid = [[partial_step(c, place, n, trail) for n in range(len(variables))] for place in c.places]
    symbols = {str(s.data[0]): s for s in problem.symbols.values()}
    if c.in_columns:
        columns(c, grid, symbols, trail)
    grid = c.laid_out(grid)
    result = matrix([[to_expr(e, symbols) for e in line] for line in grid])
    assemble(c, result, trail)
    return result


@dataclass
class Components:
    """The components of f, its variables, and what they are called."""

    problem: Problem
    variables: tuple[Expr, ...]
    layout: str
    order_of: str = "notes"

    def __post_init__(self) -> None:
        self.f: Expr = self.problem.target
        rows, columns = (n.number for n in self.f.shape)
        if rows is None or columns is None or not all(x.is_scalar for x in self.variables):
            raise UnsupportedError("components are derived for scalar variables and a function of fixed size", found=str(self.f))
        self.places = [(r, k) for k in range(1, columns + 1) for r in range(1, rows + 1)]
        if self.order_of == "rows" and len(self.variables) > 1:
            self.places.sort()
        self.name = self.problem.called
        self.route = Explicit({})

    @property
    def meaning(self) -> Derivative:
        return Derivative(self.f, self.variables, self.layout, self.order_of)

    def entry(self, place: Pair) -> Any:
        return collect(self.route.entry(self.f, sympy.Integer(place[0]), sympy.Integer(place[1])))

    def box(self, place: Pair) -> Box:
        """f_1, or f where there is only one."""
        name, shown = look_of(self.name), [k for k, n in zip(place, self.f.shape, strict=True) if n.number != 1]
        return indexed(name, *(Num(str(k)) for k in shown)) if shown else name

    def laid_out(self, lines: list[list[Any]]) -> list[list[Any]]:
        """One line for each component, one entry in it for each variable, as the derivative has them."""
        if len(self.variables) == 1 and not self.f.is_scalar:  # by one number: the derivative has the shape of f
            rows = int(self.f.shape[0].number or 1)
            lines = [[line[0] for line in lines[r::rows]] for r in range(rows)]
            if self.f.is_matrix:
                return lines
        return [list(line) for line in zip(*lines, strict=True)] if self.layout == "denominator" else lines

    @property
    def in_columns(self) -> bool:
        """Whether the columns ∂f/∂x_j are written one by one."""
        return self.f.is_vector and 1 < len(self.variables) <= MOST_COLUMNS

    @property
    def below(self) -> Box:
        return commas([written(x) for x in self.variables])

    def slope(self, f: Box, x: Expr) -> Box:
        """∂f/∂x, which is df/dx of one variable."""
        return (total if len(self.variables) == 1 else partial)(f, written(x))

    def at(self, box: Box) -> Box:
        return applied(box, *(written(x) for x in self.variables))


def write_out(c: Components, trail: Trail) -> None:
    """f(x_1, x_2) = [f_1; f_2], which the problem shows, and each component on its own."""
    rule = Rule("components", "component", (), importance=0)
    trail.apply(rule, Term(c.at(look_of(c.name)), Value(c.f)), value_term(c.f))
    for place in c.places:
        rule = Rule("component", "component", (), opening(c) if place == c.places[0] else (), importance=2)
        line = Term(c.at(c.box(place)), Entry(c.f, sympy.Integer(place[0]), sympy.Integer(place[1])))
        trail.apply(rule, line, form(c.entry(place)))


def opening(c: Components) -> Text:
    """f has 2 components and 3 variables, so the Jacobian is a 2 × 3 matrix. The components are"""
    m, n = len(c.places), len(c.variables)
    name = look_of(c.name)
    has: Text = (name, f" has {m} component{'s' * (m > 1)}")
    if n == 1:
        return (*has, ", which are differentiated one by one:")
    shape = (Num(str(m)), Num(str(n))) if c.layout == "numerator" else (Num(str(n)), Num(str(m)))
    shown = Infix(shape, ("×",), RELATION + 30)
    jacobian: Text = ("so the Jacobian ", nabla(c.below, name), " is ", article(shown), shown, " matrix")
    return (*has, f" and {n} variables, ", *jacobian, ". The components are")


def partial_step(c: Components, place: Pair, n: int, trail: Trail) -> Any:
    """∂f_1/∂x_2, in one line."""
    x = c.variables[n]
    slope = collect(differentiate(c.entry(place), sympy.Symbol(str(x.data[0]))))
    i, j = map(sympy.Integer, place)
    before = Term(c.slope(c.box(place), x), Partial(c.f, x, i, j, S.One, S.One))
    first = n == 0 and place == c.places[0]
    several, many = len(c.variables) > 1, len(c.places) * len(c.variables) > 1
    says = f"The {'partial ' * several}derivative{'s are' if many else ' is'}"
    sentence: Text = (says,) if first else ()
    importance = 2 if len(c.places) * len(c.variables) <= MOST else 1
    trail.apply(Rule("partial", "differentiate", (), sentence, importance=importance), before, form(slope))
    return slope


def columns(c: Components, grid: Sequence[Sequence[Any]], symbols: Mapping[str, Expr], trail: Trail) -> None:
    """∂f/∂x_1 = [2 x_1 x_2; cos(x_1)], one for each variable."""
    name = look_of(c.name)
    for n, x in enumerate(c.variables):
        column = literal(tuple((to_expr(line[n], symbols),) for line in grid))
        says: Text = ("The partial derivatives of ", name, " itself are the columns") if n == 0 else ()
        before = Term(c.slope(name, x), Derivative(c.f, (x,)))
        box = Matrix(tuple((look(line[n]),) for line in grid), tall=has_fraction(*(look(line[n]) for line in grid)))
        rule = Rule("column", "component", (), says)
        trail.apply(rule, before, Term(box, Value(column)))


def assemble(c: Components, result: Expr, trail: Trail) -> None:
    """∴ ∇f = [∂f_1/∂x_1 …] = […]"""
    rows = c.laid_out([[c.slope(c.box(place), x) for x in c.variables] for place in c.places])
    grid = tuple(tuple(line) for line in rows)
    line = Term(derivative_sign(look_of(c.name), c.variables), c.meaning)
    if len(grid) * len(grid[0]) > 1:
        box = Matrix(grid, tall=has_fraction(*(b for r in grid for b in r)))
        rule = Rule("partials", "assemble", (), ("Collecting these entries,",), importance=2)
        if c.in_columns and c.layout == "numerator":
            side_by_side = Matrix((tuple(c.slope(look_of(c.name), x) for x in c.variables),), tall=True)
            rule = replace(rule, name="columns", long=("Side by side they form the Jacobian:",))
            line = trail.apply(rule, line, Term(side_by_side, c.meaning), lead="∴")
            line = trail.apply(Rule("partials", "assemble", ()), line, Term(box, c.meaning))
        else:
            line = trail.apply(rule, line, Term(box, c.meaning), lead="∴")
    trail.conclude(line, value_term(result))
