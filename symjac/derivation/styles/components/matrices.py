"""[A_11 ⋯ A_1N; ⋮ ⋱ ⋮; A_M1 ⋯ A_MN]: matrices written with dots, and sums written out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symjac.calculus.entries import Route
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import put, terms_of, times
from symjac.derivation.notation import places
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.lazy import S, sympy
from symjac.expr.names import look_of
from symjac.writing.box import SUM, Box, Dots, Matrix, Prefix, paren, signed_sum
from symjac.writing.dotted import Place, dotted
from symjac.writing.signs import indexed

LINEAR = ("mul", "add", "neg", "transpose", "symbol", "number", "div")  # other operations say nothing of matrices written out
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
    linear = all(e.op.name in LINEAR or (e.is_scalar and not e.args) for e in postorder(f))
    return box if 0 < count <= SPELLED and f.op.name in ("mul", "add", "neg") and linear else None


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
    found = any(map(plain_sum, terms_of(e)))
    return signed_sum([box for term in terms_of(e) for box in spelled_term(term)]) if found else None


def spelled_term(term: Any) -> list[Box]:
    """The terms of a sum with dots between them, which have the sign of the terms; one box for another term."""
    if not plain_sum(term):
        return [summand(look(term))]
    total = unsigned(term)
    (k, low, high), body = total.args[1], total.args[0] if total is term else times((S.NegativeOne, total.args[0]))
    first, second, last = (summand(look(put(body, {k: at}))) for at in (low, low + 1, high))
    dots: Box = Dots("h")
    return [first, second, Prefix("−", dots) if isinstance(first, Prefix) and first.sign == "−" else dots, last]


def summand(box: Box) -> Box:
    """A term as it stands in a sum: a sum, or what a minus stands before, in brackets where it has to be."""
    if isinstance(box, Prefix) and box.sign == "−":
        return replace(box, body=paren(box.body, SUM + 1))
    return paren(box, SUM + 1)


def plain_sum(e: Any) -> bool:
    """±Σ over one index of size unknown, with no sum inside."""
    e = unsigned(e)
    return isinstance(e, sympy.Sum) and len(e.args) == 2 and not e.args[1][2].is_Integer and not e.args[0].has(sympy.Sum)


def unsigned(e: Any) -> Any:
    """Σ of −Σ."""
    return e.args[1] if isinstance(e, sympy.Mul) and len(e.args) == 2 and e.args[0] == -1 else e
