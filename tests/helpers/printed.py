"""An expression as symjac itself prints it: plain, in Unicode on one line, and in LaTeX."""

from __future__ import annotations

from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.writing.formats.latex.math import box
from symjac.writing.formats.text.math import flat


def printed(expr: Expr) -> dict[str, str]:
    """The three spellings, each of which reads back to the expression."""
    look = written(expr)
    return {"plain": str(expr), "unicode": flat(look), "latex": box(look)}
