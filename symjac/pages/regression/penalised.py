"""L(θ) = L(θ̂) + dᵀ(ΦᵀWΦ + λP)d with d = θ − θ̂: the minimum with weights and a penalty, and why there is only one.

Sources: Bishop, PRML, 3.1.4, eq. (3.28) (ridge), exercise 3.3 (weights); Hastie, Tibshirani & Friedman, The Elements of
Statistical Learning, 3.4.1 (the intercept is left out of the penalty).
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_dim, written
from symjac.expr.make import add, mul, number, ones, power, sub, symbol, transpose
from symjac.pages.board import Board
from symjac.pages.regression.least import rank_of, zero
from symjac.pages.regression.model import Model
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Infix, Num, Script, Sym, equation, infix
from symjac.writing.box import Row as Boxes
from symjac.writing.signs import applied, product_box


def minimum(model: Model, board: Board) -> None:
    """The square is completed, and never negative."""
    v, away = direction(model), sub(model.theta, model.best)
    form = model.between(transpose(away), away)
    at_best = applied(Sym("L"), written(model.best))
    board.know(v)
    says: Text = ("A solution is a minimum, and not only a stationary point: by the normal equations, for every ", Sym("theta"))
    least = substitute(model.loss, {model.theta: model.best})
    whole = Term(infix("+", [at_best, written(form)], SUM), Value(add(least, form)))
    board.step("completed_square", Term(applied(Sym("L"), Sym("theta")), Value(model.loss)), whole, says=(*says, ","))
    squares = model.with_penalty(model.squares(mul(model.phi, v)), v)
    board.step("form", value_term(model.between(transpose(v), v)), value_term(squares), says=("and for every ", written(v)))
    signs: Text = ("the weights are positive",) if model.weighted else ()
    if model.ridge is not None and model.ridge.op.name == "symbol":
        signs = (*signs, *((" and ",) if signs else ()), Infix((written(model.ridge), Num("0")), (">",), RELATION))
    why: Text = (", because ", *signs) if signs else ()
    more = Infix((applied(Sym("L"), Sym("theta")), at_best), ("≥",), RELATION)
    board.say("This is never negative", *why, ". So ", more, ".")


def direction(model: Model) -> Expr:
    return symbol("v", (model.width, ONE))


def hessian(model: Model, board: Board) -> None:
    """∇²L = 2(ΦᵀWΦ + λP)"""
    left = Boxes((Script(Sym("∇"), Sym("theta"), Num("2")), Sym("L")))
    second = Term(left, Derivative(model.loss, (model.theta,), order=2))
    twice = value_term(mul(number(2), model.normal[0]))
    board.step("hessian", second, twice, says=("The Hessian is twice this matrix,",), importance=2)


def unique(model: Model, board: Board) -> None:
    """ΦᵀWΦ + λP is invertible; then θ̂ = (ΦᵀWΦ + λP)⁻¹ΦᵀWy"""
    gram, moment = model.normal
    says = definite(model, board) if model.ridge is not None else full_rank(model)
    answer = mul(power(gram, -1), *moment.args)
    board.step("minimiser", value_term(model.best), value_term(answer), says=says, lead="∴", kind="conclude")


def full_rank(model: Model) -> Text:
    """Positive weights change nothing: the columns of Φ have to be independent."""
    gram, v = model.normal[0], direction(model)
    return (
        "When is there only one minimum? Since the weights are positive, ", written(model.between(transpose(v), v)),
        " is zero only where ", zero(mul(model.phi, v)), ". Hence ", written(gram), " is invertible exactly if the columns of ",
        written(model.phi), " are linearly independent (full column rank, ", rank_of(model.phi, look_of_dim(model.width)),
        "). Then the minimiser is unique:",
    )  # fmt: skip


def definite(model: Model, board: Board) -> Text:
    """λ > 0: it is positive definite, whatever the columns of Φ are."""
    v, phi = direction(model), written(model.phi)
    if model.intercept:
        first = Script(written(v), Num("0"))
        size_ = value_term(mul(transpose(v), model.P, v))
        board.say(
            "Why is there only one? Where the form is zero, so is ", size_.box, ", the sum of the squares of the entries of ",
            written(v), " but ", first, "; with ", first, " alone, ",
            equation(written(mul(model.phi, v)), product_box(first, written(ones(model.m)))), " is zero only for ",
            equation(first, Num("0")), ".",
        )  # fmt: skip
    else:
        board.say("Why is there only one? Because of its last term, the form is zero only for ", zero(v), ".")
    return (
        "So ", written(model.normal[0]), " is positive definite, whatever the columns of ", phi,
        " are: it is invertible, and the minimiser is unique:",
    )  # fmt: skip
