"""The finished form: one visible list of named identities, applied from the leaves up until none changes anything.

Each pass either makes the formula shorter or brings it nearer to one order (scalars in front, signs first,
transposes on the leaves), so that the end is reached; the tests run it on random formulas twice and in two orders.
"""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident

from symjac.calculus.expand import expanded, without_norms
from symjac.calculus.identities import (
    entrywise,
    exponentials,
    indexed,
    inverses,
    kinks,
    logistic,
    monomials,
    products,
    quotients,
    sums,
    traces,
    transposes,
)  # fmt: skip
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.identities.identity import Identity
from symjac.errors import LimitError
from symjac.expr.expr import Expr, fold, length, postorder
from symjac.expr.make import div, is_op, mul, neg, number, value_of, zeros
from symjac.expr.registry import apply

RULES: tuple[Identity, ...] = (
    *transposes.RULES,
    *inverses.RULES,
    *products.RULES,
    *quotients.RULES,
    *traces.RULES,
    *entrywise.RULES,
    *exponentials.RULES,
    *kinks.RULES,
    *logistic.RULES,
    *sums.RULES,
    *indexed.RULES,
    monomials.cancelled,
)

LAST: tuple[Identity, ...] = (
    *RULES,
    *sums.LAST,
    *indexed.LAST,
    *transposes.LAST,
)  # the finishing touch, once the derivation is over

Table = dict[str, tuple[Identity, ...]]


def by_op(rules: tuple[Identity, ...]) -> Table:
    return {op: tuple(rule for rule in rules if op in rule.ops) for op in {op for rule in rules for op in rule.ops}}


_RULES, _LAST = by_op(RULES), by_op(LAST)
_MAX_REWRITES = 20_000
LONG = 60  # names, numbers and operators from which on it is tried whether terms cancel when multiplied out


class Simplifier:
    """Simplified forms of expressions, remembered; `used` lists the identities that changed something."""

    def __init__(self, table: Table = _RULES) -> None:
        self.table = table
        self.done: dict[Expr, Expr] = {}
        self.used: list[Identity] = []
        self.count = 0

    def __call__(self, expr: Expr) -> Expr:
        return fold(expr, self._visit, self.done)

    def _visit(self, expr: Expr, args: tuple[Expr, ...]) -> Expr:
        # What stands in d(·) is left alone: S = S' may be used in dF, but not before F is differentiated.
        current = expr if is_op(expr, "differential_of") else rebuild(expr, args)
        while current not in self.done:
            rule, new = self._first(current)
            if rule is not None:
                self._count(rule)
            elif (new := self._scalars(current)) is current:
                break
            current = new if is_op(new, "differential_of") else rebuild(new, tuple(self(arg) for arg in new.args))
        result = self.done.get(current, current)
        self.done[current] = result
        self.done[result] = result
        return result

    def _first(self, expr: Expr) -> tuple[Identity, Expr] | tuple[None, Expr]:
        among: set[str] | None = None
        for rule in self.table.get(expr.op.name, ()):
            if rule.among:
                among = {factor.op.name for factor in factors(expr).chain} if among is None else among
                if among.isdisjoint(rule.among):
                    continue
            new = rule.rewrite(expr)
            if new is not None and new is not expr:
                return rule, new
        return None, expr

    def _scalars(self, expr: Expr) -> Expr:
        """The scalar u'v of (u'v) A is an expression of its own, although it is no argument of the flat product."""
        if not is_op(expr, "mul", "div"):
            return expr
        p = factors(expr)
        if all(not is_op(b, "mul") or b is expr or self(b) is b for b, _ in p.scalars):
            return expr
        return rebuilt(Product(p.coefficient, tuple((self(b), e) for b, e in p.scalars), p.chain))

    def _count(self, rule: Identity) -> None:
        self.count += 1
        if self.count > _MAX_REWRITES:
            raise LimitError("the formula is too large to simplify", hint=f"last identity: {rule.name}")
        if rule not in self.used:
            self.used.append(rule)


def rebuild(expr: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operation on other arguments."""
    if args == expr.args:
        return expr
    return apply(expr.op, args, expr.data, None if expr.op.signature is not None else expr.shape)


def simplify(expr: Expr) -> Expr:
    """The finished form."""
    return signs_in_front(Simplifier(_LAST)(expr))


def finished(expr: Expr, *typed: Expr) -> Expr:
    """The finished form, with the person's own subexpressions written as typed where that is no longer: y'x stays y'x."""
    return finisher(get_ident(), *typed)(expr)


KNOWN = 20_000  # finished forms that are remembered: a process may live long


class Finisher:
    """Finished forms beside the formulas that were typed; a derivation asks for many."""

    def __init__(self, typed: tuple[Expr, ...]) -> None:
        self.simplifier = Simplifier(_LAST)
        self.original: dict[Expr, Expr] = {}
        self.known: dict[Expr, Expr] = {}
        for formula in typed:
            self.simplifier(formula)
            for part in postorder(formula):
                form = self.simplifier.done[part]
                if form is not part and length(part) <= length(form):
                    self.original.setdefault(form, part)

    def __call__(self, expr: Expr) -> Expr:
        if expr not in self.known:
            if len(self.known) >= KNOWN:
                self.known.clear()
                self.simplifier.done.clear()
            self.known[expr] = self.form(expr)
        return self.known[expr]

    def form(self, expr: Expr) -> Expr:
        self.simplifier.count = 0
        result = self.shorter(self.simplifier(expr))
        if self.original:
            result = fold(result, lambda e, args: self.original.get(e) or rebuild(e, args))
        return signs_in_front(result)

    def shorter(self, expr: Expr) -> Expr:
        """The formula, or what it becomes when it is multiplied out and collected again, where that is much shorter."""
        if length(expr) < LONG or (wider := expanded(expr)) is None:
            return expr
        other = self.simplifier(wider)
        return other if 3 * length(other) < 2 * length(expr) else expr


@lru_cache(maxsize=16)
def finisher(_thread: int, *typed: Expr) -> Finisher:
    """Of one thread alone: a finisher counts its rewrites."""
    return Finisher(typed)


def vanishing(expr: Expr, simplify: Simplifier) -> Expr:
    """The formula with 0 for every sum that is zero once its norms are multiplied out: 1/‖u‖ − u'u/‖u‖³."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        other = without_norms(e) if is_op(e, "add") else None
        zero = other is not None and is_zero(simplify(other))
        return zeros(*e.shape) if zero and not e.is_scalar else number(0) if zero else rebuild(e, args)

    return fold(expr, visit)


def is_zero(e: Expr) -> bool:
    return is_op(e, "zeros") or value_of(e) == 0


def signs_in_front(expr: Expr) -> Expr:
    """−(A x) is written −A x, except after the first term of a sum, where a minus is the sign between."""
    done: dict[Expr, Expr] = {}

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if is_op(e, "neg"):
            return minus(args[0])
        if is_op(e, "add"):
            later = (neg(done[a.args[0]]) if is_op(a, "neg") else new for a, new in zip(e.args[1:], args[1:], strict=True))
            return rebuild(e, (args[0], *later))
        return rebuild(e, args)

    return sums.turned(fold(expr, visit, done))


def minus(a: Expr) -> Expr:
    """−a with the sign at the first factor."""
    if is_op(a, "mul"):
        return mul(minus(a.args[0]), *a.args[1:])
    if is_op(a, "div") and not is_op(a.args[0], "add"):
        return div(minus(a.args[0]), a.args[1])
    return neg(a)
