"""tanh(u) = sinh(u)/cosh(u), so tanh′(u) = (cosh²(u) − sinh²(u))/cosh²(u) = 1 − tanh²(u).

Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 4.5.
"""

from __future__ import annotations

from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line, slope
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import div, function, number, power, sub
from symjac.verify.term import value_term
from symjac.writing.block import Text
from symjac.writing.box import equation
from symjac.writing.signs import slashed


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    u, two = s.array("utsv"), number(2)
    value, sinh, cosh = (function(name, u) for name in ("tanh", "sinh", "cosh"))
    says: Text = ("By the quotient rule for ", equation(written(value), slashed(written(div(sinh, cosh)))), ",")
    top = sub(power(cosh, two), power(sinh, two))
    middle = line(trail, says, slope(value, u), value_term(div(top, power(cosh, two))))
    line(trail, (), middle, value_term(sub(number(1), power(value, two))))


register(Proof("tanh", "the derivative of tanh", prove))
