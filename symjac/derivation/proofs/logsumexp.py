"""∂ log(Σ_k exp(z_k))/∂z_j = exp(z_j)/Σ_k exp(z_k) = softmax(z)_j.

Source: Boyd & Vandenberghe, Convex Optimization, 3.1.5.
"""

from __future__ import annotations

from symjac.calculus.entries.nodes import raised, scalar_function
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.lazy import S
from symjac.expr.looks import written
from symjac.expr.make import function
from symjac.verify.term import Entry, Partial, Term
from symjac.writing.block import Text
from symjac.writing.signs import indexed, partial


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    z = s.array("zuvw", s.size("nmpq"))
    j = s.index("j", z.shape[0])
    whole, softmax = function("logsumexp", z), function("softmax", z)
    total = s.entry(function("sum", function("exp", z)), 1)
    left = Term(partial(written(whole), s.box(z, j)), Partial(whole, z, S.One, S.One, j.symbol, S.One))
    says: Text = ("The derivative of the logarithm is the reciprocal, and one term of the sum contains ", s.box(z, j), ":")
    ratio = s.form(s.times(scalar_function("exp", s.entry(z, j)), raised(total, S.NegativeOne)))
    middle = line(trail, says, left, ratio, free=(j,))
    line(trail, (), middle, Term(indexed(written(softmax), s.letter(j)), Entry(softmax, j.symbol, S.One)), free=(j,))


register(Proof("logsumexp", "the gradient of logsumexp", prove))
