"""Which mistake explains an answer: the right one is mutated, one mistake at a time, then two; the simplest explanation is told.

Floats at two places sort out; what is told has agreed at both to nine digits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from symjac.calculus.expand import expanded
from symjac.calculus.simplify import rebuild
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.make import is_op, mul, transpose, value_of
from symjac.expr.ops.mul import scalar_prefix
from symjac.judge.asked import Asked
from symjac.judge.forms.answer import Answer
from symjac.judge.mistakes.mutant import DEEP, Kind, everywhere
from symjac.judge.mistakes.registry import kind, kinds
from symjac.judge.places import Array, Place
from symjac.verify.points import mirrored

CLOSE = 1e-9
BUDGET = 0.3  # seconds of computing for a wrong answer; what has been found by then is told
clock = getattr(time, "thread_time", time.process_time)  # a browser counts for no thread by itself
FACTORS: dict[float, tuple[str, ...]] = {1.0: (), -1.0: ("SIGN",)}
for _factor in (2.0, 0.5, 3.0, 1 / 3, 4.0, 0.25):  # the exponents of powers
    FACTORS |= {_factor: ("F2",), -_factor: ("F2", "SIGN")}
ALTERNATIVES = 3
PLAIN = 1.6  # what is explained as simply as this needs no mistake in the function
Single = tuple[Kind, Expr, Expr | None]  # the mistake, the formula with it, the part at which it was made


@dataclass(frozen=True)
class Explanation:
    """Mistakes that together make the right answer the one given. nodes: where each was made; cost: the smaller, the simpler."""

    kinds: tuple[Kind, ...]
    nodes: tuple[Expr | None, ...]
    cost: float

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(k.code for k in self.kinds)


class Relation(NamedTuple):
    """answer = factor · other, perhaps transposed."""

    factor: float
    turned: bool


class Target:
    """The answer in floats at the two places, and what it is compared with."""

    def __init__(self, asked: Asked, answer: Answer, places: tuple[Place, Place] | None = None) -> None:
        self.asked, self.answer = asked, answer
        self.places = places or asked.quick
        self.memos = [dict(place.base) for place in self.places]
        self.claimed = [answer.floats(p, m) for p, m in zip(self.places, self.memos, strict=True)]
        self.right = [p.floats(asked.result) for p in self.places]
        self.np = self.places[0].xp.np

    def relation(
        self, values: Iterable[Array], claimed: list[Array] | None = None, *, any_factor: bool = False
    ) -> Relation | None:
        """How the answer follows from the values at both places; None if it does not. The second is only computed if needed."""
        found: Relation | None = None
        for value, wanted in zip(values, claimed or self.claimed, strict=True):
            now = self.proportion(value, wanted)
            if now is None or (found is not None and not (abs(now.factor - found.factor) < 1e-7 * abs(found.factor))):
                return None
            if not any_factor and self.named(now.factor) is None:
                return None
            found = now if found is None or found.turned == now.turned else now
        return found

    def proportion(self, a: Array, c: Array) -> Relation | None:
        """c = factor · a, or factor · a'."""
        with self.np.errstate(all="ignore"):
            return self._proportion(a, c) if a.size == c.size else None

    def _proportion(self, a: Array, c: Array) -> Relation | None:
        for turned in (False, True):
            b = a.T if turned else a
            if b.shape != c.shape or (turned and a.size == 1):
                continue
            norm = float((b * b).sum())
            if not norm or norm != norm or norm == float("inf"):
                return None
            factor = float((b * c).sum()) / norm
            if factor and float(abs(c - factor * b).max()) <= CLOSE * float(abs(c).max()):
                return Relation(factor, turned)
        return None

    @staticmethod
    def named(factor: float) -> float | None:
        return next((f for f in FACTORS if abs(factor - f) < 1e-7), None)

    def at(self, expr: Expr) -> Iterator[Array]:
        for place, memo in zip(self.places, self.memos, strict=True):
            yield place.floats(expr, memo)

    @property
    def has_value(self) -> bool:
        """Whether the answer has a value at both places."""
        return all(bool(self.np.isfinite(c).all()) for c in self.claimed)

    @cached_property
    def nearly_right(self) -> bool:
        """Equal as far as floats can tell: the difference is tiny, and no mutant explains it."""
        r = self.relation(self.right)
        return r is not None and not r.turned and abs(r.factor - 1) < 1e-7


def explanations(target: Target) -> list[Explanation]:
    """The simplest first, others after it; none where no mistake is recognised."""
    if not target.has_value or target.nearly_right:
        return []
    stop = clock() + BUDGET
    found: list[Explanation] = []
    for stage in (by_relation, by_symmetry, by_single, by_terms):
        found += stage(target, stop)
    if min((e.cost for e in found), default=9.0) > PLAIN:
        found += by_function(target, stop)
    if not found:
        found += by_pairs(target, stop)
    return distinct(sorted(found, key=lambda e: e.cost))


def distinct(found: list[Explanation]) -> list[Explanation]:
    """One for each set of codes; only those that are not much more complicated than the first."""
    kept: dict[frozenset[str], Explanation] = {}
    for e in found:
        if e.cost <= found[0].cost + 1.3:
            kept.setdefault(frozenset(e.codes), e)
    simplest = list(kept.values())
    return [e for e in simplest if e is simplest[0] or len(e.kinds) == 1][: 1 + ALTERNATIVES]


def explained(base: tuple[Kind, ...], nodes: tuple[Expr | None, ...], cost: float, r: Relation) -> Explanation:
    """A mutant, and what else separates it from the answer: a sign, a factor 2, a transposition."""
    named = Target.named(r.factor)
    codes = [*(FACTORS[named] if named is not None else ()), *(["T_LAYOUT"] if r.turned else [])]
    more = tuple(kind(code) for code in codes)
    return Explanation((*base, *more), (*nodes, *(None for _ in more)), cost + 0.95 * len(more))


def by_relation(target: Target, stop: float) -> Iterator[Explanation]:
    """Right but for a sign, a factor 2, a transposition besides."""
    r = target.relation(target.right)
    if r is not None and (r.turned or target.named(r.factor) != 1):
        yield explained((), (), 0.0, r)


def by_symmetry(target: Target, stop: float) -> Iterator[Explanation]:
    """Right for symmetric A."""
    squares = square_symbols(target.asked)
    for group in [(s,) for s in squares] if len(squares) == 1 else [*((s,) for s in squares), tuple(squares)] if squares else []:
        places = [symmetrised(p, group) for p in target.places]
        claimed = [target.answer.floats(p, {}) for p in places]
        r = target.relation((p.floats(target.asked.result) for p in places), claimed)
        if r is not None:
            moving = any(s.data[0] in {str(x.data[0]) for x in target.asked.variables} for s in group)
            yield explained((kind("SYM"),), (group[0],), (2.5 if moving else 1.2) + 1.0 * (len(group) - 1), r)


def square_symbols(asked: Asked) -> list[Expr]:
    """Matrices that could be taken to be symmetric."""
    own = (e for root in asked.roots[-2:] for e in postorder(root) if is_op(e, "symbol"))
    words = {"symmetric", "posdef", "diagonal", "orthogonal"}
    return [e for e in dict.fromkeys(own) if e.is_matrix and e.shape[0] == e.shape[1] and not words & e.data[1]]


def symmetrised(place: Place, symbols: tuple[Expr, ...]) -> Place:
    return place.changed({str(s.data[0]): mirrored(place.values[str(s.data[0])]) for s in symbols})


def by_single(target: Target, stop: float) -> Iterator[Explanation]:
    """One mistake in the answer."""
    for k, expr, node in singles(target.asked):
        if (r := match(target, expr)) is not None:
            yield explained((k,), (node,), k.cost, r)
        if clock() > stop:
            return


def match(target: Target, expr: Expr) -> Relation | None:
    """How the answer follows from a mutant; a mutant that is right, or right up to what is told anyway, explains nothing."""
    r = target.relation(target.at(expr)) if not expr.free else None
    if r is None or target.relation(target.at(expr), target.right, any_factor=True) is not None:
        return None
    return r


class Stream:
    """Items of a generator, remembered for the next who asks; none is made before it is asked for."""

    def __init__(self, source: Iterator[Single]) -> None:
        self.source, self.known = source, list[Single]()

    def __iter__(self) -> Iterator[Single]:
        k = 0
        while k < len(self.known) or self.more():
            yield self.known[k]
            k += 1

    def more(self) -> bool:
        found = next(self.source, None)
        if found is not None:
            self.known.append(found)
        return found is not None


def stream(asked: Asked, name: str, make: Callable[[Asked], Iterator[Single]]) -> Stream:
    """The same for all answers to a question."""
    known = asked.__dict__.get(name)
    if known is None:
        known = asked.__dict__[name] = Stream(unique(laid_out(asked, make(asked))))
    found: Stream = known
    return found


def laid_out(asked: Asked, found: Iterable[Single]) -> Iterator[Single]:
    """What speaks of a member x_k as what it is for all members."""
    for k, expr, node in found:
        yield k, asked.settled(expr) if expr.free else expr, node


def singles(asked: Asked) -> Iterable[Single]:
    """Every mutant of the right answer with one mistake."""
    return stream(asked, "mutants of the answer", mutants)


def unique(found: Iterable[Single]) -> Iterator[Single]:
    seen: set[tuple[str, Expr]] = set()
    for k, expr, node in found:
        if (k.code, expr) not in seen:
            seen.add((k.code, expr))
            yield k, expr, node


def mutants(asked: Asked) -> Iterator[Single]:
    for k in sorted(kinds(), key=lambda k: k.cost):
        if k.whole is not None and not asked.linked:
            yield from ((k, expr, node) for expr, node in k.whole(asked))
        if k.in_answer is not None:
            for form in forms(asked):
                yield from ((k, expr, node) for expr, node in everywhere(form, k.in_answer))


def forms(asked: Asked) -> list[Expr]:
    """The right answer as it stands, multiplied out, with powers as products: a mistake shows in one of them."""
    result = asked.result
    if size(result) > DEEP:
        return [result]
    wider = expanded(result) if size(result) < DEEP // 3 else None
    found = [result, unrolled(result)] + ([wider, unrolled(wider)] if wider is not None else [])
    return list(dict.fromkeys(found))


def unrolled(expr: Expr) -> Expr:
    """X³ as X X X, (XY)ᵀ as YᵀXᵀ."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        k = value_of(e.args[1]) if is_op(e, "matrix_power") else None
        if k is not None and k.denominator == 1 and 2 <= k <= 4:
            return mul(*(args[0] for _ in range(int(k))))
        if is_op(e, "transpose") and is_op(args[0], "mul") and not scalar_prefix(args[0]):
            return mul(*(a if a.is_scalar else a.args[0] if is_op(a, "transpose") else transpose(a) for a in args[0].args[::-1]))
        return rebuild(e, args)

    return fold(expr, visit)


def by_function(target: Target, stop: float) -> Iterator[Explanation]:
    """One mistake in the function, which is then differentiated rightly."""
    for k, expr, node in stream(target.asked, "derivatives of mutants", derivatives):
        if (r := match(target, expr)) is not None:
            yield explained((k,), (node,), k.cost + 0.2, r)
        if clock() > stop:
            return


def derivatives(asked: Asked) -> Iterator[Single]:
    for k, f, node in functions(asked):
        try:
            yield k, asked.derivative_of(f), node
        except (SymjacError, ValueError):
            continue


def functions(asked: Asked) -> Iterator[Single]:
    """Mutants of the function, in the names of the question."""
    if asked.linked or size(asked.f) > DEEP:
        return
    for k in sorted(kinds(), key=lambda k: k.cost):
        if k.in_function is not None:
            yield from ((k, f, node) for f, node in everywhere(asked.f, k.in_function))


def size(expr: Expr) -> int:
    return sum(1 for _ in postorder(expr))


def by_terms(target: Target, stop: float) -> Iterator[Explanation]:
    """A sum of which several terms have a wrong sign or factor, or are missing."""
    coefficients = term_factors(target)
    if coefficients is None:
        return
    wrong = [c for c in coefficients if c != 1]
    codes = {"CONST" if c == 0 else "SIGN" if c == -1 else "F2" for c in wrong if c in (0, -1, 2, 0.5)}
    if len(wrong) < len(coefficients) and all(c in (0, -1, 2, 0.5) for c in wrong) and 1 <= len(codes) <= 2:
        told = tuple(kind(code) for code in sorted(codes))
        yield Explanation(told, tuple(None for _ in told), 2.6 + 0.4 * len(wrong))


def term_factors(target: Target) -> list[float] | None:
    """c with answer = Σ c_k · term k of the right answer, multiplied out, where there are such numbers."""
    form = expanded(target.asked.result) or target.asked.result
    if not is_op(form, "add") or len(form.args) > 12:
        return None
    np = target.np
    stacks = [np.column_stack([target.places[k].floats(t, target.memos[k]).ravel() for t in form.args]) for k in (0, 1)]
    wanted = [c.ravel() for c in target.claimed]
    if any(len(s) != len(w) or not np.isfinite(s).all() for s, w in zip(stacks, wanted, strict=True)):
        return None
    A, b = np.vstack(stacks), np.concatenate(wanted)
    if len(b) <= len(form.args) or np.linalg.matrix_rank(A) < len(form.args):
        return None
    c = np.linalg.lstsq(A, b, rcond=None)[0]
    if abs(A @ c - b).max() > CLOSE * abs(b).max():
        return None
    return [float(round(x * 12) / 12) if abs(x * 12 - round(x * 12)) < 1e-6 else float(x) for x in c]


def by_pairs(target: Target, stop: float) -> Iterator[Explanation]:
    """Two mistakes in the answer, as long as there is time; the first that fits."""
    hooks = [k for k in sorted(kinds(), key=lambda k: k.cost) if k.in_answer is not None]
    for k, expr, node in singles(target.asked):
        for other in hooks:
            assert other.in_answer is not None
            for twice, at in everywhere(expr, other.in_answer):
                if clock() > stop:
                    return
                if (r := match(target, twice)) is not None:
                    yield explained(
                        (k, other) if k is not other else (k,), (node, at) if k is not other else (node,), k.cost + other.cost, r
                    )
                    return
