"""What is true of a wrong answer nevertheless: right up to a factor, for symmetric A, for n = 1, if b = 0, but for one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from symjac.expr.expr import Expr, postorder
from symjac.expr.make import is_op
from symjac.judge.places import Array, Place, draw
from symjac.judge.search import Target, square_symbols, symmetrised, term_factors
from symjac.verify.exact import Mat
from symjac.verify.points import Sizes, cayley

PROFILE = ((True, 11, 8),)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


def facts(target: Target) -> tuple[str, ...]:
    """In words, the plainest first."""
    if not target.has_value:
        return ()
    return tuple(dict.fromkeys((*up_to_factor(target), *by_terms(target), *special_cases(target), *entries(target))))


def up_to_factor(target: Target) -> Iterator[str]:
    r = target.relation(target.right, any_factor=True)
    if r is None:
        return
    besides = ", after transposition" if r.turned else ""
    if abs(r.factor - 1) < 1e-2 and r.factor != 1:
        yield f"it is nearly right{besides}: a number is rounded, and numbers are exact here"
    elif abs(r.factor - 1) >= 1e-2:
        factor = Fraction(r.factor).limit_denominator(60)
        shown = str(factor) if abs(float(factor) - r.factor) < 1e-7 else f"{r.factor:.6g}"
        yield f"it is right up to the factor {shown}{besides}"
    elif not r.turned:
        yield "the difference is very small: a number is rounded, or a small term is too many"


def by_terms(target: Target) -> Iterator[str]:
    """Which term of the sum is wrong."""
    c = term_factors(target)
    if c is None or all(x == c[0] for x in c):
        return
    wrong = [k for k, x in enumerate(c) if x != 1]
    if len(wrong) == 1 and len(c) <= len(ORDINALS):
        k = wrong[0]
        what = "is missing" if c[k] == 0 else "has the wrong sign" if c[k] == -1 else f"has the wrong factor, by {c[k]:g}"
        yield f"one term is wrong, the others are right: multiplied out, the {ORDINALS[k]} term of {len(c)} {what}"


def special_cases(target: Target) -> Iterator[str]:
    """Conditions that the question does not grant."""
    symbols = used(target)
    yield from unconstrained(target)
    for s in square_symbols(target.asked):
        if right_at(target, [symmetrised(p, (s,)) for p in target.places]):
            yield f"it is right for symmetric ${s}$"
        elif right_at(target, [p.changed({str(s.data[0]): cayley(p.values[str(s.data[0])])}) for p in target.places]):
            yield f"it is right for orthogonal ${s}$"
    for s in symbols:
        for words, change in CHANGES:
            if s.is_scalar and change is not zeroed:
                continue
            if s not in target.asked.variables and right_at(target, [p.changed(change(s, p)) for p in target.places]):
                yield f"it is right if {words.format(s)}"
                break
    for name in dict.fromkeys(n for d in target.asked.dims for n in d.names) | dict.fromkeys(
        n for s in symbols for d in s.shape for n in d.names
    ):
        if right_at(target, [p for p in (shrunk(target, name, turn) for turn in (0, 1)) if p is not None], 2):
            yield f"it is right for ${name} = 1$"


def unconstrained(target: Target) -> Iterator[str]:
    """By all entries of a matrix declared symmetric or diagonal, where its free entries are meant."""
    q = target.asked.question
    if not q.structure or target.asked.point or target.asked.linked:
        return
    r = target.relation(target.at(q.free_result))
    if r is not None and not r.turned and r.factor > 0 and abs(r.factor - 1) < 1e-7:
        yield f"it is the derivative by all entries of ${q.x}$, as if it were not {q.structure}"


def used(target: Target) -> list[Expr]:
    own = (e for root in target.asked.roots[-2:] for e in postorder(root) if is_op(e, "symbol"))
    return list(dict.fromkeys(own))


def right_at(target: Target, places: list[Place], least: int = 1) -> bool:
    """Whether answer and truth agree at all of them, and are not both 0."""
    if len(places) < least:
        return False
    return all(close(target, answer_at(target, p), p.floats(target.asked.result)) for p in places)


def answer_at(target: Target, place: Place) -> Array | None:
    try:
        return target.answer.floats(place, {})
    except (ArithmeticError, ValueError):
        return None


def close(target: Target, a: Array | None, b: Array) -> bool:
    if a is None or a.shape != b.shape or not target.np.isfinite(b).all():
        return False
    top = float(abs(b).max())
    return top > 0 and float(abs(a - b).max()) <= 1e-9 * top


def zeroed(s: Expr, place: Place) -> Mapping[str, Mat]:
    a = place.values[str(s.data[0])]
    return {str(s.data[0]): a.map(lambda z: 0)}


def normed(s: Expr, place: Place) -> Mapping[str, Mat]:
    a = place.values[str(s.data[0])]
    total = sum(a.flat)
    return {str(s.data[0]): a.map(lambda z: Fraction(z) / total) if total else a}


def signs(s: Expr, place: Place) -> Mapping[str, Mat]:
    a = place.values[str(s.data[0])]
    return {str(s.data[0]): a.map(lambda z: 1 if z > 0 else -1)}


CHANGES: tuple[tuple[str, Callable[[Expr, Place], Mapping[str, Mat]]], ...] = (
    ("${} = 0$", zeroed),
    ("the entries of ${}$ add up to 1", normed),
    ("the entries of ${}$ are 1 or −1", signs),
)


def shrunk(target: Target, name: str, turn: int) -> Place | None:
    """A place at which one size is 1."""
    asked = target.asked
    try:
        other = draw(asked.symbols, asked.dims, turn, 0, PROFILE)
    except ArithmeticError:
        return None
    sizes = Sizes({**other.sizes, name: 1}, [2, 3, 4, 5])
    values = {}
    for s in asked.symbols:
        a = other.values[str(s.data[0])]
        m, n = (d.value(sizes) for d in s.shape)
        if m > a.shape[0] or n > a.shape[1]:
            return None
        values[str(s.data[0])] = Mat([row[:n] for row in a.rows[:m]])
    return Place(asked.symbols, sizes, values)


def entries(target: Target) -> Iterator[str]:
    """Which entries are wrong, where the shape is in numbers and most are right."""
    shape = tuple(d.number for d in target.asked.result.shape)
    if None in shape or target.claimed[0].shape != target.right[0].shape or target.right[0].size < 2:
        return
    wrong = wrong_entries(target)
    if 0 < len(wrong) <= max(1, target.right[0].size // 2):
        listed = ", ".join(f"({i + 1}, {j + 1})" for i, j in wrong[:4])
        yield f"all entries are right but {listed}" if len(wrong) <= 4 else "most entries are right"


def wrong_entries(target: Target) -> list[tuple[int, int]]:
    np = target.np
    off = [abs(c - r) > 1e-9 * max(float(abs(r).max()), 1e-300) for c, r in zip(target.claimed, target.right, strict=True)]
    both = off[0] | off[1] if off[0].shape == off[1].shape else off[0]  # two places may be of two sizes
    return [(int(i), int(j)) for i, j in np.argwhere(both)]
