"""The degree of a rational expression: the largest degrees of numerator and denominator that its entries can have."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.expr.expr import Expr, fold
from symjac.expr.make import value_of

Degree = tuple[int, int]  # of numerator and common denominator of all entries
KEEP = frozenset("neg transpose sum tr vec diag mean rowsum colsum literal".split())
NUMBERS = frozenset("number eye ones zeros size commutation index delta".split())


def degree(expr: Expr, sizes: Mapping[str, int]) -> Degree | None:
    """None where it is not rational."""

    def visit(e: Expr, below: tuple[Degree | None, ...]) -> Degree | None:
        known = [d for d in below if d is not None]
        return None if len(known) < len(below) else of(e, known, sizes)

    return fold(expr, visit)


def of(e: Expr, below: list[Degree], sizes: Mapping[str, int]) -> Degree | None:
    name = e.op.name
    if name == "symbol":
        words = e.data[1] & {"posdef", "orthogonal"}
        return (1, 0) if not words else (2, 0) if "posdef" in words else (e.shape[0].value(sizes), e.shape[0].value(sizes))
    if name in NUMBERS:
        return 0, 0
    if name == "member":
        return below[0]
    if name in ("bigsum", "bigprod", "stack"):
        (n, d), count = below[0], e.data[0].data[1].value(sizes)
        return (count * n if name == "bigprod" else n + (count - 1) * d), count * d
    if name in KEEP or name == "add":
        bottom = sum(d for _, d in below)
        return max((n + bottom - d for n, d in below), default=0), bottom
    if name in ("mul", "hadamard", "kron", "dot", "outer", "khatrirao"):
        return sum(n for n, _ in below), sum(d for _, d in below)
    if name in ("inv", "adj", "det"):
        return of_square(name, below[0], e.args[0].shape[0].value(sizes))
    if name in ("div", "hdiv"):
        return over(below, 1 if name == "div" else e.shape[0].value(sizes) * e.shape[1].value(sizes))
    if name in ("power", "hpower", "matrix_power"):
        return raised(e, below[0], sizes)
    return None


def of_square(name: str, d: Degree, size: int) -> Degree:
    n, bottom = d
    if name == "det":
        return size * n, size * bottom
    if name == "adj":
        return (size - 1) * n, (size - 1) * bottom
    return (size - 1) * n + bottom, size * n


def over(below: list[Degree], count: int) -> Degree:
    """Entry by entry each has a denominator of its own: their product is common."""
    (n, d), (p, q) = below
    return n + q + (count - 1) * p, d + count * p


def raised(e: Expr, base: Degree, sizes: Mapping[str, int]) -> Degree | None:
    k = value_of(e.args[1])
    if k is None or k.denominator != 1:
        return None
    n, d = base
    if k >= 0:
        return int(k) * n, int(k) * d
    if e.op.name == "matrix_power":
        n, d = of_square("inv", base, e.shape[0].value(sizes))
        return int(-k) * n, int(-k) * d
    count = e.shape[0].value(sizes) * e.shape[1].value(sizes)
    return int(-k) * (d + (count - 1) * n), int(-k) * count * n
