"""a = softmax(z), ∂a_i/∂z_j = a_i(δ_ij − a_j): the output layer whose entries are probabilities.

Source: Bishop, PRML, eqs. (4.104) to (4.106).
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import S

from symjac.calculus.entries import index
from symjac.derivation.rules import kronecker, softmax_entry
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, div, function, mul, neg, power, symbol, transpose
from symjac.pages.activation import Activation
from symjac.verify.term import Derivative, Entry, Free, Partial, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, BigOp, Box, Call, Frac, Infix, Matrix, Num, Script, Sym, equation, infix
from symjac.writing.box import power as raised
from symjac.writing.signs import indexed, nabla, partial, product_box

NAME = "softmax"


class Softmax(Activation):
    """It takes all entries together: it is no function of one number, and its Jacobian is not diagonal."""

    @property
    def is_identity(self) -> bool:
        return False

    @property
    def is_open(self) -> bool:
        return False

    @property
    def sign(self) -> Box:
        return Sym(NAME, "roman")

    def at(self, z: Expr) -> Expr:
        return function(NAME, z)

    def look(self, argument: Box) -> Box:
        return Call(self.sign, (argument,))


def softmax() -> Activation:
    return Softmax(NAME, None, None, symbol("t", SCALAR), None)


def is_joint(s: Activation) -> bool:
    """Whether it takes the entries of a layer together."""
    return isinstance(s, Softmax)


def jacobian(a: Expr) -> Expr:
    """diag(a) − aaᵀ"""
    return add(function("diag", a), neg(mul(a, transpose(a))))


def of_entries(z: Box) -> Box:
    """exp(z_i)/∑_k exp(z_k)"""
    return Frac(exponential(indexed(z, Sym("i"))), BigOp("∑", Sym("k"), None, exponential(indexed(z, Sym("k")))))


def exponential(z: Box) -> Box:
    return Call(Sym("exp", "roman"), (z,))


def quotient(z: Sequence[Box]) -> Box:
    """[exp z_1; …; exp z_n]/(exp z_1 + … + exp z_n), of numbers"""
    weights = [exponential(each) for each in z]
    total = infix("+", weights, SUM)
    return product_box(Frac(Num("1"), total), Matrix(tuple((each,) for each in weights)))


def by_entries(a: Expr, z: Expr) -> tuple[list[Term], tuple[Free, ...], Text]:
    """∂a_i/∂z_j = (δ_ij e_i s − e_i e_j)/s² = a_i(δ_ij − a_j), for all i and j; and what e_i and s are."""
    i, j = Free(index("i"), z.shape[0]), Free(index("j"), z.shape[0])
    signs = {k: raised(Sym("e"), indexed(written(z), Sym(k))) for k in "ijk"}
    s = Sym("s")
    top = Infix((product_box(kronecker(), signs["i"], s), product_box(signs["i"], signs["j"])), ("−",), SUM)
    weights = function("exp", z)
    total = function("sum", weights)
    quotient = div(add(mul(total, function("diag", weights)), neg(mul(weights, transpose(weights)))), power(total, 2))
    a_i = indexed(written(a), Sym("i"))
    terms = [
        Term(partial(a_i, indexed(written(z), Sym("j"))), Partial(a, z, i.symbol, S.One, j.symbol, S.One)),
        Term(Frac(top, Script(s, sup=Num("2"))), Entry(quotient, i.symbol, j.symbol)),
        Term(softmax_entry(written(a)), Entry(jacobian(a), i.symbol, j.symbol)),
    ]
    meaning = equation(s, BigOp("∑", Sym("k"), None, signs["k"]))
    told: Text = (equation(a_i, Infix((signs["i"], s), ("/",), PRODUCT)), " with ", meaning)
    return terms, (i, j), told


def matrix(a: Expr, z: Expr) -> tuple[Term, Term]:
    """∇_z a = diag(a) − aaᵀ"""
    return Term(nabla(written(z), written(a)), Derivative(a, (z,))), value_term(jacobian(a))
