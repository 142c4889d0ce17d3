"""θ̂: the letter of a solution; t, 𝓛 and others that are not taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from symjac.expr.expr import Expr
from symjac.expr.make import symbol
from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS

_NAME = regex(r"([A-Za-z]+)(.*)")


def hat(x: Expr, taken: Collection[str]) -> Expr:
    """x̂, of the shape of x."""
    name = str(x.data[0])
    found = _NAME.fullmatch(name)
    base, rest = found.groups() if found else (name, "")
    if len(base) > 1 and base not in GREEK_LETTERS:
        hatted = f"{base}_opt" if not rest else f"{base}{rest}_opt"
    else:
        hatted = f"{base}hat{rest}"
    while hatted in taken:
        hatted += "_0"
    return symbol(hatted, x.shape, x.data[1] & {"symmetric", "posdef"})


def free(letters: Iterable[str], taken: Collection[str]) -> str:
    """The first letter that is not in use."""
    options = list(letters)
    return next((c for c in options if c not in taken), f"{options[0]}_0")
