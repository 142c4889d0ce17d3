"""X'diag(w)X = Y'Y with Y = diag(√w)X, where no w is negative: of Y'Y a library computes one half, and the other is the same."""

from __future__ import annotations

from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.simplify import rebuild
from symjac.expr.expr import Expr, fold
from symjac.expr.make import function, is_op, mul, transpose


def halved(expr: Expr) -> Expr:
    """The formula with every such product in that form."""
    return fold(expr, lambda e, args: _product(args) if is_op(e, "mul") else rebuild(e, args))


def _product(args: tuple[Expr, ...]) -> Expr:
    for k in range(len(args) - 2):
        found = _pair(*args[k : k + 3])
        if found is not None:
            return mul(*args[:k], *found, *args[k + 3 :])
    return mul(*args)


def _pair(left: Expr, middle: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """Y' and Y of X'diag(w)X, Z and Z' of X diag(w) X'."""
    turned = left is transpose(right) or right is transpose(left)
    if not (turned and is_op(middle, "diag") and left.is_matrix and sign(middle.args[0]) in (POSITIVE, NONNEGATIVE)):
        return None
    root = mul(rebuild(middle, (function("sqrt", middle.args[0]),)), right)
    return transpose(root), root
