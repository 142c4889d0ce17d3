"""What an index is bound by, and what it stands below: i of ∑_{i=1}^N and of x_i."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from symjac.expr.dims import Dim
from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.names import full_name
from symjac.language.text.tree import Token


@dataclass(frozen=True)
class Bound:
    """A sign that runs over an index: bigsum, bigprod or stack; upper: how far, None where that must be found."""

    kind: str
    letter: str
    upper: Dim | None = None


@dataclass(frozen=True)
class Indexed:
    """The indices below a name, or behind it in brackets: i, j of X_{ij}; numbers as they stand."""

    indices: tuple[str, ...]


def bounds(tokens: Iterable[Token]) -> list[Bound]:
    """What the signs of a statement bind."""
    return [t.data for t in tokens if isinstance(t.data, Bound)]


def bases(tokens: Iterable[Token]) -> dict[str, int]:
    """The names of which members occur, and how many indices each has."""
    found = (t for t in tokens if t.type == "WORD" and isinstance(t.data, Indexed) and t.data.indices)
    return {full_name(t): len(t.data.indices) for t in found if isinstance(t.data, Indexed)}


def scoped(tokens: list[Token]) -> Iterator[tuple[Token, tuple[str, ...]]]:
    """Every token with the letters that are bound where it stands."""
    scopes: list[tuple[str, ...]] = [()]
    for k, token in enumerate(tokens):
        if token.type in OPEN:
            before = tokens[k - 1].data if k else None
            scopes.append((*scopes[-1], before.letter) if isinstance(before, Bound) else scopes[-1])
        elif token.type in CLOSE and len(scopes) > 1:
            scopes.pop()
        yield token, scopes[-1]
