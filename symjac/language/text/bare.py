"""log 2π is log(2π), tr A B is tr(A B): a function without brackets takes the product behind it, as it is printed.

The product ends at the next written sign, function or bar. Behind a scalar function a bracket could be a factor of the value,
too, so there it is refused.
"""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.expr.families import ScalarOp
from symjac.expr.registry import find
from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.tree import Token

_MARKS = frozenset(("PRIME", "INVT"))
_POWERS = frozenset(("POW", "ELPOW"))
_ATOMS = frozenset(("NUM", "NAME", "EULER"))
_BARS = frozenset(("NORMOPEN", "BAROPEN", "ANGLEOPEN"))


def take_products(tokens: list[Token], source: str) -> tuple[list[Token], list[str]]:
    """The tokens with brackets around what each bare function takes, where that is more than one symbol; and what is told."""
    notes: list[str] = []
    for k in reversed(range(len(tokens))):
        start = _argument(tokens, k)
        if start is None or source[tokens[k].start] == "√":
            continue
        end = _end(tokens, start, source, tokens[k])
        if end > start + 1 and not _is_one(tokens, start, end):
            taken = tokens[start:end]
            shown = source[taken[0].start : taken[-1].end]
            notes.append(f"{tokens[k].text} takes all of {shown}.")
            first, last = taken[0], taken[-1]
            tokens = [
                *tokens[:start], Token("LPAR", "{", first.start, first.start), *taken, Token("RPAR", "}", last.end, last.end),
                *tokens[end:],
            ]  # fmt: skip
    return tokens, notes[::-1]


def _argument(tokens: list[Token], k: int) -> int | None:
    """Where the argument of a function without brackets begins."""
    if tokens[k].type != "FUNC" or tokens[k].data == "user":
        return None
    start = k + 1
    if start < len(tokens) and tokens[start].type == "POW":
        start = _factor(tokens, start + 1)
    if start >= len(tokens) or tokens[start].type not in _ATOMS | _BARS | {"LPAR"}:
        return None
    return start if tokens[start].type != "LPAR" or _is_quotient(tokens, start) else None


def _is_quotient(tokens: list[Token], k: int) -> bool:
    """\\frac{a}{b} behind a function: its braces are no brackets that one sees."""
    return tokens[k].text == "{" and k + 1 < len(tokens) and tokens[k + 1].type == "LPAR" and tokens[k].data == "frac"


def _end(tokens: list[Token], start: int, source: str, function: Token) -> int:
    """Where the product ends: factors side by side, each with its exponents and transposes."""
    at = _postfix(tokens, _factor(tokens, start))
    if tokens[start].type in _BARS:
        return at
    while at < len(tokens) and (tokens[at].type in _ATOMS or tokens[at].type == "LPAR"):
        if tokens[at].type == "LPAR" and not _is_quotient(tokens, at) and isinstance(find(function.text), ScalarOp):
            hint = f"write {function.text}(…), with brackets around all of its argument"
            message = f"how far does `{function.text}` reach?"
            raise ParseError(message, source=source, span=(function.start, tokens[at].end), hint=hint)
        at = _postfix(tokens, _factor(tokens, at))
    return at


def _factor(tokens: list[Token], at: int) -> int:
    """Where the symbol or bracket at a place ends; a minus in an exponent belongs to it."""
    while at < len(tokens) and tokens[at].type == "MINUS":
        at += 1
    if at >= len(tokens) or tokens[at].type not in OPEN:
        return at + 1
    depth = 0
    for k in range(at, len(tokens)):
        depth += (tokens[k].type in OPEN) - (tokens[k].type in CLOSE)
        if depth == 0:
            return k + 1
    return len(tokens)


def _postfix(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].type in _MARKS | _POWERS:
        at = at + 1 if tokens[at].type in _MARKS else _factor(tokens, at + 1)
    return at


def _is_one(tokens: list[Token], start: int, end: int) -> bool:
    """One bracket, norm or quotient, which needs no further brackets."""
    return tokens[start].type in OPEN and _factor(tokens, start) == end
