"""An expression as symjac itself prints it: plain, in Unicode on one line, and in LaTeX."""

from __future__ import annotations

import numpy

from symjac.errors import CheckError
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.looks import written
from symjac.interop.numpy import NumPy
from symjac.verify import equal
from symjac.writing.formats.latex.math import box
from symjac.writing.formats.text.math import flat


def printed(expr: Expr) -> dict[str, str]:
    """The three spellings, each of which reads back to the expression."""
    look = written(expr)
    return {"plain": str(expr), "unicode": flat(look), "latex": box(look)}


def declared(expr: Expr) -> str:
    """Declarations of its symbols, and of the sizes m, n, p."""
    symbols = dict.fromkeys(e for e in postorder(expr) if e.op.name == "symbol")
    items = [f"{e.data[0]}: {e.shape[0]} x {e.shape[1]} {' '.join(sorted(e.data[1]))}" for e in symbols]
    return "; ".join([*items, "sizes_0: m x n; sizes_1: p"])


def means(one: Expr, other: Expr) -> bool:
    """One expression, or the same value at some numbers: −(ab) is read as (−a)b."""
    if one is other:
        return True
    symbols = {e for root in (one, other) for e in postorder(root) if e.op.name == "symbol"}
    sizes = {"m": 2, "n": 3, "p": 4}
    if any(not size.names <= set(sizes) for root in (one, other) for e in postorder(root) for size in e.shape):
        return False  # a size was invented
    if one.shape != other.shape or len({e.data[0] for e in symbols}) < len(symbols):
        return False
    random = numpy.random.default_rng(len(symbols))
    arrays = {str(e.data[0]): random.uniform(0.2, 1.2, [n.value(sizes) for n in e.shape]) for e in symbols}
    namespace = NumPy(arrays, sizes)
    try:
        with numpy.errstate(all="ignore"):
            a, b = (fold(e, lambda e, args: e.op.value(namespace, e, *args)) for e in (one, other))
    except numpy.linalg.LinAlgError:  # the inverse of a singular matrix
        return True
    return bool(numpy.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)) or alike(one, other)


def alike(one: Expr, other: Expr) -> bool:
    """The same exact values; also where there are none, as of the logarithm of a singular matrix, which is noise in NumPy."""
    try:
        return equal(one, other)
    except CheckError:
        return True
