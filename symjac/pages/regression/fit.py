"""θ̂ for a table of numbers: ΦᵀΦ, Φᵀy, the solution, fitted values, residuals; every number exact, or rounded and checked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from symjac.calculus.differential import substitute
from symjac.derivation.decimals import number_box
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import function, inner, matrix, mul, number, sub, symbol, transpose
from symjac.expr.make import power as raised
from symjac.expr.rational import Row, fraction, fractions, rational
from symjac.interop import floats
from symjac.pages.board import Board
from symjac.pages.regression import numerals
from symjac.pages.regression.least import rank_of
from symjac.pages.regression.normal import Solution, applied
from symjac.pages.regression.numerals import Grid, column
from symjac.verify.term import Term, Value
from symjac.writing.block import Text
from symjac.writing.box import Accent, Box, Fence, Frac, Matrix, Num, Script, Sym, equation, power
from symjac.writing.signs import applied as call
from symjac.writing.signs import product_box

BY_HAND = 3  # sizes for which determinant and inverse are written out
EXACT = 10**10  # numerators and denominators of an exact solution that is printed before its decimals


@dataclass(frozen=True, eq=False)
class Fit:
    """Φ and y in numbers, and what minimises ‖y − Φθ‖²; the first weight is θ_0 with an intercept, else θ_1."""

    phi: list[Row]
    y: Row
    found: Solution
    digits: int
    intercept: bool = False

    @cached_property
    def fitted(self) -> Row:
        return applied(self.phi, self.found.shortest)

    @cached_property
    def residual(self) -> Row:
        return [a - b for a, b in zip(self.y, self.fitted, strict=True)]

    @cached_property
    def squares(self) -> Fraction:
        """‖e(θ̂)‖², over one denominator"""
        return sum((x * x for x in self.residual), Fraction(0))

    @property
    def n(self) -> int:
        return len(self.found.theta)

    # the formulas, in letters of these sizes, and what the letters stand for

    @cached_property
    def letters(self) -> dict[str, Expr]:
        m, n = dim(len(self.y)), dim(self.n)
        shapes = {"Phi": (m, n), "y": (m, ONE), "thetahat": (n, ONE)}
        return {name: symbol(name, shape) for name, shape in shapes.items()}

    @cached_property
    def values(self) -> dict[Expr, Expr]:
        grids: list[Grid] = [self.phi, column(self.y), column(self.found.shortest)]
        return {letter: matrix(grid) for letter, grid in zip(self.letters.values(), grids, strict=True)}

    def of(self, expr: Expr, box: Box | None = None) -> Term:
        """A formula in letters: it is written so, and means the numbers."""
        return Term(box or written(expr), Value(substitute(expr, self.values)))

    def weight(self, k: int) -> Box:
        return Script(Sym("theta"), Num(str(k if self.intercept else k + 1)))

    def name(self, k: int) -> Box:
        """x_k; x_0 is 1"""
        return Script(Sym("x"), Num(str(k if self.intercept else k + 1)))


def show(board: Board, fit: Fit, name: str, left: Term, rows: Grid, **more: Any) -> None:
    """left = its exact value, or ≈ decimals where that is not short."""
    if numerals.in_decimals(rows):
        board.step(name, left, numerals.exact_term(rows), **more)
    else:
        board.step(name, left, numerals.rounded_term(numerals.alike(rows, fit.digits)), **more)


def data(fit: Fit, board: Board) -> None:
    """Φ and y"""
    m, n = (
        equation(Sym("m"), Num(str(len(fit.y)))),
        equation(Sym("n"), Num(str(fit.n - fit.intercept))),
    )
    says: Text = ("In the table, ", m, " and ", n, ".", " The first column of " if fit.intercept else "")
    says = (*says, *((written(fit.letters["Phi"]), " holds the ones for ", fit.weight(0), ".") if fit.intercept else ()))
    for name, rows in (("Phi", fit.phi), ("y", column(fit.y))):
        board.step("data", fit.of(fit.letters[name]), numerals.exact_term(rows, label=True), says=says)
        says = ()


def normal_equations(fit: Fit, board: Board) -> None:
    """ΦᵀΦ and Φᵀy, and the equations with them"""
    phi, y, best = fit.letters.values()
    gram, moment = fit.found.gram, column(fit.found.moment)
    show(board, fit, "gram", fit.of(mul(transpose(phi), phi)), gram, says=("For the normal equations we compute",))
    show(board, fit, "gram", fit.of(mul(transpose(phi), y)), moment)
    if not numerals.nice([*gram, *moment]) or fit.n > 2 * BY_HAND or fit.n == 1:
        return
    weights = Matrix(tuple((hatted(fit.weight(k)),) for k in range(fit.n)))
    box = product_box(numerals.exact_term(gram).box, weights)
    system = fit.of(mul(transpose(phi), phi, best), box)
    board.step("system", system, numerals.exact_term(moment), says=("The normal equations are",))


def hatted(weight: Box) -> Box:
    assert isinstance(weight, Script)
    return Script(Accent("hat", weight.base), weight.sub)


def solution(fit: Fit, board: Board) -> None:
    """θ̂ = (ΦᵀΦ)⁻¹Φᵀy for independent columns"""
    phi, y, best = fit.letters.values()
    gram = fit.found.gram
    by_hand = 1 < fit.n <= BY_HAND and numerals.nice(gram, 10**8)
    formula = mul(raised(mul(transpose(phi), phi), -1), transpose(phi), y)
    line = board.step("minimiser", fit.of(best), fit.of(formula), says=independent(fit, board, by_hand))
    if by_hand:
        line = by_the_inverse(board, line, gram, column(fit.found.moment))
    printed(fit, board, line, column(fit.found.theta))
    if nearly_dependent(fit):
        board.say(
            "The columns of ", written(phi), " are nearly dependent: a small change of the data changes ", written(best), " much."
        )


def independent(fit: Fit, board: Board, by_hand: bool) -> Text:
    """Why the minimiser is unique: by the determinant, where that is written out, else by the rank."""
    phi = fit.letters["Phi"]
    if not by_hand:
        rank = rank_of(phi, Num(str(fit.n)))
        return ("The columns of ", written(phi), " are linearly independent, ", rank, ", so the minimiser is unique:")
    det = fit.of(function("det", mul(transpose(phi), phi)))
    board.step("determinant", det, exactly(fraction(rational(fit.found.gram).det())), says=("The determinant is",))
    return ("It is not zero, so the columns of ", written(phi), " are linearly independent and the minimiser is unique:")


def nearly_dependent(fit: Fit) -> bool:
    """Whether floating-point arithmetic would not see the full rank."""
    return floats.linalg.matrix_rank(floats.array([[float(x) for x in row] for row in fit.phi])) < fit.found.rank


def printed(fit: Fit, board: Board, line: Term, theta: Grid) -> None:
    """θ̂ exactly where that is readable, and in decimals where it is more readable so."""
    best = fit.letters["thetahat"]
    if numerals.nice(theta, EXACT):
        board.step("value", line, numerals.exact_term(theta))
        if numerals.in_decimals(theta):
            return
    texts = [[numerals.significant(x, fit.digits)] for (x,) in theta]
    board.step("decimals", fit.of(best), numerals.rounded_term(texts))


def by_the_inverse(board: Board, line: Term, gram: Grid, moment: Grid) -> Term:
    """1/det · adj · Φᵀy"""
    exact = rational(gram)
    det, adjoint = fraction(exact.det()), fractions(exact.adjugate())
    factor = Frac(Num("1"), number_box(det))
    box = product_box(factor, numerals.exact_term(adjoint).box, numerals.exact_term(moment).box)
    meaning = Value(mul(number(1 / det), matrix(adjoint), matrix(moment)))
    return board.step("inverse", line, Term(box, meaning), importance=2)


def exactly(x: Fraction) -> Term:
    return Term(number_box(x), Value(number(x)))


def residuals(fit: Fit, board: Board) -> None:
    """Φθ̂, e(θ̂), ‖e(θ̂)‖², and Φᵀe(θ̂) = 0"""
    phi, y, best = fit.letters.values()
    e = sub(y, mul(phi, best))
    name = call(Sym("e"), written(best))
    show(board, fit, "fitted", fit.of(mul(phi, best)), column(fit.fitted), says=("At the minimum, predictions and errors are",))
    show(board, fit, "fitted", fit.of(e, name), column(fit.residual))
    norm = power(Fence("‖", name, "‖"), Num("2"))
    total = fit.of(inner(e, e), norm)
    says: Text = ("The least sum of squares is",)
    if numerals.is_nice(fit.squares):
        board.step("least_squares", total, exactly(fit.squares), says=says)
    else:
        text = numerals.significant(fit.squares, fit.digits)
        board.step("least_squares", total, numerals.rounded_term([[text]]), says=says)
    zeros = matrix([[Fraction(0)]] * fit.n)
    says = ("As a check: the errors are orthogonal to every column of ", written(phi), ",")
    check = fit.of(mul(transpose(phi), e), product_box(written(transpose(phi)), name))
    board.step("orthogonal", check, Term(Num("0"), Value(zeros)), says=says, importance=2)
