"""How far a sum reaches: to the next + or −, and past it where the index is used."""

from __future__ import annotations

from collections.abc import Collection

from symjac.language.text.brackets import CLOSE, OPEN, level
from symjac.language.text.names import full_name
from symjac.language.text.sums.bound import Bound
from symjac.language.text.tree import Token

OPERANDS = frozenset(("WORD", "NUM", "ONE", "ZERO", *CLOSE))
STARTS = frozenset(("WORD", "NUM", "ONE", "ZERO", "FUNC", "SUM", *OPEN))
ENDS = frozenset(("PLUS", "MINUS", "COMMA", "SEMI", "EQ", *CLOSE))


BARS = ("BAR", "DBAR")


def reach(rest: list[Token], letters: Collection[str], bar: str | None = None) -> int:
    """Up to the next + or − of the same level, and on past it as long as the index is used there.

    bar: the kind of one that is open around the sum.
    """
    end = _term(rest, 0, bar)
    while end < len(rest) and rest[end].type in ("PLUS", "MINUS"):
        after = _term(rest, end, bar)
        if not _used(rest[end:after], letters):
            break
        end = after
    return end


def open_bar(tokens: list[Token]) -> str | None:
    """The kind of the bar that is open behind the tokens, within their last bracket."""
    levels: list[list[str]] = [[]]
    for token in tokens:
        if token.type in OPEN:
            levels.append([])
        elif token.type in CLOSE and len(levels) > 1:
            levels.pop()
        elif token.type in BARS:
            inside = levels[-1]
            inside[-1:] = [] if inside[-1:] == [token.type] else [*inside[-1:], token.type]
    return levels[-1][-1] if levels[-1] else None


def _closes(rest: list[Token], k: int, bar: str | None) -> bool:
    """Whether the bar there closes the one around the sum: behind an operand, but for ‖a‖ behind a factor."""
    if bar != rest[k].type or not k or rest[k - 1].type not in OPERANDS:
        return False
    follows = rest[k + 1 : k + 2]
    left = [t for j, t in enumerate(rest[k:]) if t.type == bar and level(rest[k : k + j]) == 0]
    return not (follows and follows[0].type in STARTS and len(left) % 2 and len(left) > 1)


def _term(rest: list[Token], start: int, bar: str | None) -> int:
    """Where the term that begins here, perhaps with a sign, ends."""
    depth, bars = 0, 0
    for k in range(start, len(rest)):
        kind = rest[k].type
        if depth == 0 and not bars and kind in BARS and _closes(rest, k, bar):
            return k
        if depth == 0 and kind in ENDS and not bars and not (kind in ("PLUS", "MINUS") and (k == start or _waits(rest[k - 1]))):
            return k
        depth += (kind in OPEN) - (kind in CLOSE)
        bars ^= kind in BARS and depth == 0
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
