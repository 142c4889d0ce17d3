"""Σ_i wⁱ(eⁱ)² + λ‖θ‖²: the weights and the penalty that are asked for; a number, or letters where there are no data."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from symjac.errors import DomainError, ParseError
from symjac.errors.arguments import shown, spelled
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.make import number, symbol
from symjac.expr.names import canonical
from symjac.pages.regression.reading import rational_in
from symjac.pages.regression.table import sized

TAKEN = frozenset("exyhijkmnvLPW") | {"theta", "Phi", "thetahat"}  # letters that mean something else on the page
WEIGHTS = frozenset("abcdgqrsuw")  # what the weights may be called without data; their diagonal matrix has the capital


def amount(ridge: Any) -> Fraction | None:
    """λ ≥ 0, exactly; None where no penalty is asked for, or one of 0."""
    if ridge is None:
        return None
    found = None if isinstance(ridge, bool) else rational_in(spelled(ridge))
    if found is None:
        hint = "a letter for it is for the page without data" if isinstance(ridge, str) else None
        raise ParseError("the penalty is not a number", found=shown(ridge), expected="a number, such as 0.1", hint=hint)
    if found < 0:
        raise DomainError("the penalty is negative", found=spelled(ridge), expected="a number of at least 0")
    return sized(found, "the penalty") or None


def coefficient(ridge: Any, taken: Collection[str]) -> Expr | None:
    """λ for the page without data: a number, or a positive number with a name. taken: the letters of the sizes."""
    if ridge is not None and "P" in taken:
        raise ParseError("P is the matrix of the penalty here, and no size", found="P", expected="other sizes, such as m x n")
    if not isinstance(ridge, str) or rational_in(ridge) is not None:
        found = amount(ridge)
        return None if found is None else number(found)
    name = canonical(ridge.strip())
    if not name.replace("_", "").isalnum() or name[:1].isdigit() or name in {*TAKEN, *taken}:
        expected = "a number, or a name that means nothing else here, such as lambda"
        raise ParseError("the penalty has no such name", found=ridge, expected=expected)
    return symbol(name, SCALAR, ("positive",))


def letter(weights: str | None, taken: Collection[str]) -> str:
    """w for the page without data; '' where no weights are asked for."""
    if weights is None:
        return ""
    if weights.strip() not in WEIGHTS or weights.strip() in taken or weights.strip().upper() in taken:
        raise ParseError("the weights have no such name without data", found=weights, expected="a letter, such as w")
    return weights.strip()
