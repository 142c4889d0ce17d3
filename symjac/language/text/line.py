"""One statement before its tree is made: the tokens of its head and of its body."""

from __future__ import annotations

from dataclasses import dataclass, field

from symjac.language.text.tree import Token


@dataclass(slots=True)
class Line:
    """The tokens of one statement, head and body apart. `separator`: what ended the statement before it.

    links: the sides between, `a` of f(x) = a = b, and what stands before the first = where that is no name.
    """

    head: list[Token]
    body: list[Token]
    equals: Token | None
    separator: str
    links: list[list[Token]] = field(default_factory=list)
    name: str | None = None
    params: tuple[str, ...] = ()
    headed: bool = False
    index: str | None = None  # k of p_k = …
