"""d log|det U| = d det(U)/det(U) = tr(U⁻¹ dU).

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 8, section 3.
"""

from __future__ import annotations

from symjac.calculus.differential import direction
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import div, function, mul, number
from symjac.verify.term import Directional, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, Infix, Num, differential


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    U = s.square("UVYZ")
    log, det = function("logdet", U), function("det", U)
    t = s.array("tsr")
    of, slope = function("log", function("abs", t)), Infix((Num("1"), written(t)), ("/",), PRODUCT)
    says: Text = ("The derivative of ", written(of), " is ", slope, ", so")
    after = value_term(mul(div(number(1), det), function("differential_of", det)))
    middle = line(trail, says, Term(differential(written(log)), Directional(log, U)), after)
    line(trail, (), middle, value_term(function("tr", mul(function("inv", U), direction(U)))), ("Jacobi’s formula",))


register(Proof("logdet", "the rule for log det", prove, needs=("det",)))
