r"""\left|\left| x \right|\right|_2 and \vert\vert x \vert\vert: two bars side by side on both sides are the bars of a norm."""

from __future__ import annotations

from dataclasses import replace

from symjac.errors import ParseError
from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.tree import Token


def doubled(tokens: list[Token], source: str) -> list[Token]:
    """The tokens with one norm for two pairs of bars, of which nothing stands between."""
    partner = _partners(tokens)
    out: list[Token] = []
    for k, token in enumerate(tokens):
        if token.type == "BAROPEN" and _opens_second(tokens, partner, k):
            out[-1] = replace(out[-1], type="NORMOPEN", end=token.end)
        elif token.type == "BARCLOSE" and _closes_second(tokens, partner, k):
            out[-1] = replace(token, type="NORMCLOSE", start=out[-1].start)
        elif token.type == "BARCLOSE" and token.sub:
            raise ParseError("a subscript belongs behind a name", source=source, span=token.span)
        else:
            out.append(token)
    return out


def _opens_second(tokens: list[Token], partner: dict[int, int], k: int) -> bool:
    """Whether a bar stands before it whose partner stands behind its own."""
    both = [t.type for t in tokens[k - 1 : k + 1]] == ["BAROPEN"] * 2
    return both and partner.get(k - 1) == partner.get(k, -1) + 1


def _closes_second(tokens: list[Token], partner: dict[int, int], k: int) -> bool:
    return _opens_second(tokens, partner, partner.get(k, -1) + 1) and partner.get(partner[k] + 1) == k - 1


def _partners(tokens: list[Token]) -> dict[int, int]:
    """Each bracket's partner, both ways."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for k, token in enumerate(tokens):
        if token.type in OPEN:
            stack.append(k)
        elif token.type in CLOSE and stack:
            opened = stack.pop()
            found[opened], found[k] = k, opened
    return found
