"""h(x) = 3x_1 + 4x_2: what is predicted, with the coefficients that were found."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Indexed, IndexedBase, Integer, Rational, Symbol

from symjac.derivation.decimals import fraction_box, number_box
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr
from symjac.expr.make import matrix, mul, symbol
from symjac.pages.board import Board
from symjac.pages.regression import numerals
from symjac.pages.regression.fit import Fit
from symjac.verify.term import IndexForm, Rounded, Term, Value
from symjac.writing.box import RELATION, Box, Infix, Num, Prefix, Sym, decimal_box, signed_sum
from symjac.writing.signs import applied as call
from symjac.writing.signs import product_box


def prediction(fit: Fit, board: Board) -> None:
    """h(x) = 3x_1 + 4x_2"""
    theta, row = fit.found.shortest, symbol("x data", (dim(fit.n), ONE))
    board.know(row)
    value = Value(mul(matrix([theta]), row))
    h = Term(call(Sym("h"), Sym("x")), value)
    best = "The prediction" if fit.found.null else "The best prediction of this kind"
    says = (best + " is",)
    if numerals.nice([theta]):
        form = Add(*(Rational(x.numerator, x.denominator) * entry(row, k) for k, x in enumerate(theta)), evaluate=False)
        draw = number_box if numerals.in_decimals([theta]) else fraction_box
        line = Term(linear(fit, list(map(draw, theta))), IndexForm(form))
        board.step("prediction", h, line, says=says, kind="conclude")
        return
    texts = [numerals.significant(x, fit.digits) for x in theta]
    # The decimals are those of θ̂, which are checked; a rounded function equals nothing.
    board.claim(Term(h.box, Value(matrix([theta]))), Term(h.box, Rounded((tuple(texts),))), "coefficients")
    board.say(*says)
    board.show(Infix((h.box, linear(fit, list(map(decimal_box, texts)))), ("≈",), RELATION))


def entry(row: Expr, k: int) -> object:
    return Symbol(str(row.data[0])) if row.is_scalar else Indexed(IndexedBase(str(row.data[0])), Integer(k + 1))


def linear(fit: Fit, coefficients: Sequence[Box]) -> Box:
    """2 + 3x_1 − x_2"""
    return combination([(c, fit.name(k) if k or not fit.intercept else None) for k, c in enumerate(coefficients)])


def combination(parts: Sequence[tuple[Box, Box | None]]) -> Box:
    """2a − b + c/2; zeros are left out."""
    terms = [multiple(coefficient, name) for coefficient, name in parts if coefficient != Num("0")]
    return signed_sum(terms) if terms else Num("0")


def multiple(coefficient: Box, name: Box | None) -> Box:
    """2a, a, −a; a coefficient without a name is the number alone."""
    if isinstance(coefficient, Prefix):
        return Prefix("−", multiple(coefficient.body, name))
    if name is None:
        return coefficient
    return name if coefficient == Num("1") else product_box(coefficient, name)
