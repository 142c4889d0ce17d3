"""w(x_1, …, x_n), x_i(u_1, …, u_p), given by formulas: their letters, and all partial derivatives ∂x_i/∂u_j and ∂w_k/∂x_i."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symjac.calculus.differential import substitute
from symjac.calculus.entries import Explicit, collect, differentiate
from symjac.calculus.entries.look import look
from symjac.expr.expr import Expr
from symjac.expr.lazy import sympy
from symjac.expr.looks import written
from symjac.expr.make import matrix, symbol
from symjac.expr.names import look_of
from symjac.interop.sympy import to_expr
from symjac.language import Problem
from symjac.language.meaning import Definition
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.box import Box, Num, commas
from symjac.writing.signs import indexed, partial, total


@dataclass
class Composition:
    """The x_i, the components of w, the variables, and all partial derivatives as SymPy expressions."""

    problem: Problem
    variables: tuple[Expr, ...]
    layout: str

    def __post_init__(self) -> None:
        inner, outer = split(self.problem)
        assert outer is not None
        self.xs = [symbol(d.name, d.body.shape) for d in inner]
        self.values = dict(zip(self.xs, (d.expanded for d in inner), strict=True))
        self.body = outer.body
        self.parts = list(self.body.args) if self.body.op.name == "literal" else [self.body]
        self.bodies = [d.body for d in inner]
        self.route = Explicit({})
        self.symbols = {str(s.data[0]): s for s in (*self.problem.symbols.values(), *self.xs)}

    @property
    def name(self) -> Box:
        return look_of(self.problem.called)

    @property
    def meaning(self) -> Derivative:
        return Derivative(self.problem.target, self.variables, self.layout)

    def slope_of(self, f: Box, u: Box) -> Box:
        """∂f/∂u, which is df/du where u is the only variable."""
        return (total if len(self.variables) == 1 else partial)(f, u)

    @property
    def u(self) -> Box:
        return family(self.variables)

    @property
    def x(self) -> Box:
        return family(self.xs)

    def component(self, k: int) -> Box:
        return self.name if self.body.is_scalar else indexed(self.name, Num(str(k + 1)))

    def slope(self, e: Expr, by: Expr) -> Any:
        return collect(differentiate(self.route.scalar(e), sympy.Symbol(str(by.data[0]))))

    @cached_property
    def inner(self) -> list[list[Any]]:
        """∂x_i/∂u_j"""
        return [[self.slope(body, u) for u in self.variables] for body in self.bodies]

    @cached_property
    def outer(self) -> list[list[Any]]:
        """∂w_k/∂x_i"""
        return [[self.slope(part, x) for x in self.xs] for part in self.parts]

    def expr(self, e: Any) -> Expr:
        return to_expr(e, self.symbols)

    def meant(self, e: Any) -> Expr:
        """What it is in the variables alone."""
        return substitute(self.expr(e), self.values)

    def term(self, e: Any) -> Term:
        """As it stands, in the x_i and the variables; the x_i are free."""
        return Term(look(e), Value(self.expr(e)))

    def grid(self, cells: Sequence[Sequence[Expr]]) -> Expr:
        """The matrix of these, turned in denominator layout."""
        return matrix(list(zip(*cells, strict=True)) if self.layout == "denominator" else cells)


def split(problem: Problem) -> tuple[tuple[Definition, ...], Definition | None]:
    """The inner definitions, and the last one."""
    found = problem.definitions
    if len(found) < 2 or found[-1].name != problem.name:
        return (), None
    return found[:-1], found[-1]


def family(symbols: Sequence[Expr]) -> Box:
    """u for u_1, u_2; else all of them."""
    base = base_of(symbols)
    return look_of(base) if base else row_of(symbols)


def row_of(symbols: Sequence[Expr]) -> Box:
    """u_1, u_2"""
    return commas([written(s) for s in symbols])


def base_of(symbols: Sequence[Expr]) -> str:
    """The u of u_1, u_2, …"""
    split_names = [str(s.data[0]).rpartition("_") for s in symbols]
    bases = {base for base, _, _ in split_names}
    numbered = [number for _, _, number in split_names] == [str(n) for n in range(1, len(symbols) + 1)]
    return bases.pop() if len(symbols) > 1 and len(bases) == 1 and numbered else ""
