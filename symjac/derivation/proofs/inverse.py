"""UU⁻¹ = I, so (dU)U⁻¹ + U d(U⁻¹) = 0 and d(U⁻¹) = −U⁻¹(dU)U⁻¹.

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 8, theorem 8.3.
"""

from __future__ import annotations

from symjac.calculus.differential import direction
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, function, mul, neg, zeros
from symjac.verify.term import Directional, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Num, Sym, differential, equation


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    U = s.square("UVYZ")
    inverse, dU = function("inv", U), direction(U)
    one = equation(written(mul(U, inverse)), Sym("I"))
    says: Text = (
        "Let ",
        written(U),
        " be an invertible ",
        s.shape(U),
        " matrix. The product rule for ",
        one,
        ", which is constant, gives",
    )
    whole = add(mul(dU, inverse), mul(U, function("differential_of", inverse)))
    line(trail, says, value_term(whole), Term(Num("0"), Value(zeros(*U.shape))))
    says = ("Multiply by ", written(inverse), " from the left and solve:")
    line(trail, says, Term(differential(written(inverse)), Directional(inverse, U)), value_term(neg(mul(inverse, dU, inverse))))


register(Proof("inv", "the rule for the inverse", prove))
