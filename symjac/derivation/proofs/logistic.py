"""σ(u) = 1/(1 + exp(−u)), so σ′(u) = exp(−u)/(1 + exp(−u))² = σ(u)(1 − σ(u)).

Source: Goodfellow, Bengio & Courville, Deep Learning, 3.10.
"""

from __future__ import annotations

from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line, slope
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, div, function, mul, neg, number, power, sub
from symjac.verify.term import value_term
from symjac.writing.block import Text
from symjac.writing.box import equation
from symjac.writing.signs import slashed


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    u, one = s.array("utsv"), number(1)
    value, exp = function("sigmoid", u), function("exp", neg(u))
    below = add(one, exp)
    says: Text = ("By the quotient rule for ", equation(written(value), slashed(written(div(one, below)))), ",")
    middle = line(trail, says, slope(value, u), value_term(div(exp, power(below, number(2)))))
    middle = line(trail, (), middle, value_term(mul(div(one, below), div(exp, below))))
    line(
        trail,
        (),
        middle,
        value_term(mul(value, sub(one, value))),
        (equation(written(sub(one, value)), slashed(written(div(exp, below)))),),
    )


register(Proof("sigmoid", "the derivative of σ", prove))
