"""∑ᵢ (x)ᵢ and ∑ᵢⱼ (X)ᵢⱼ, as they are printed, are the sum of all entries; no other sum over an index is read."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.language.text.statements import CLOSE, OPEN
from symjac.language.text.tree import Token

_ENDS = frozenset(("PLUS", "MINUS", "COMMA", "SEMI", "EQ", "BAR", "DBAR", *CLOSE))
_HINT = "write it with vectors (x'*y), or sum(x) for the sum of all entries"


def sums(tokens: list[Token], source: str) -> list[Token]:
    """The tokens with sum( … ) in place of the sign and the indices; inner sums first."""
    for k in reversed([k for k, token in enumerate(tokens) if token.type == "SUM"]):
        tokens = [*tokens[:k], *_entries(tokens[k], tokens[k + 1 :], source)]
    stray = next((token for token in tokens if token.type == "RPAR" and token.sub), None)
    if stray is not None:
        raise ParseError("a subscript belongs behind a name", source=source, span=stray.span)
    return tokens


def _entries(sign: Token, rest: list[Token], source: str) -> list[Token]:
    count = _length(rest)
    body, after = rest[:count], rest[count : count + 1]
    last = body[-1] if body else sign
    if not sign.sub or last.sub != sign.sub or last.layer is not None or (after and after[0].type not in _ENDS):
        raise ParseError("a sum over an index is not read", source=source, span=sign.span, hint=_HINT)
    last.sub = ""
    indexed = {sign.sub, *sign.sub}
    if any(token.type == "WORD" and indexed & {token.text, token.sub} for token in body[:-1]):
        raise ParseError("a sum over an index is not read", source=source, span=sign.span, hint=_HINT)
    head = Token("WORD", "sum", sign.start, sign.end, sign.space, "function", True)
    if last.type == "RPAR":
        return [head, *body, *rest[count:]]
    brackets = Token("LPAR", "(", last.start, last.start), Token("RPAR", ")", last.end, last.end)
    return [head, brackets[0], last, brackets[1], *rest[count:]]


def _length(rest: list[Token]) -> int:
    """How many tokens the name or bracket after the sign has."""
    if not rest or rest[0].type in ("WORD", "ONE", "ZERO"):
        return len(rest[:1])
    depth = 0
    for k, token in enumerate(rest if rest[0].type == "LPAR" else []):
        depth += (token.type in OPEN) - (token.type in CLOSE)
        if depth == 0:
            return k + 1
    return 0
