"""m examples (xⁱ, yⁱ) of n features, Φ with rows (xⁱ)ᵀ, weights θ: the letters of linear regression and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Eq, Indexed, IndexedBase, Integer, Piecewise, S, Sum, Symbol

from symjac.calculus.entries.look import look
from symjac.calculus.entries.route import index
from symjac.derivation.notation import places, ranges
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_shape
from symjac.expr.make import function, literal, mul, number, ones, sub, symbol, transpose
from symjac.expr.make import power as raised
from symjac.pages.board import Board
from symjac.verify.term import Dotted, Free, IndexForm, Meaning
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Box, Dots, Fence, Infix, Matrix, Num, Script, Sym, transposed
from symjac.writing.dotted import dotted
from symjac.writing.signs import product_box


def example(i: Box) -> Box:
    """xⁱ"""
    return Script(Sym("x"), sup=i)


def feature(j: Box, i: Box) -> Box:
    """x_jⁱ"""
    return Script(Sym("x"), j, i)


def target(i: Box) -> Box:
    """yⁱ"""
    return Script(Sym("y"), sup=i)


def predicted(i: Box) -> Box:
    """(xⁱ)ᵀθ"""
    return product_box(transposed(Fence("(", example(i), ")")), Sym("theta"))


@dataclass(frozen=True)
class Model:
    """m examples of n features; with an intercept, x_0 = 1 stands before them, and its weight is θ_0."""

    m: Dim
    n: Dim
    intercept: bool = False

    @cached_property
    def width(self) -> Dim:
        """The number of parameters, which is that of columns of Φ."""
        return self.n + dim(1) if self.intercept else self.n

    @cached_property
    def theta(self) -> Expr:
        return symbol("theta", (self.width, ONE))

    @cached_property
    def best(self) -> Expr:
        return symbol("thetahat", (self.width, ONE))

    @cached_property
    def phi(self) -> Expr:
        return symbol("Phi", (self.m, self.width))

    @cached_property
    def y(self) -> Expr:
        return symbol("y", (self.m, ONE))

    @cached_property
    def x(self) -> Expr:
        return symbol("x", (self.width, ONE))

    @cached_property
    def error(self) -> Expr:
        return sub(self.y, mul(self.phi, self.theta))

    @cached_property
    def loss(self) -> Expr:
        return raised(function("norm", self.error), 2)

    @cached_property
    def normal(self) -> tuple[Expr, Expr]:
        """ΦᵀΦ and Φᵀy"""
        return mul(transpose(self.phi), self.phi), mul(transpose(self.phi), self.y)

    def introduce(self, board: Board) -> None:
        """The checker draws the features, without the column of ones; what is written follows from them."""
        one, features = symbol("x features", (self.n, ONE)), symbol("X features", (self.m, self.n))
        with_one = literal(((number(1),), (one,))) if self.intercept else one
        board.know(one, features, self.theta, self.y)
        board.define(self.x, with_one)
        board.define(self.phi, literal(((ones(self.m), features),)) if self.intercept else features)
        gram, moment = self.normal
        board.define(self.best, mul(raised(gram, -1), moment))

    # index forms: what the checker reads

    def entry(self, i: Any, k: Any) -> Any:
        """Φ_ik in the features"""
        shown = Indexed(IndexedBase("X features"), i, k - 1 if self.intercept else k)
        return Piecewise((S.One, Eq(k, 1)), (shown, True)) if self.intercept else shown

    def weight(self, k: Any) -> Any:
        return Indexed(IndexedBase("theta"), k)

    def sum_of(self, factor: Callable[[Any], Any]) -> Any:
        """θ_0 + Σ_k factor_k θ_k"""
        k = index("k")
        first = 1 if self.intercept else 0
        total = Sum(factor(k) * self.weight(k + first), (k, 1, size(self.n)))
        return self.weight(Integer(1)) + total if self.intercept else total

    def prediction(self, i: Any) -> Any:
        return self.sum_of(lambda k: Indexed(IndexedBase("X features"), i, k))

    def column(self, entry: Callable[[Any], Any]) -> Meaning:
        i = index("i")
        return Dotted(IndexForm(entry(i)), Free(i, self.m), Free(index("c"), ONE))

    # what is written

    def columns(self) -> list[Any]:
        """(0,) 1, 2, …, n"""
        return [*([S.Zero] if self.intercept else []), *places(self.n, size(self.n), full=True)]

    def down(self, cell: Callable[[Box], Box], *, full: bool = False) -> Matrix:
        """A column with an entry for each example."""
        return dotted(places(self.m, size(self.m), full=full), [Integer(1)], lambda r, c: cell(look(r)))

    def design(self) -> Matrix:
        def cell(r: Any, c: Any) -> Box:
            return Num("1") if c == 0 else feature(look(c), look(r))

        rows = places(self.m, size(self.m), full=True)
        return dotted(rows, self.columns(), cell, look_of_shape(self.phi.shape))

    def weights(self) -> Matrix:
        cells = [(Dots("v"),) if c is None else (Script(Sym("theta"), look(c)),) for c in self.columns()]
        return Matrix(tuple(cells), label=look_of_shape(self.theta.shape))

    def linear(self) -> Box:
        """θ_0 + θ_1x_1 + ⋯ + θ_nx_n"""
        ends = [Integer(1), size(self.n)]
        first, last = (product_box(Script(Sym("theta"), look(k)), Script(Sym("x"), look(k))) for k in ends)
        items = [*([Script(Sym("theta"), Num("0"))] if self.intercept else []), first, Dots("h"), last]
        return Infix(tuple(items), ("+",) * (len(items) - 1), SUM)


def size(n: Dim) -> Any:
    return Symbol(str(n), integer=True, positive=True) if n.number is None else Integer(n.number)


def given(model: Model) -> Text:
    """(xⁱ, yⁱ), 1 ≤ i ≤ m, with xⁱ ∈ ℝⁿ"""
    i = Sym("i")
    pair = Fence("(", Infix((example(i), target(i)), (",",), RELATION), ")")
    return (pair, ", ", ranges((Free(index("i"), model.m),)))
