"""A ⊗ X = [A_11 X ⋯ A_1N X; ⋮ ⋱ ⋮; A_M1 X ⋯ A_MN X]: a Kronecker product is a matrix of blocks."""

from __future__ import annotations

from symjac.calculus.entries import Route
from symjac.calculus.entries.look import look
from symjac.derivation.notation import places
from symjac.derivation.styles.components.setting import Setting
from symjac.derivation.trail import Rule, Trail
from symjac.expr.looks import written
from symjac.expr.names import look_of
from symjac.verify.term import Term, Value
from symjac.writing.box import Box
from symjac.writing.dotted import Place, dotted
from symjac.writing.signs import product_box


def block_matrix(s: Setting, trail: Trail) -> None:
    """f = [A_11 X ⋯ A_1N X; ⋮ ⋱ ⋮; A_M1 X ⋯ A_MN X], where A is a name."""
    a, b = s.f.args
    if a.op.name != "symbol":
        return
    route = Route(s.names)

    def cell(r: Place, c: Place) -> Box:
        return product_box(look(route.entry(a, r, c)), written(b))

    rows, columns = (places(n, route.size(n), full=False) for n in a.shape)
    rule = Rule("blocks", "component", (), (written(s.f), " is made of blocks,"), importance=1)
    trail.apply(rule, Term(look_of(s.name), Value(s.f)), Term(dotted(rows, columns, cell), Value(s.f)))
