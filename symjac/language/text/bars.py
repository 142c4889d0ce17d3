r"""\left|\left| x \right|\right|_2 and \vert\vert x \vert\vert: two bars side by side on both sides are the bars of a norm."""

from __future__ import annotations

from dataclasses import replace

from symjac.errors import ParseError
from symjac.language.text.statements import CLOSE, OPEN
from symjac.language.text.tree import Token


def doubled(tokens: list[Token], source: str) -> list[Token]:
    """The tokens with one norm for two pairs of bars, of which nothing stands between."""
    partner = _partners(tokens)
    out: list[Token] = []
    for k, token in enumerate(tokens):
        inner = partner.get(k + 1) if token.type == "BAROPEN" else partner.get(k) if token.type == "BARCLOSE" else None
        if token.type == "BAROPEN" and inner is not None and partner.get(k) == inner + 1 and tokens[k + 1].type == "BAROPEN":
            out.append(replace(token, type="NORMOPEN", end=tokens[k + 1].end))
        elif token.type == "BAROPEN" and out and out[-1].type == "NORMOPEN" and out[-1].end == token.end:
            continue
        elif token.type == "BARCLOSE" and _closes_first(tokens, partner, k):
            continue
        elif token.type == "BARCLOSE" and k and _closes_first(tokens, partner, k - 1):
            out.append(replace(token, type="NORMCLOSE", start=tokens[k - 1].start))
        elif token.type == "BARCLOSE" and token.sub:
            raise ParseError("a subscript belongs behind a name", source=source, span=token.span)
        else:
            out.append(token)
    return out


def _closes_first(tokens: list[Token], partner: dict[int, int], k: int) -> bool:
    """Whether the bar is the inner one of two that close what two side by side have opened."""
    opened, after = partner.get(k), partner.get(k + 1)
    return (
        opened is not None
        and after == opened - 1
        and [tokens[j].type for j in (k, k + 1, after)] == ["BARCLOSE"] * 2 + ["BAROPEN"]
    )


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
