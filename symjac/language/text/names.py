"""The name that a word stands for, and the letters of which a run is a product."""

from __future__ import annotations

from symjac.expr.names import canonical
from symjac.language.text.tree import Token
from symjac.lazy import regex

_PIECES = regex(r"[A-Za-z][0-9]*")


def full_name(token: Token) -> str:
    """The name a word with its subscript and layer stands for."""
    name = token.text + (f"_{token.sub}" if token.sub else "") + (f"[{token.layer}]" if token.layer is not None else "")
    return canonical(name)


_TYPESET = regex("[ᵀ‖∥∑∏∇∂⊙⊗½∈𝟏⊤√₀-₉ᵢⱼ]")  # signs of mathematics that no program has
_RUN = regex("(?=.*[A-Z])[A-Za-z]{2,4}")


def is_short_product(token: Token, source: str) -> bool:
    """Ax of xᵀAx, AXB of ‖AXB − C‖: a few letters with a capital, in a text that is set like mathematics and has no command."""
    return token.type == "WORD" and not token.held and bool(_RUN.fullmatch(token.text)) and bool(_TYPESET.search(source))


def letters(token: Token) -> list[Token]:
    """The letters of a run, each with its digits; the subscript belongs to the last."""
    if token.held:
        return [token]
    parts: list[Token] = []
    for found in _PIECES.finditer(token.text):
        start = token.start + found.start()
        parts.append(Token("WORD", found[0], start, token.start + found.end(), token.space and not parts))
    if parts:
        last = parts[-1]
        last.sub, last.layer, last.end = token.sub, token.layer, token.end
    return parts
