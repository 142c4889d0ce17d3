"""(AYB)_pq = Σ_l Σ_k B_lq A_pk Y_kl, and B_lq A_pk is the entry of Bᵀ ⊗ A that meets Y_kl: vec(AYB) = (Bᵀ ⊗ A) vec(Y).

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 2, theorem 2.2.
"""

from __future__ import annotations

from typing import Any

from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import plus, times, total
from symjac.derivation.notation import lives_in
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.lazy import S
from symjac.expr.looks import written
from symjac.expr.make import function, mul, transpose
from symjac.verify.term import Entry, Free, Term
from symjac.writing.block import Text
from symjac.writing.box import ATOM, Fence, paren
from symjac.writing.signs import airy, indexed, listed


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    s = Setting(letters)
    m, n, r, t = (s.size(c) for c in ("mMg", "nNh", "rRd", "tTc"))
    A, Y, B = s.array("APUV", m, n), s.array("YXZ", n, r), s.array("BQWV", r, t)
    p, q, k, l = (s.index(c, size) for c, size in zip("pqkl", (m, t, n, r), strict=True))
    kron, product = function("kron", transpose(B), A), mul(A, Y, B)
    row, column = place(s, p, q, m), place(s, k, l, n)
    shapes = listed([(lives_in(written(M), M.shape),) for M in (A, Y, B)])
    entry = indexed(paren(written(product), ATOM), s.letter(p), s.letter(q))
    says: Text = ("Let ", *shapes, ". By the definition of the product,")
    body = s.times(s.entry(B, l, q), s.entry(A, p, k), s.entry(Y, k, l))
    inner = total(body, (k.symbol, S.One, s.route.size(n)), (l.symbol, S.One, s.route.size(r)))
    line(trail, says, Term(entry, Entry(product, p.symbol, q.symbol)), s.form(inner), free=(p, q))
    says = ("Read column by column, this is entry ", look(row), " of ", written(function("vec", product)), ", and ")
    says = (*says, s.box(Y, k, l), " is entry ", look(column), " of ", written(function("vec", Y)))
    box = indexed(Fence("[", written(kron), "]"), airy([look(row), look(column)]))
    factor = s.form(s.times(s.entry(B, l, q), s.entry(A, p, k)))
    line(trail, (*says, ". The factor between them is"), factor, Term(box, Entry(kron, row, column)), free=(p, q, k, l))


def place(s: Setting, i: Free, j: Free, rows: Dim) -> Any:
    """i + (j − 1)m"""
    return plus((i.symbol, times((plus((j.symbol, S.NegativeOne)), s.route.size(rows)))))


register(Proof("vectorise", "the rule for vec", prove))
