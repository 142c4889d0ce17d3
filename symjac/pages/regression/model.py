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
from symjac.expr.make import add, eye, function, is_op, literal, mul, number, ones, sub, symbol, transpose, value_of, zeros
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
    weighted: str = ""  # the letter of the weights of the examples, where they have weights
    ridge: Expr | None = None  # λ, where large parameters are penalised

    @property
    def plain(self) -> bool:
        """Whether the sum of squares alone is to be least."""
        return not self.weighted and self.ridge is None

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
    def w(self) -> Expr:
        return symbol(self.weighted, (self.m, ONE), ("positive",))

    @cached_property
    def W(self) -> Expr:
        """diag(w)"""
        return symbol(self.weighted.upper(), (self.m, self.m), ("diagonal", "positive"))

    @cached_property
    def P(self) -> Expr:
        """What is penalised of θ: I or, as θ_0 is not, diag(0, 1, …, 1)."""
        return symbol("P", (self.width, self.width), ("diagonal",)) if self.intercept else eye(self.width)

    @cached_property
    def loss(self) -> Expr:
        """‖e‖² or eᵀWe, and λ‖θ‖² or λθᵀPθ"""
        return self.with_penalty(self.squares(self.error), self.theta)

    def squares(self, e: Expr) -> Expr:
        return mul(transpose(e), self.W, e) if self.weighted else raised(function("norm", e), 2)

    def with_penalty(self, e: Expr, v: Expr) -> Expr:
        """e + λvᵀPv"""
        if self.ridge is None:
            return e
        size_ = [transpose(v), self.P, v] if self.intercept else [raised(function("norm", v), 2)]
        return add(e, times(self.ridge, *size_))

    def between(self, left: Expr, right: Expr) -> Expr:
        """left · ΦᵀWΦ · right, or left · (ΦᵀWΦ + λP) · right"""
        gram = self.normal[0]
        return mul(left, *(gram.args if is_op(gram, "mul") else (gram,)), right)

    def turned(self, *e: Expr) -> Expr:
        """Φᵀe or ΦᵀWe"""
        return mul(transpose(self.phi), *([self.W] if self.weighted else []), *e)

    @cached_property
    def normal(self) -> tuple[Expr, Expr]:
        """ΦᵀΦ and Φᵀy; ΦᵀWΦ + λP and ΦᵀWy"""
        gram = self.turned(self.phi)
        if self.ridge is not None:
            gram = add(gram, self.ridge if value_of(self.P) == 1 else times(self.ridge, self.P))
        return gram, self.turned(self.y)

    @property
    def pull(self) -> Expr:
        """2λPθ, the slope of the penalty"""
        assert self.ridge is not None
        value = value_of(self.ridge)
        moved = [*([self.P] if self.intercept else []), self.theta]
        return mul(number(2), self.ridge, *moved) if value is None else times(number(2 * value), *moved)

    def introduce(self, board: Board) -> None:
        """The checker draws the features, without the column of ones; what is written follows from them."""
        one, features = symbol("x features", (self.n, ONE)), symbol("X features", (self.m, self.n))
        with_one = literal(((number(1),), (one,))) if self.intercept else one
        board.know(one, features, self.theta, self.y)
        board.define(self.x, with_one)
        board.define(self.phi, literal(((ones(self.m), features),)) if self.intercept else features)
        if self.weighted:
            board.know(self.w)
            board.define(self.W, function("diag", self.w))
        if self.ridge is not None and self.intercept:
            board.define(self.P, literal(((number(0), zeros(ONE, self.n)), (zeros(self.n), eye(self.n)))))
        board.know(*(() if self.ridge is None or is_op(self.ridge, "number") else (self.ridge,)))
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


def times(c: Expr, *factors: Expr) -> Expr:
    """c u v, where c is not 1"""
    return mul(*factors) if value_of(c) == 1 else mul(c, *factors)


def size(n: Dim) -> Any:
    return Symbol(str(n), integer=True, positive=True) if n.number is None else Integer(n.number)


def given(model: Model) -> Text:
    """(xⁱ, yⁱ), 1 ≤ i ≤ m, with xⁱ ∈ ℝⁿ"""
    i = Sym("i")
    pair = Fence("(", Infix((example(i), target(i)), (",",), RELATION), ")")
    return (pair, ", ", ranges((Free(index("i"), model.m),)))
