"""h(x) = xᵀθ at all examples is Φθ, the errors are e(θ) = y − Φθ, and L(θ) = ‖e(θ)‖² is to be least: written with dots.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 9.1 and 9.2; Bishop, PRML, eqs. (3.12), (3.16).
"""

from __future__ import annotations

from typing import Any

from sympy import Indexed, IndexedBase, Rational, Sum, Symbol

from symjac.calculus.entries.look import look
from symjac.calculus.entries.route import index
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_shape, space_of, written
from symjac.expr.make import mul, number, transpose, value_of
from symjac.pages.board import Board
from symjac.pages.regression.model import Model, example, predicted, size, target
from symjac.verify.term import Dotted, Free, IndexForm, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import (
    RELATION,
    SUM,
    BigOp,
    Box,
    Fence,
    Infix,
    Matrix,
    Num,
    Script,
    Sym,
    Underbrace,
    equation,
    infix,
    power,
    transposed,
)
from symjac.writing.signs import applied, mapping, product_box


def hypothesis(model: Model, board: Board) -> None:
    """h(x) = θ_1x_1 + ⋯ + θ_nx_n = xᵀθ"""
    value = mul(transpose(model.x), model.theta)
    h = Term(applied(Sym("h"), Sym("x")), Value(value))
    whole: Text = (mapping(Sym("h"), space_of((model.n, ONE)), Sym("R", "blackboard")),)
    kind = "an affine" if model.intercept else "a linear"
    says = ("We look for a function ", *whole, " that predicts ", Sym("y"), f" well. The simplest is {kind} function:")
    form = IndexForm(model.sum_of(lambda k: Indexed(IndexedBase("x features"), k)))
    line = board.step("hypothesis", h, Term(model.linear(), form), says=says, kind="define")
    why = ("with ", equation(Script(Sym("x"), Num("0")), Num("1"))) if model.intercept else ()
    board.step("inner_product", line, value_term(value), why=why, kind="define")
    theta, x = Sym("theta"), Sym("x")
    named = " are its parameters; " if model.weighted else " are its parameters, or weights; "
    board.say("The ", Script(theta, Sym("j")), named, x, " and ", theta, " are columns.")


def design_matrix(model: Model, board: Board) -> None:
    """[h(x¹); …; h(xᵐ)] = Φθ"""
    predicted_all = model.column(model.prediction)
    left = Term(model.down(lambda i: applied(Sym("h"), example(i))), predicted_all)
    says = "Its values at all examples, one below the other, are"
    line = board.step("predictions", left, Term(model.down(predicted), predicted_all), says=says)
    i, k = index("i"), index("k")
    full = Dotted(IndexForm(model.entry(i, k)), Free(i, model.m), Free(k, model.width))
    product = Value(mul(model.phi, model.theta))
    line = board.step("rows", line, Term(product_box(model.design(), model.weights()), product))
    board.step("design_matrix", line, value_term(mul(model.phi, model.theta)))
    board.claim(value_term(model.phi), Term(model.design(), full), "design matrix")
    row = transposed(Fence("(", example(Sym("i")), ")"))
    board.say(written(model.phi), " is the design matrix. Its ", Sym("i"), "-th row is ", row, ", the ", Sym("i"), "-th example.")


def errors(model: Model, board: Board) -> None:
    """e(θ) = y − Φθ"""
    e = Term(applied(Sym("e"), Sym("theta")), Value(model.error))
    of_row = model.column(lambda r: Indexed(IndexedBase("y"), r) - model.prediction(r))
    says: Text = ("The errors are the differences between the values ", target(Sym("i")), " and the predictions:")
    line = board.step("errors", e, Term(model.down(lambda i: minus(i, applied(Sym("h"), example(i)))), of_row), says=says)
    line = board.step("errors_written_out", line, Term(model.down(lambda i: minus(i, predicted(i))), of_row))
    parts = Infix((model.down(target), product_box(plain(model.design()), plain(model.weights()))), ("−",), SUM)
    line = board.step("errors_by_rows", line, Term(parts, Value(model.error)))
    shown = Infix((shaped(model.y), product_box(shaped(model.phi), shaped(model.theta))), ("−",), SUM)
    board.step("errors", line, Term(shown, Value(model.error)))


def loss(model: Model, board: Board) -> None:
    """L(θ) = ‖e(θ)‖² = ‖y − Φθ‖² = Σ_i (yⁱ − (xⁱ)ᵀθ)², with weights and a penalty where they are asked for"""
    e = applied(Sym("e"), Sym("theta"))
    norm = power(Fence("‖", e, "‖"), Num("2"))
    if model.weighted:
        norm = product_box(transposed(Sym("e")), written(model.W), Sym("e"))
    L = Term(applied(Sym("L"), Sym("theta")), Value(model.loss))
    line = Term(infix("+", [norm, *penalty(model)], SUM), Value(model.loss))
    line = board.step("loss", L, line, says=aim(model), kind="define")
    line = board.step("loss", line, value_term(model.loss), kind="define")
    i, one = index("i"), Sym("i")
    square = (Indexed(IndexedBase("y"), i) - model.prediction(i)) ** 2
    total = Sum(Indexed(IndexedBase(model.weighted), i) * square if model.weighted else square, (i, 1, size(model.m)))
    body: Box = power(Fence("(", minus(one, predicted(one)), ")"), Num("2"))
    body = product_box(weight(model, one), body) if model.weighted else body
    line = board.step("sum_of_squares", line, Term(*with_penalty(model, big_sum(model, body), total)), kind="define")
    if model.weighted:
        positive = Infix((weight(model, one), Num("0")), (">",), RELATION)
        board.say(written(model.W), " is the diagonal matrix of the weights ", positive, ".")
    if model.ridge is not None and model.intercept:
        board.say(
            written(model.P), " is the diagonal matrix with the entries 0, 1, …, 1: the constant ",
            Script(Sym("theta"), Num("0")), " is not penalised, so a shift of all ", target(one), " only shifts it.",
        )  # fmt: skip


def aim(model: Model) -> Text:
    """What is to be least."""
    if model.plain:
        return ("We want the parameters for which the sum of the squared errors is least: minimise",)
    says: Text = ("We want the parameters for which the sum of the squared errors, ",)
    if model.weighted:
        says = (*says, "each times the weight ", weight(model, Sym("i")), " of its example, ")
    if model.ridge is not None:
        says = (*says, "and of ", written(model.ridge), " times the squared parameters")
        says = (*says, *((" other than ", Script(Sym("theta"), Num("0"))) if model.intercept else ()), ", ")
    return (*says, "is least: minimise")


def weight(model: Model, i: Box) -> Box:
    """wⁱ"""
    return Script(Sym(model.weighted), sup=i)


def penalty(model: Model) -> list[Box]:
    """λ‖θ‖² or λθᵀPθ"""
    return [] if model.ridge is None else [written(model.with_penalty(number(0), model.theta).args[1])]


def with_penalty(model: Model, box: Box, total: Any) -> tuple[Box, IndexForm]:
    """Σ_i (…)² + λΣ_j θ_j²"""
    if model.ridge is None:
        return box, IndexForm(total)
    k, first = index("k"), 1 if model.intercept else 0
    squares = Sum(model.weight(k + first) ** 2, (k, 1, size(model.n)))
    sum_ = BigOp("∑", equation(Sym("j"), Num("1")), look(size(model.n)), power(Script(Sym("theta"), Sym("j")), Num("2")))
    value = value_of(model.ridge)
    factor = Symbol(str(model.ridge.data[0])) if value is None else Rational(value.numerator, value.denominator)
    shown = sum_ if value == 1 else product_box(written(model.ridge), sum_)
    return infix("+", [box, shown], SUM), IndexForm(total + factor * squares)


def minus(i: Box, value: Box) -> Box:
    """yⁱ − value"""
    return Infix((target(i), value), ("−",), SUM)


def plain(matrix: Matrix) -> Matrix:
    return Matrix(matrix.rows, matrix.bars, matrix.tall)


def shaped(e: Expr) -> Box:
    return Underbrace(written(e), look_of_shape(e.shape))


def big_sum(model: Model, body: Box) -> Box:
    return BigOp("∑", equation(Sym("i"), Num("1")), look(size(model.m)), body)
