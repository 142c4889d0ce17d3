"""What typical mistakes lead to: the right answer with one mistake in it, each distinct from the others and known to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from symjac.derivation.decimals import evaluated
from symjac.derivation.explain.free_letter import called_as_in, commutations
from symjac.derivation.point import stays_open
from symjac.errors import SymjacError
from symjac.expr.expr import Expr
from symjac.expr.looks import written as worded
from symjac.expr.make import div, is_op, mul, neg, number, transpose
from symjac.judge.asked import Asked, ask
from symjac.judge.check import judge
from symjac.judge.mistakes.registry import kind
from symjac.judge.search import singles
from symjac.pages.exam.made import Errors, Judged, Made
from symjac.writing.block import Text
from symjac.writing.layout.fit import width

MOST = 200  # mutants that are looked at
LONGEST = 4  # a wrong answer is at most so many times as long as the right one


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, the code of the mistake that leads to it, and the sentence that says so."""

    code: str
    sentence: str
    expr: Expr


def question(j: Judged) -> Asked:
    """The question as the judge understands it."""
    return ask(j.f, j.wrt, j.where, j.order, j.layout, j.order_of, j.at)


def wrong_answers(j: Judged, most: int) -> list[Wrong]:
    """The first of each kind, then more; what is not told apart from the right answer, or from another, is left out."""
    asked = question(j)
    seen = [values(asked, asked.result)]
    by_turns = list(islice(candidates(asked), MOST))
    first = list({w.code: w for w in reversed(by_turns)}.values())[::-1]
    found: list[Wrong] = []
    for w in [*first, *(w for w in by_turns if w not in first)]:
        here = values(asked, asked.settled(w.expr))
        if len(found) == most:
            break
        if here is not None and not any(alike(asked, here, other) for other in seen) and refuted(asked, w.expr):
            found.append(w)
            seen.append(here)
    return found


COLUMN = 14.0  # em
TOLD = 4  # typical mistakes that a marker is told of


def mistake_of(code: str) -> str:
    """Its sentence, as it is said of one mistake."""
    return alone(kind(code).sentence)


def typical(made: Made) -> Errors:
    """Code, sentence and wrong answer of the mistakes that are likeliest in a part; found out when it is asked for."""
    if made.sought is not None:
        from symjac.pages.exam.sought import typical as of_optimum

        return of_optimum(made)
    if made.errors or made.judged is None or made.kind == "show":
        return made.errors
    if "typical" not in made.memo:
        try:
            found = each_once(wrong_answers(made.judged, TOLD))
        except SymjacError:
            found = []
        shown = in_its_letters(made, found)
        made.memo["typical"] = tuple((w.code, w.sentence, text) for w, text in zip(found, shown, strict=True))
    known: Errors = made.memo["typical"]
    return known


def each_once(found: list[Wrong]) -> list[Wrong]:
    """The first by each mistake."""
    return [w for k, w in enumerate(found) if w.code not in [other.code for other in found[:k]]]


def in_its_letters(made: Made, found: list[Wrong]) -> list[Text]:
    """What the mistakes lead to; where K is a function of the question, commutation matrices are called as in its solution."""
    swaps = frozenset().union(*(commutations(w.expr, ()) for w in found))
    return called_as_in((*made.ask, *made.solution), [short(w.expr) for w in found], swaps)


def short(expr: Expr) -> Text:
    """As it is written, where that fits into a column; at a point in numbers."""
    box = worded(expr) if stays_open(expr) else evaluated(expr).box
    return (box,) if width(box) <= COLUMN else ()


def candidates(asked: Asked) -> Iterator[Wrong]:
    """A sign, a factor 2, a transposition, and all that the judge knows of."""
    by_entry = asked.question.member is not None and not asked.point
    result = asked.question.result if by_entry else asked.result
    plain = [("F2", lambda: halved(result)), ("SIGN", lambda: neg(result)), ("T_LAYOUT", lambda: transpose(result))]
    for code, make in plain:
        if code != "T_LAYOUT" or not result.is_scalar:
            yield from written(asked, code, make)
    for k, expr, _ in singles(asked):
        one = entry_of(expr, result) if by_entry else expr
        if one is not None:
            yield from written(asked, k.code, lambda one=one: one)


def entry_of(e: Expr, like: Expr) -> Expr | None:
    """2x_i of (2x_i)_i', as the question asks for it; None where it is not put together so."""
    while e.shape != like.shape or is_op(e, "stack"):
        inside = e.args[0] if is_op(e, "transpose") else e
        if not is_op(inside, "stack"):
            return None
        e = inside.args[0]
    return e


def halved(result: Expr) -> Expr:
    """Without its factor 2, or with one that does not belong there."""
    has_two = str(result).lstrip("-").startswith("2*")
    return div(result, number(2)) if has_two else mul(number(2), result)


def written(asked: Asked, code: str, make: Any) -> Iterator[Wrong]:
    """In finished form, where it has one."""
    try:
        expr = asked.question.finish(make())
    except (SymjacError, ArithmeticError, ValueError):
        return
    if len(str(expr)) <= LONGEST * max(len(str(asked.result)), 12):
        yield Wrong(code, mistake_of(code), expr)


def alone(sentence: str) -> str:
    """As it is said of one mistake, which has none before it."""
    bare = sentence.removeprefix("Besides, ")
    return bare[0].upper() + bare[1:]


def values(asked: Asked, expr: Expr) -> list[Any] | None:
    try:
        found = [place.floats(expr) for place in asked.quick]
    except (SymjacError, ArithmeticError, ValueError):
        return None
    return found if all(asked.quick[0].xp.np.isfinite(v).all() for v in found) else None


def alike(asked: Asked, a: Any, b: Any) -> bool:
    np = asked.quick[0].xp.np
    return b is not None and all(x.shape == y.shape and np.allclose(x, y, rtol=1e-7) for x, y in zip(a, b, strict=True))


def refuted(asked: Asked, expr: Expr) -> bool:
    """Whether the judge finds it wrong, too, as a student would type it."""
    return judge(asked, str(expr)).status in ("wrong", "layout")
