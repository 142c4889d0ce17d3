"""∑_{i=1}^N …, ∏ …, sum(i=1..N, …): the sign, its index and what it reaches become a call that binds the index; x_i becomes
member i of the family x. ∑ᵢ (x)ᵢ and ∑ᵢⱼ (X)ᵢⱼ, as they are printed, are the sum of all entries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from symjac.errors import ParseError
from symjac.expr.dims import Dim
from symjac.language.text.brackets import CLOSE, OPEN, level
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.sums.averages import divisors
from symjac.language.text.sums.bound import Bound
from symjac.language.text.sums.limits import limit, upper_limit
from symjac.language.text.sums.members import in_brackets, members
from symjac.language.text.sums.reach import ENDS, open_bar, reach
from symjac.language.text.tree import Token

_ALONE = frozenset((*ENDS, "BAR", "DBAR"))
_SIGNED = ("PLUS", "MINUS", "EQ", "COMMA", "SEMI", "DIVIDE")
_SIGNS = {"sum": "∑", "prod": "∏"}
_PLAIN = {"sum": "bigsum", "prod": "bigprod", "stack": "stack"}


def indexed(line: Line, source: str, latex: bool, free: Collection[str] = (), among: Collection[str] | None = None) -> None:
    """The sides of a statement with their sums read."""
    line.links = [sums(side, source, latex, free, among) for side in line.links]
    line.body = sums(line.body, source, latex, free, among)


def sums(
    tokens: list[Token], source: str, latex: bool, free: Collection[str] = (), among: Collection[str] | None = None
) -> list[Token]:
    """The tokens with calls in place of the signs, inner sums first; then every name below which a bound index stands."""
    tokens = _plainly(_spelled(_greek(in_brackets(tokens), source), free), source)
    for k in reversed([k for k, token in enumerate(tokens) if token.type == "SUM"]):
        tokens = [*tokens[:k], *_sum(tokens, k, source)]
    tokens = members(tokens, latex, free, among)
    stray = next((token for token in tokens if token.type == "RPAR" and token.sub), None)
    if stray is not None:
        raise ParseError("a subscript belongs behind a name", source=source, span=stray.span)
    return tokens


# The sign


def _sum(tokens: list[Token], k: int, source: str) -> list[Token]:
    sign, rest = tokens[k], tokens[k + 1 :]
    upper, rest = upper_limit(rest, source)
    counted = any(divisors(tokens[:k]))  # 1/n Σᵢ xᵢ: n says how far i runs
    if upper is None and not counted and (whole := _entries(sign, rest, [*tokens[:k], *rest])) is not None:
        return whole
    bar = open_bar(tokens[:k])
    letters = _letters(sign, rest, bar, source)
    count = reach(rest, letters, bar)
    body = rest[:count]
    if not body:
        raise ParseError("nothing stands behind the sum", source=source, span=sign.span)
    kind = "bigprod" if is_product(sign) else "bigsum"
    return [*_calls(kind, letters, upper, sign, body), *rest[count:]]


def is_product(sign: Token) -> bool:
    return sign.text in ("∏", "\\prod", "prod")


def _calls(kind: str, letters: Iterable[str], upper: Dim | None, sign: Token, body: list[Token]) -> list[Token]:
    for letter in reversed(list(letters)):
        head = Token("FUNC", kind, sign.start, sign.end, sign.space, Bound(kind, letter, upper))
        body = [head, Token("LPAR", "(", body[0].start, body[0].start), *body, Token("RPAR", ")", body[-1].end, body[-1].end)]
    return body


def _letters(sign: Token, rest: list[Token], bar: str | None, source: str) -> tuple[str, ...]:
    """The indices below the sign; where there are none, the one that stands below the names behind it."""
    if isinstance(sign.data, tuple):
        return tuple(str(letter) for letter in sign.data)
    if re.fullmatch("[A-Za-z]{1,3}", sign.sub):
        return tuple(sign.sub)
    below = {t.sub for t in rest[: reach(rest, (), bar)] if t.type == "WORD" and re.fullmatch("[a-z]", t.sub)}
    if sign.sub or len(below) != 1:
        hint = "write \\sum_{i=1}^{N}, or sum(i=1..N, …)"
        raise ParseError("the index of the sum is missing", source=source, span=sign.span, hint=hint)
    return tuple(below)


# Σᵢ xᵢ, sum_i x_i


def _greek(tokens: list[Token], source: str) -> list[Token]:
    """The sign for a capital Σ at the beginning of a term, with an index that stands below a name behind it, too."""
    return [replace(t, type="SUM", text="∑") if _is_greek(tokens, k, source) else t for k, t in enumerate(tokens)]


def _is_greek(tokens: list[Token], k: int, source: str) -> bool:
    token, before = tokens[k], tokens[k - 1] if k else None
    if token.type != "WORD" or source[token.start : token.start + 1] != "Σ" or not re.fullmatch("[a-z]", token.sub):
        return False
    rest = tokens[k + 1 :]
    begins = before is None or before.type in (*OPEN, *_SIGNED, "NUM")
    return begins and any(t.type in ("WORD", "RPAR") and token.sub == t.sub for t in rest[: reach(rest, (token.sub,))])


def _spelled(tokens: list[Token], free: Collection[str]) -> list[Token]:
    """The sign for the word, where a name or a bracket behind it has the index below it."""
    return [
        replace(t, type="SUM", text=_SIGNS[t.text]) if t.text in _SIGNS and _is_sign(t, tokens[k + 1 :], free) else t
        for k, t in enumerate(tokens)
    ]


def _is_sign(token: Token, rest: list[Token], free: Collection[str]) -> bool:
    if token.type != "WORD" or not re.fullmatch("[a-z]{1,2}", token.sub) or full_name(token) in free:
        return False
    return all(any(t.type in ("WORD", "RPAR") and letter in t.sub for t in rest) for letter in token.sub)


# sum(i=1..N, body)


def _plainly(tokens: list[Token], source: str) -> list[Token]:
    """The calls as they are printed on one line."""
    found = [k for k, t in enumerate(tokens) if t.text in _PLAIN and _begins(tokens[k : k + 7])]
    for k in reversed(found):
        comma = next((j for j in range(k + 7, len(tokens)) if tokens[j].type == "COMMA"), None)
        if comma is None or level(tokens[k + 7 : comma]):
            raise ParseError("the sum has no body", source=source, span=tokens[k].span, expected="sum(i=1..N, body)")
        head, letter = tokens[k], tokens[k + 2]
        upper = limit(tokens[k + 7 : comma], source)
        call = replace(head, type="FUNC", text=_PLAIN[head.text], data=Bound(_PLAIN[head.text], full_name(letter), upper))
        tokens = [*tokens[:k], call, tokens[k + 1], *tokens[comma + 1 :]]
    return tokens


def _begins(tokens: list[Token]) -> bool:
    kinds = [t.type for t in tokens]
    return kinds == ["WORD", "LPAR", "WORD", "EQ", "NUM", "STOP", "STOP"] and tokens[4].data == 1


# The sum of all entries


def _entries(sign: Token, rest: list[Token], others: list[Token]) -> list[Token] | None:
    """sum( … ) for ∑ᵢ (x)ᵢ, and for ∑ᵢ xᵢ of an x of which no other entry is named."""
    count = _length(rest)
    body, after = rest[:count], rest[count : count + 1]
    last = body[-1] if body else sign
    if (
        is_product(sign)
        or not sign.sub
        or last.sub != sign.sub
        or last.layer is not None
        or (after and after[0].type not in _ALONE)
    ):
        return None
    bound = {sign.sub, *sign.sub}
    if any(token.type == "WORD" and bound & {token.text, token.sub} for token in body[:-1]):
        return None
    if last.type == "WORD" and any(t is not last and t.text == last.text and t.type == "WORD" for t in others):
        return None
    if reach(rest, bound) > count:
        return None
    last.sub = ""
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
