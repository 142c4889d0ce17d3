"""[A_11 ⋯ A_1N; ⋮ ⋱ ⋮; A_M1 ⋯ A_MN]: matrices written with dots, and sums written out."""

from __future__ import annotations

from typing import Any

from sympy import Sum

from symjac.calculus.entries import Route
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import put, terms_of
from symjac.derivation.notation import places
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, fold
from symjac.expr.names import look_of
from symjac.writing.box import SUM, Box, Dots, Infix, Matrix, Prefix, paren
from symjac.writing.dotted import Place, dotted
from symjac.writing.signs import indexed

SPELLED = 4  # at most so many matrices are written out in one line


def spelled(f: Expr, route: Route) -> Box | None:
    """Ax + b with every matrix written out in its entries; None where that is too much."""
    leaves: list[Expr] = []

    def visit(e: Expr, args: tuple[Box, ...]) -> Box:
        turned = e.op.name == "transpose" and e.args[0].op.name == "symbol" and not e.is_scalar
        if turned or (e.op.name == "symbol" and not e.is_scalar):
            leaves.append(e)
            return symbol_matrix(e, route)
        return e.op.look(e, args)

    box = fold(f, visit)
    count = sum(e.op.name == "symbol" for e in leaves)
    return box if 0 < count <= SPELLED and f.op.name in ("mul", "add", "neg") else None


def symbol_matrix(e: Expr, route: Route) -> Matrix:
    """A variable, or its transpose, in its entries."""
    turned = e.op.name == "transpose"
    leaf = e.args[0] if turned else e
    name = look_of(str(leaf.data[0]))

    def cell(r: Place, c: Place) -> Box:
        at = (c, r) if turned else (r, c)
        return indexed(name, *(look(p) for p, n in zip(at, leaf.shape, strict=True) if n != ONE))

    rows, columns = (places(n, route.size(n), full=True) for n in e.shape)
    return dotted(rows, columns, cell)


def terms_with_dots(e: Any) -> Box | None:
    """A_i1 x_1 + A_i2 x_2 + ⋯ + A_iN x_N + b_i; None where there is no sum to write out so."""
    items: list[Box] = []
    signs: list[str] = []
    found = False
    for term in terms_of(e):
        shown: list[Box] = [look(term)]
        if plain_sum(term):
            found = True
            (k, low, high), body = term.args[1], term.args[0]
            shown = [look(put(body, {k: low})), look(put(body, {k: low + 1})), Dots("h"), look(put(body, {k: high}))]
        for box in shown:
            minus = isinstance(box, Prefix) and box.sign == "−" and bool(items)
            signs += ["−" if minus else "+"] if items else []
            items.append(paren(box.body if minus and isinstance(box, Prefix) else box, SUM + 1))
    return Infix(tuple(items), tuple(signs), SUM) if found else None


def plain_sum(e: Any) -> bool:
    """Σ over one index of size unknown, with no sum inside."""
    return isinstance(e, Sum) and len(e.args) == 2 and not e.args[1][2].is_Integer and not e.args[0].has(Sum)
