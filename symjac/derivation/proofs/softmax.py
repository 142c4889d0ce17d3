"""p_i = exp(z_i)/s with s = Σ_k exp(z_k), so ∂p_i/∂z_j = p_i(δ_ij − p_j) by the quotient rule.

Source: Goodfellow, Bengio & Courville, Deep Learning, 6.2.2.3.
"""

from __future__ import annotations

from symjac.calculus.entries.nodes import delta, negative, plus, raised, scalar_function
from symjac.calculus.entries.slopes import partial as open_partial
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.lazy import S
from symjac.expr.make import function
from symjac.writing.block import Text
from symjac.writing.box import Sym


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    z = s.array("zuvw", s.size("nmpq"))
    i, j = s.index("i", z.shape[0]), s.index("j", z.shape[0])
    total, softmax = function("sum", function("exp", z)), function("softmax", z)
    s.route.named[total], s.route.named[softmax] = s.pick("scd"), s.pick("pqr")
    both = s.entry(total, 1), s.entry(softmax, i)
    exp_i, exp_j = (scalar_function("exp", s.entry(z, k)) for k in (i, j))
    says: Text = ("Let ", Sym(s.route.named[softmax]), " be the softmax of ", Sym(str(z.data[0])), ", that is, with the sum ")
    line(
        trail,
        (*says, Sym(s.route.named[total]), " of the exponentials"),
        s.form(both[1]),
        s.form(s.times(exp_i, raised(both[0], S.NegativeOne))),
        free=(i,),
    )
    says = ("Only one term of the sum contains ", s.box(z, j), ":")
    line(trail, says, s.form(open_partial(both[0], s.entry(z, j))), s.form(exp_j), free=(j,))
    d, one = delta(i.symbol, j.symbol), both[1]
    other = s.entry(softmax, j)
    top = plus((s.times(d, exp_i, both[0]), negative(s.times(exp_i, exp_j))))
    before = s.form(open_partial(one, s.entry(z, j)))
    middle = line(trail, ("The quotient rule gives",), before, s.form(s.times(top, raised(both[0], -2))), free=(i, j))
    line(trail, (), middle, s.form(s.times(one, plus((d, negative(other))))), free=(i, j))


register(Proof("softmax", "the Jacobian of the softmax", prove))
