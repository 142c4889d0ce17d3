"""∑_{i=1}^N …, ∏ …, sum(i=1..N, …): the sign, its index and what it reaches become a call that binds the index; x_i becomes
member i of the family x. ∑ᵢ (x)ᵢ and ∑ᵢⱼ (X)ᵢⱼ, as they are printed, are the sum of all entries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from symjac.errors import ParseError, UnsupportedError
from symjac.expr.dims import ONE, Dim, dim
from symjac.language.text.brackets import CLOSE, OPEN, level
from symjac.language.text.functions import function_name
from symjac.language.text.line import Line
from symjac.language.text.names import full_name, letters
from symjac.language.text.tree import Token
from symjac.writing.greek import GREEK_LETTERS

_ENDS = frozenset(("PLUS", "MINUS", "COMMA", "SEMI", "EQ", *CLOSE))
_ALONE = frozenset((*_ENDS, "BAR", "DBAR"))
_PLAIN = {"sum": "bigsum", "prod": "bigprod", "stack": "stack"}


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


def indexed(line: Line, source: str, latex: bool, free: Collection[str] = (), among: Collection[str] | None = None) -> None:
    """The sides of a statement with their sums read."""
    line.links = [sums(side, source, latex, free, among) for side in line.links]
    line.body = sums(line.body, source, latex, free, among)


def sums(
    tokens: list[Token], source: str, latex: bool, free: Collection[str] = (), among: Collection[str] | None = None
) -> list[Token]:
    """The tokens with calls in place of the signs, inner sums first; then every name below which a bound index stands."""
    tokens = _plainly(tokens, source)
    for k in reversed([k for k, token in enumerate(tokens) if token.type == "SUM"]):
        tokens = [*tokens[:k], *_sum(tokens, k, source)]
    tokens = _members(tokens, latex, free, among)
    stray = next((token for token in tokens if token.type == "RPAR" and token.sub), None)
    if stray is not None:
        raise ParseError("a subscript belongs behind a name", source=source, span=stray.span)
    return tokens


# The sign, and how far it reaches


def _sum(tokens: list[Token], k: int, source: str) -> list[Token]:
    sign, rest = tokens[k], tokens[k + 1 :]
    upper, rest = _upper(rest, source)
    if upper is None and (whole := _entries(sign, rest, [*tokens[:k], *rest])) is not None:
        return whole
    letters = _letters(sign, rest, source)
    count = _reach(rest, letters)
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


def _letters(sign: Token, rest: list[Token], source: str) -> tuple[str, ...]:
    """The indices below the sign; where there are none, the one that stands below the names behind it."""
    if isinstance(sign.data, tuple):
        return tuple(str(letter) for letter in sign.data)
    if re.fullmatch("[A-Za-z]{1,3}", sign.sub):
        return tuple(sign.sub)
    below = {t.sub for t in rest[: _reach(rest, ())] if t.type == "WORD" and re.fullmatch("[a-z]", t.sub)}
    if sign.sub or len(below) != 1:
        hint = "write \\sum_{i=1}^{N}, or sum(i=1..N, …)"
        raise ParseError("the index of the sum is missing", source=source, span=sign.span, hint=hint)
    return tuple(below)


def _reach(rest: list[Token], letters: Collection[str]) -> int:
    """Up to the next + or − of the same level, and on past it as long as the index is used there."""
    end = _term(rest, 0)
    while end < len(rest) and rest[end].type in ("PLUS", "MINUS"):
        after = _term(rest, end)
        if not _used(rest[end:after], letters):
            break
        end = after
    return end


def _term(rest: list[Token], start: int) -> int:
    """Where the term that begins here, perhaps with a sign, ends."""
    depth, bars = 0, 0
    for k in range(start, len(rest)):
        kind = rest[k].type
        if depth == 0 and kind in _ENDS and not bars and not (kind in ("PLUS", "MINUS") and (k == start or _waits(rest[k - 1]))):
            return k
        depth += (kind in OPEN) - (kind in CLOSE)
        bars ^= kind in ("BAR", "DBAR") and depth == 0
    return len(rest)


def _waits(token: Token) -> bool:
    """Whether a sign behind it belongs to an operand: a · −b, a^-b."""
    return token.type in ("_TIMES", "CDOT", "ELTIMES", "DIVIDE", "POW", "FUNC")


def _used(tokens: list[Token], letters: Collection[str]) -> bool:
    """Whether one of the indices stands there, and no sum of its own runs over it."""
    inner: list[tuple[int, str]] = []
    depth = 0
    for k, token in enumerate(tokens):
        depth += (token.type in OPEN) - (token.type in CLOSE)
        before = tokens[k - 1].data if k and token.type in OPEN else None
        if isinstance(before, Bound):
            inner.append((depth, before.letter))
        inner = [(at, letter) for at, letter in inner if depth >= at]
        if _uses(token, {*letters} - {letter for _, letter in inner}):
            return True
    return False


def _uses(token: Token, letters: Collection[str]) -> bool:
    below = {token.sub, token.layer or "", *(token.sub if len(token.sub) <= 3 else ())}
    return token.type in ("WORD", "RPAR") and bool({full_name(token), *below} & {*letters})


def _upper(rest: list[Token], source: str) -> tuple[Dim | None, list[Token]]:
    """The size that stands above the sign."""
    if not rest or rest[0].type != "POW":
        return None, rest
    end = 2
    if len(rest) > 1 and rest[1].type in OPEN:
        end = next(k for k in range(2, len(rest) + 1) if level(rest[1:k]) == 0)
    return limit(rest[1:end], source), rest[end:]


def limit(tokens: list[Token], source: str) -> Dim:
    """N, 5, 2N, t − 1: the upper limit of a sum, a size."""
    total, sign = dim(0), 1
    factor: Dim | None = None
    span = (tokens[0].start, tokens[-1].end) if tokens else None
    inner = tokens[1:-1] if tokens and tokens[0].type == "LPAR" else tokens
    for token in [*inner, Token("PLUS", "+", 0, 0)]:
        if token.type in ("PLUS", "MINUS"):
            if factor is not None:
                total, factor = total + dim(sign) * factor, None
            sign = 1 if token.type == "PLUS" else -1
        elif token.type == "NUM" and str(token.data).isdigit() and token.data:
            factor = (factor or ONE) * dim(int(str(token.data)))
        elif token.type == "WORD" and token.layer is None:
            factor = (factor or ONE) * dim(full_name(token))
        elif token.type not in ("_TIMES", "CDOT"):
            raise UnsupportedError(
                "this upper limit of a sum is not read", source=source, span=span, hint="it is a size: N, 5, t - 1"
            )
    if total == dim(0):
        raise UnsupportedError(
            "this upper limit of a sum is not read", source=source, span=span, hint="it is a size: N, 5, t - 1"
        )
    return total


# sum(i=1..N, body)


def _plainly(tokens: list[Token], source: str) -> list[Token]:
    """The calls as they are printed on one line."""
    found = [k for k in range(len(tokens)) if _begins(tokens[k : k + 7])]
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
    return kinds == ["WORD", "LPAR", "WORD", "EQ", "NUM", "STOP", "STOP"] and tokens[0].text in _PLAIN and tokens[4].data == 1


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
    if _reach(rest, bound) > count:
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


# Members


def _members(tokens: list[Token], latex: bool, free: Collection[str], among: Collection[str] | None) -> list[Token]:
    """Names and brackets below which an index stands that is bound where they are; a free one belongs to names `among` these."""
    scopes: list[tuple[str, ...]] = [tuple(free)]
    out: list[Token] = []
    opened: list[int] = []
    for k, token in enumerate(tokens):
        if token.type in OPEN:
            before = tokens[k - 1].data if k else None
            scopes.append((*scopes[-1], before.letter) if isinstance(before, Bound) else scopes[-1])
            opened.append(len(out))
        elif token.type in CLOSE and len(scopes) > 1:
            scopes.pop()
            start = opened.pop()
            found = below(token, scopes[-1]) if token.type == "RPAR" else None
            if found is not None and not any(isinstance(t.data, Indexed) and {*t.data.indices} & {*found} for t in out[start:]):
                token.sub = ""
                out.append(token)
                start -= _is_called(out, start)
                out[start:] = _entry_of(out[start:], found)
                continue
        elif (
            token.type == "WORD" and (found := below(token, scopes[-1])) and _known(token, found, scopes[-1][len(free) :], among)
        ):
            out += _apart(token, found, latex)
            continue
        elif token.type == "WORD" and token.text == "kronecker" and tokens[k + 1 : k + 2] and tokens[k + 1].type == "LPAR":
            token = replace(token, type="FUNC", text="delta", data=Indexed(()))
        elif token.type == "WORD" and full_name(token) in scopes[-1]:
            token = replace(token, data=Indexed(()), held=True)
        out.append(token)
    return out


def _is_called(out: list[Token], opened: int) -> bool:
    """Whether a function stands before the bracket: softmax(z)_i."""
    before = out[opened - 1] if opened else None
    named = before is not None and before.type == "WORD" and not before.sub and function_name(before.text) is not None
    return named and len(out[opened - 1].text) > 1 and not out[opened].space


def _entry_of(tokens: list[Token], indices: tuple[str, ...]) -> list[Token]:
    """The entry of a bracket, or of the value of a function."""
    first, last = tokens[0], tokens[-1]
    head = Token("FUNC", "member", first.start, first.end, first.space, Indexed(indices))
    if first.type in OPEN:
        return [head, *tokens]
    return [head, Token("LPAR", "(", first.start, first.start), *tokens, Token("RPAR", ")", last.end, last.end)]


def _known(token: Token, indices: tuple[str, ...], bound: Collection[str], among: Collection[str] | None) -> bool:
    return among is None or any(i in bound for i in indices) or full_name(replace(token, sub="", layer=None)) in among


def _apart(token: Token, indices: tuple[str, ...], latex: bool) -> list[Token]:
    """The name without its indices; in LaTeX a run of letters is a product, of which the last one has them."""
    plain = replace(token, sub="", layer=None)
    whole = not latex or token.data is not None or token.held or token.text in GREEK_LETTERS
    parts = [plain] if whole else letters(plain)
    parts[-1].data, parts[-1].held, parts[-1].end = Indexed(indices), True, token.end
    return parts


def below(token: Token, bound: Collection[str]) -> tuple[str, ...] | None:
    """The indices below a name, if one of them is bound: i of x_i and x^{(i)}; n, k of r_{nk}; 1, j of A_{1j}."""
    if token.layer is not None and token.layer in bound and not token.sub:
        return (token.layer,)
    if not token.sub or token.layer is not None:
        return None
    parts = (token.sub,) if token.sub in bound else tuple(token.sub)
    known = all(p in bound or p.isdigit() for p in parts) and any(p in bound for p in parts)
    return parts if known and len(parts) <= 2 else None


def bounds(tokens: Iterable[Token]) -> list[Bound]:
    """What the signs of a statement bind."""
    return [t.data for t in tokens if isinstance(t.data, Bound)]


def bases(tokens: Iterable[Token]) -> set[str]:
    """The names of which members occur."""
    return {full_name(t) for t in tokens if t.type == "WORD" and isinstance(t.data, Indexed) and t.data.indices}
