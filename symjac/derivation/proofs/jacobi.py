"""det(U) = Σ_k U_ik adj(U)_ki, so ∂det(U)/∂U_ij = adj(U)_ji and d det(U) = tr(adj(U) dU) = det(U) tr(U⁻¹ dU).

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 8, section 3.
"""

from __future__ import annotations

from symjac.calculus.differential import direction
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, entry, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.lazy import S
from symjac.expr.looks import written
from symjac.expr.make import function, mul
from symjac.verify.term import Directional, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Fence, differential, equation
from symjac.writing.signs import indexed, partial


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    U = s.square("UVYZ")
    i, j = s.index("i", U.shape[0]), s.index("j", U.shape[0])
    det, adj, dU = function("det", U), function("adj", U), direction(U)
    name = written(U)
    expansion = s.sum(U.shape[0], lambda k: s.times(s.entry(U, i, k), s.whole(adj, k, i)))
    says: Text = ("Let ", name, " be an invertible ", s.shape(U), " matrix. Along row ", s.letter(i), " the determinant is")
    line(trail, says, Term(written(det), Value(det)), s.form(expansion), free=(i,))
    cofactor = indexed(written(adj), s.letter(j), s.letter(i))
    says = ("where ", written(adj), " is the adjugate: ", cofactor, " is the cofactor of ", s.box(U, i, j), ". ")
    more = "The cofactors of a row do not contain the entries of that row, so"
    before = Term(partial(written(det), s.box(U, i, j)), Partial(det, U, S.One, S.One, i.symbol, j.symbol))
    line(trail, (*says, more), before, entry(adj, j, i, cofactor), free=(i, j))
    says = ("This is the coefficient of ", indexed(Fence("(", written(dU), ")"), s.letter(i), s.letter(j)), ", and with ")
    why = equation(written(adj), written(mul(det, function("inv", U))))
    start = Term(differential(written(det)), Directional(det, U))
    after = line(trail, (*says, why), start, value_term(function("tr", mul(adj, dU))))
    line(trail, (), after, value_term(mul(det, function("tr", mul(function("inv", U), dU)))))


register(Proof("det", "Jacobi’s formula", prove))
