"""An answer in indices, in the letters of the question or in others, perhaps by cases: 2x_k + δ_1k for ∂f/∂x_i = 2x_i + δ_1i."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symjac.errors import ParseError
from symjac.expr.binding import at_index
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, delta, index, mul, neg, number
from symjac.judge.asked import Asked
from symjac.judge.forms import entries
from symjac.language import parse
from symjac.lazy import regex

_BELOW = regex(r"_\s*(?:\{([^{}]*)\}|([A-Za-z0-9]+))|\[([a-z](?:,\s*[a-z])?)\]|kronecker\(([^()]*)\)")
_SUMS = regex(r"(?:\\sum|\\prod|\bsum|\bprod|[∑∏Σ])\s*_\s*\{?\s*([a-z])|\b(?:sum|prod)\(([a-z])\s*=")
_IVERSON = regex(
    r"(?:\\mathbb\s*\{\s*[1I]\s*\}|\\mathbf\s*\{\s*1\s*\}|\\mathbbm\s*\{\s*1\s*\}|[1𝟏𝟙])\s*_?\s*(?:\\?[\[{(])\s*"
    r"([a-z])\s*={1,2}\s*([a-z])\s*\\?[\]})]|\\?\[\s*([a-z])\s*={1,2}\s*([a-z])\s*\\?\]"
)
MOST = 8  # letters of an answer that are tried


def fits(asked: Asked) -> bool:
    """Whether the derivative asked for is one by x_k or A_kl, so that an answer may have these letters."""
    return asked.question.single and asked.question.member is not None


def read(text: str, bare: str, asked: Asked) -> Expr:
    """The answer in the letters of the question. text: with its head ∂f/∂x_k =, if it has one; bare: without."""
    bare = _IVERSON.sub(lambda m: f" delta_{{{m[1] or m[3]}{m[2] or m[4]}}} ", bare)
    first: ParseError | None = None
    for letters in spelled(text, bare, asked):
        try:
            return in_letters(bare, letters, asked)
        except ParseError as failure:
            first = first or failure
    assert first is not None
    raise first


def in_letters(text: str, letters: tuple[str, ...], asked: Asked) -> Expr:
    """The text in which these letters stand for the indices of the question, in their order."""
    own = axes(asked)
    running = {letter: i.data[1] for letter, i in zip(letters, own, strict=True)}
    found = by_cases(text, running, asked)
    return at_index(found, {index(letter, i.data[1]): i for letter, i in zip(letters, own, strict=True)})


def axes(asked: Asked) -> list[Expr]:
    """The indices of the answer: those of f_y, then those of x_k or A_kl, or of ∂²f/∂x_k∂x_l."""
    by = by_letters(asked)
    return [*sorted(asked.sized.inner.free - {*by}, key=letter_of), *by]


def by_letters(asked: Asked) -> list[Expr]:
    """The indices of x_k or A_kl; of ∂²f/∂x_k∂x_l both."""
    q = asked.sized
    x = q.member
    assert x is not None
    by = list(x.args[1:])
    return [*by, *q.other.args[1:]] if q.order == 2 and q.other is not None else by


def letter_of(i: Expr) -> str:
    return str(i.data[0])


def spelled(text: str, bare: str, asked: Asked) -> Iterator[tuple[str, ...]]:
    """The letters that an answer may have in place of its indices: those of its head; else the question's, then its own."""
    own = tuple(letter_of(i) for i in axes(asked))
    if asked.question.order == 1 and entries.is_entries(text):
        yield entries.letters(text, asked, own)
        return
    yield own
    kept = len(own) - len(by_letters(asked))
    below = dict.fromkeys(c for m in _BELOW.finditer(bare) for c in "".join(g or "" for g in m.groups()) if "a" <= c <= "z")
    summed = {m[1] or m[2] for m in _SUMS.finditer(bare)}
    free = sorted((c for c in below if c not in own[:kept]), key=lambda c: (c in summed, c))[:MOST]
    for chosen in combinations(free, len(own) - kept):
        yield (*own[:kept], *sorted(chosen))


def by_cases(text: str, running: dict[str, Dim], asked: Asked) -> Expr:
    """The formula; of several with their conditions a sum: δ_iy a + (1 − δ_iy) b."""
    parts = entries.split(text)
    if len(parts) == 1 and not parts[0][1]:
        return parse(text, context=asked.context, like=asked.like, indices=running)
    named = {letter: index(letter, n) for letter, n in running.items()}
    branches = [(formula, entries.conditions(when, "".join(running))) for formula, when in parts]
    if len(branches) == 2 and opposite(branches[0][1], branches[1][1]):
        branches[1] = (branches[1][0], ())
    total: Expr | None = None
    for formula, conditions in reversed(branches):
        value = parse(formula, context=asked.context, like=asked.like, indices=running)
        if conditions:
            holds = [same(named[a], named[b], equal) for a, b, equal in conditions]
            value = mul(*holds, value) if total is None else add(mul(*holds, value), mul(without(holds), total))
        total = value
    assert total is not None
    return total


def opposite(one: tuple[entries.Condition, ...], other: tuple[entries.Condition, ...]) -> bool:
    """i = y, and i ≠ y."""
    return len(one) == len(other) == 1 and {*one[0][:2]} == {*other[0][:2]} and one[0][2] != other[0][2]


def same(i: Expr, k: Expr, equal: bool) -> Expr:
    return delta(i, k) if equal else without([delta(i, k)])


def without(holds: list[Expr]) -> Expr:
    """1 where a condition does not hold, else 0."""
    return add(number(1), neg(mul(*holds)))
