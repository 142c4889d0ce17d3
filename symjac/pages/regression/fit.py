"""θ̂ for a table of numbers: ΦᵀΦ, Φᵀy, the solution, fitted values, residuals; every number exact, or rounded and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from symjac.calculus.differential import substitute
from symjac.calculus.simplify import rebuild
from symjac.derivation.decimals import number_box
from symjac.expr.dims import ONE, SCALAR, dim
from symjac.expr.expr import Expr, fold
from symjac.expr.looks import written
from symjac.expr.make import function, hadamard, inner, is_op, matrix, mul, number, ones, sub, symbol
from symjac.expr.make import power as raised
from symjac.expr.rational import Row, fraction, fractions, rational
from symjac.interop import floats
from symjac.pages.board import Board
from symjac.pages.regression import numerals
from symjac.pages.regression.least import rank_of
from symjac.pages.regression.model import Model
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
    """Φ and y in numbers, and what minimises ‖y − Φθ‖²; the first weight is θ_0 with an intercept, else θ_1.

    weights: of the examples, all positive; ridge: λ > 0; left_out: the examples whose weight is zero, which are not in Φ
    """

    phi: list[Row]
    y: Row
    found: Solution
    digits: int
    intercept: bool = False
    weights: Row | None = None
    ridge: Fraction | None = None
    left_out: Sequence[int] = ()

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

    @cached_property
    def loss(self) -> Fraction:
        """What is least: the squares with their weights, and the penalty."""
        penalties = penalties_of(self.n, self.intercept, self.ridge)
        more = sum((p * x * x for p, x in zip(penalties, self.found.shortest, strict=True)), Fraction(0))
        return sum((w * e * e for w, e in zip(self.weights or [Fraction(1)] * len(self.y), self.residual, strict=True)), more)

    @property
    def plain(self) -> bool:
        """Whether nothing but the sum of squares was to be least."""
        return self.weights is None and self.ridge is None

    @property
    def n(self) -> int:
        return len(self.found.theta)

    # the formulas, in letters of these sizes, and what the letters stand for

    @cached_property
    def letters(self) -> dict[str, Expr]:
        return {"Phi": self.model.phi, "y": self.model.y, "thetahat": self.model.best}

    @cached_property
    def values(self) -> dict[Expr, Expr]:
        grids: list[Grid] = [self.phi, column(self.y), column(self.found.shortest)]
        known = {letter: matrix(grid) for letter, grid in zip(self.letters.values(), grids, strict=True)}
        if self.ridge is not None:
            known |= {LAMBDA: number(self.ridge)}
            known |= {self.model.P: diagonal(penalties_of(self.n, True, Fraction(1)))} if self.intercept else {}
        return known

    def of(self, expr: Expr, box: Box | None = None) -> Term:
        """A formula in letters: it is written so, and means the numbers."""
        return Term(box or written(expr), Value(substitute(by_rows(expr, self.model, self.weights), self.values)))

    @cached_property
    def model(self) -> Model:
        """The letters of the general derivation, in these sizes."""
        ridge = None if self.ridge is None else LAMBDA
        m, n = dim(len(self.y)), dim(self.n - self.intercept)
        return Model(m, n, self.intercept, "w" if self.weights is not None else "", ridge)

    def weight(self, k: int) -> Box:
        return Script(Sym("theta"), Num(str(k if self.intercept else k + 1)))

    def name(self, k: int) -> Box:
        """x_k; x_0 is 1"""
        return Script(Sym("x"), Num(str(k if self.intercept else k + 1)))


LAMBDA = symbol("lambda", SCALAR, ("positive",))


def penalties_of(n: int, intercept: bool, ridge: Fraction | None) -> Row:
    """λ for every parameter but the constant"""
    return [Fraction(0) if ridge is None or (intercept and k == 0) else ridge for k in range(n)]


def diagonal(entries: Row) -> Expr:
    return matrix([[x if i == k else Fraction(0) for k in range(len(entries))] for i, x in enumerate(entries)])


def by_rows(expr: Expr, model: Model, weights: Row | None) -> Expr:
    """ΦᵀWΦ with every row of Φ times its weight: W itself would have as many columns as there are examples."""
    if weights is None:
        return expr
    w = matrix(column(weights))

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if not is_op(e, "mul") or model.W not in args:
            return rebuild(e, args)
        k = args.index(model.W)
        right = mul(*args[k + 1 :])
        wide = w if right.is_vector else mul(w, ones(ONE, right.shape[1]))
        return mul(*args[:k], hadamard(wide, right))

    return fold(expr, visit)


def show(board: Board, fit: Fit, name: str, left: Term, rows: Grid, **more: Any) -> None:
    """left = its exact value, or ≈ decimals where that is not short."""
    if numerals.in_decimals(rows):
        board.step(name, left, numerals.exact_term(rows), **more)
    else:
        board.step(name, left, numerals.rounded_term(numerals.alike(rows, fit.digits)), **more)


def data(fit: Fit, board: Board) -> None:
    """Φ and y, the weights and λ"""
    m, n = (
        equation(Sym("m"), Num(str(len(fit.y)))),
        equation(Sym("n"), Num(str(fit.n - fit.intercept))),
    )
    each = "feature each" if fit.n - fit.intercept == 1 else "features each"
    ridge: Text = (", and ", lambda_is(fit)) if fit.ridge is not None else ()
    says: Text = (*left_out(fit), m, " examples with ", n, f" {each}", *ridge, ".")
    if fit.intercept:
        says = (*says, " The first column of ", written(fit.letters["Phi"]), " holds the ones for ", fit.weight(0), ".")
    weights = {"w": column(fit.weights)} if fit.weights is not None else {}
    for name, rows in {"Phi": fit.phi, "y": column(fit.y), **weights}.items():
        left = fit.of(fit.letters[name]) if name in fit.letters else Term(Sym(name), Value(matrix(rows)))
        board.step("data", left, numerals.exact_term(rows, label=True), says=says)
        says = ()


def left_out(fit: Fit) -> Text:
    """'There are', and before it what counts for nothing."""
    return ("Examples of weight 0 are left out. So there are ",) if fit.left_out else ("There are ",)


def lambda_is(fit: Fit) -> Box:
    assert fit.ridge is not None
    return equation(written(LAMBDA), number_box(fit.ridge))


def normal_equations(fit: Fit, board: Board) -> None:
    """ΦᵀΦ and Φᵀy, and the equations with them"""
    matrix_, moment_ = fit.model.normal
    gram, moment = fit.found.gram, column(fit.found.moment)
    show(board, fit, "gram", fit.of(matrix_), gram, says=("For the normal equations we compute",))
    show(board, fit, "gram", fit.of(moment_), moment)
    if not numerals.nice([*gram, *moment]) or fit.n > 2 * BY_HAND or fit.n == 1:
        return
    weights = Matrix(tuple((hatted(fit.weight(k)),) for k in range(fit.n)))
    box = product_box(numerals.exact_term(gram).box, weights)
    system = fit.of(times(matrix_, fit.letters["thetahat"]), box)
    board.step("system", system, numerals.exact_term(moment), says=("The normal equations are",))


def times(M: Expr, v: Expr) -> Expr:
    """ΦᵀWΦv, as one product"""
    return mul(*(M.args if is_op(M, "mul") else (M,)), v)


def hatted(weight: Box) -> Box:
    assert isinstance(weight, Script)
    return Script(Accent("hat", weight.base), weight.sub)


def solution(fit: Fit, board: Board) -> None:
    """θ̂ = (ΦᵀΦ)⁻¹Φᵀy for independent columns"""
    phi, _, best = fit.letters.values()
    gram, (matrix_, moment_) = fit.found.gram, fit.model.normal
    by_hand = 1 < fit.n <= BY_HAND and numerals.nice(gram, 10**8)
    formula = mul(raised(matrix_, -1), *moment_.args)
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
    if fit.ridge is not None and not by_hand:
        return ("The minimiser is unique:",)
    if not by_hand:
        rank = rank_of(phi, Num(str(fit.n)))
        return ("The columns of ", written(phi), " are linearly independent, ", rank, ", so the minimiser is unique:")
    det = fit.of(function("det", fit.model.normal[0]))
    board.step("determinant", det, exactly(fraction(rational(fit.found.gram).det())), says=("The determinant is",))
    if fit.ridge is not None:
        return ("It is positive, as it has to be, and the minimiser is unique:",)
    return ("It is not zero, so the columns of ", written(phi), " are linearly independent and the minimiser is unique:")


def nearly_dependent(fit: Fit) -> bool:
    """Whether floating-point arithmetic would not see the full rank."""
    if fit.ridge is not None:
        return False
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
    if fit.plain:
        least(fit, board, fit.of(inner(e, e), norm), "The least sum of squares is")
    else:
        at_best = substitute(fit.model.loss, {fit.model.theta: best})
        least(fit, board, fit.of(at_best, call(Sym("L"), written(best))), "The least value is")
    vanishes(fit, board, e, name)


def least(fit: Fit, board: Board, total: Term, what: str) -> None:
    amount, says = fit.squares if fit.plain else fit.loss, (what,)
    if numerals.is_nice(amount):
        board.step("least_squares", total, exactly(amount), says=says)
    else:
        text = numerals.significant(amount, fit.digits)
        board.step("least_squares", total, numerals.rounded_term([[text]]), says=says)


def vanishes(fit: Fit, board: Board, e: Expr, name: Box) -> None:
    """Φᵀe(θ̂) = 0; ΦᵀWe(θ̂) = λPθ̂"""
    phi, _, best = fit.letters.values()
    turned = fit.model.turned(e)
    left = fit.of(turned, product_box(*map(written, turned.args[:-1]), name))
    if fit.ridge is not None:
        pull = mul(LAMBDA, *([fit.model.P] if fit.intercept else []), best)
        board.step("stationary", left, fit.of(pull), says=("As a check: the gradient is zero,",), importance=2)
        return
    zeros = matrix([[Fraction(0)]] * fit.n)
    which = ", times their weights," if fit.weights is not None else ""
    says: Text = (f"As a check: the errors{which} are orthogonal to every column of ", written(phi), ",")
    board.step("orthogonal", left, Term(Num("0"), Value(zeros)), says=says, importance=2)
