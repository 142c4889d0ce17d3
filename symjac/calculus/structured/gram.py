"""X'diag(w)X = Y'Y with Y = diag(√w)X, where no w is negative: of Y'Y a library computes one half, and the other is the same."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.simplify import rebuild
from symjac.expr.expr import Expr, fold
from symjac.expr.make import function, is_op, mul, transpose


def halved(formulas: Mapping[str, Expr]) -> dict[str, Expr]:
    """The formulas with every such product in that form; what they have in common is looked at once."""
    done: dict[Expr, Expr] = {}
    return {key: fold(e, _halved, done) for key, e in formulas.items()}


def _halved(e: Expr, args: tuple[Expr, ...]) -> Expr:
    for k in range(len(args) - 2) if is_op(e, "mul") else ():
        found = _pair(*args[k : k + 3])
        if found is not None:
            return mul(*args[:k], *found, *args[k + 3 :])
    return rebuild(e, args)


def _pair(left: Expr, middle: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """Y' and Y of X'diag(w)X, Z and Z' of X diag(w) X'."""
    turned = left is transpose(right) or right is transpose(left)
    if not (turned and is_op(middle, "diag") and left.is_matrix and sign(middle.args[0]) in (POSITIVE, NONNEGATIVE)):
        return None
    root = mul(rebuild(middle, (function("sqrt", middle.args[0]),)), right)
    return transpose(root), root
