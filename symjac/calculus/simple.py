"""The finished form, remembered: the same parts are simplified again and again while an equation is solved."""

from __future__ import annotations

from functools import lru_cache

from symjac.calculus.simplify import simplify as finished_form
from symjac.expr.expr import Expr


@lru_cache(maxsize=1 << 11)  # a pure function of an immutable node
def simplify(expr: Expr) -> Expr:
    return finished_form(expr)
