"""Find ∇ₓf, and its value at a point: the derivation goes on to numbers."""

from __future__ import annotations

from dataclasses import replace

from symjac.calculus.simplify import simplify
from symjac.derivation.decimals import in_floats
from symjac.derivation.point import at_point
from symjac.expr.expr import postorder
from symjac.expr.make import is_op
from symjac.pages.exam.asking import asked
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.derive import derivation, made


def make(c: Context) -> Made:
    d = derivation(c)
    found = made(c, d, asked(c, d), d.value)
    value = simplify(at_point(d.answer.laid_out, d.point, d.problem))
    if any(is_op(e, "symbol", "image", "jacobian") for e in postorder(value)):
        return replace(found, answer=str(value), judged=None)  # a function that is only named, or a letter that is left open
    values = in_floats(value)
    numbers = {f"{i + 1},{j + 1}": float(x) for i, row in enumerate(values) for j, x in enumerate(row)}
    answer = found.answer if d.value is not None else literal(values)
    return replace(found, answer=answer, numbers=numbers)


def literal(rows: list[list[float]]) -> str:
    """[1, 2; 3, 4], to ten digits"""
    text = "; ".join(", ".join(f"{x:.10g}" for x in row) for row in rows)
    return f"[{text}]" if len(rows) * len(rows[0]) > 1 else text
