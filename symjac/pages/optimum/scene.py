"""What the board shows has letters: the solution x̂, the multipliers, L; and what they mean to the checker."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.found import Found
from symjac.calculus.optimum.needs import Need
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, inner, zeros
from symjac.expr.names import look_of
from symjac.pages.board import Board
from symjac.pages.optimum.asking import Asked
from symjac.pages.optimum.names import free, hat
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import ATOM, Box, Fence, Frac, Num, Prefix, transposed
from symjac.writing.signs import applied, nabla


@dataclass(eq=False)
class Scene:
    """A problem, what was found, and the board that it is written on."""

    asked: Asked
    found: Found
    greatest: bool
    status: str
    value: Expr | None
    board: Board
    hats: dict[Expr, Expr] = field(default_factory=dict)
    said: set[Need] = field(default_factory=set)  # conditions that have been stated

    @property
    def f(self) -> Expr:
        """What the gradient is set to zero of."""
        return self.found.peeled if self.found.peeled is not None else self.asked.target

    @property
    def variables(self) -> tuple[Expr, ...]:
        return self.asked.variables

    @cached_property
    def taken(self) -> set[str]:
        return {*self.asked.symbols, *(str(m.data[0]) for m in self.found.multipliers)}

    @property
    def lagrangian(self) -> Expr:
        terms = [inner(nu, c.difference) for nu, c in zip(self.found.multipliers, self.asked.constraints, strict=False)]
        return add(self.f, *terms) if terms else self.f

    @cached_property
    def f_box(self) -> Box:
        """f, or h for what is minimised in its place."""
        own = self.asked.problem.called
        return look_of(free("hgq", {*self.taken, own})) if self.found.peeled is not None else look_of(own)

    @cached_property
    def L_box(self) -> Box:
        return look_of(free("LJH", {*self.taken, self.asked.problem.called})) if self.found.multipliers else self.f_box

    @property
    def word(self) -> str:
        return "maximum" if self.greatest else "minimum"

    @property
    def best(self) -> str:
        return "maximiser" if self.greatest else "minimiser"

    def at(self, e: Expr) -> Expr:
        """The formula with the solution in place of the variables."""
        return substitute(e, self.hats) if self.hats else e

    def solution_letters(self) -> None:
        """x̂ for every unknown that was found; the checker knows what it is."""
        for x, v in self.found.values.items():
            mark = hat(x, {*self.taken, *(str(h.data[0]) for h in self.hats.values())})
            self.hats[x] = mark
            self.board.define(mark, v)

    def slope(self, x: Expr) -> Box:
        """∇L as a column, or in the shape of the matrix; dL/dx, ∂L/∂x by a number."""
        if x.is_scalar:
            sign_ = "∂" if len(self.variables) > 1 or self.found.multipliers else "d"
            return Frac(Prefix(sign_, self.L_box, ATOM), Prefix(sign_, written(x), ATOM))
        sign = nabla(written(x), self.L_box)
        return transposed(Fence("(", sign, ")")) if x.is_vector else sign

    def slope_term(self, x: Expr) -> Term:
        return Term(self.slope(x), Derivative(self.lagrangian, (x,), "denominator", structure=""))

    def f_at(self, *points: Expr) -> Box:
        return applied(self.f_box, *map(written, points))


def zero_of(e: Expr) -> Term:
    return Term(Num("0"), Value(zeros(*e.shape)))


def words(parts: tuple[str | Expr, ...]) -> Text:
    """Words and formulas, as they are written."""
    return tuple(part if isinstance(part, str) else written(part) for part in parts)
