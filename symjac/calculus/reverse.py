"""Backwards through named statements: δ_n = ∂f/∂n is the sum over the statements that use n, each giving its adjoint of δ.

Every statement is differentiated by itself, in the names of the others, so that the cost is linear in their number (Griewank &
Walther, Evaluating Derivatives, ch. 3; Deisenroth, Faisal & Ong, 5.6). Equal statements are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from symjac.calculus.differential import adjoint, differential, direction, substitute
from symjac.calculus.patterns import Patterns, Places
from symjac.calculus.simplify import Simplifier, finished, rebuild
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr, fold, length, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import add, hadamard, is_op, number, symbol, zeros

Key = TypeVar("Key")


@dataclass(frozen=True)
class Statement:
    """name = body, the body in the names of other statements and the variables."""

    name: Expr
    body: Expr

    @property
    def uses(self) -> tuple[Expr, ...]:
        return tuple(e for e in postorder(self.body) if is_op(e, "symbol"))

    @property
    def light(self) -> bool:
        """a = φ(z), a function of one name taken entry by entry, or its softmax: δ is that of z, of a it needs no name."""
        return self.activates and is_op(self.activation.body.args[0], "symbol")

    @property
    def activates(self) -> bool:
        return isinstance(self.activation.body.op, ScalarOp) or is_op(self.activation.body, "softmax", "rowsoftmax")

    @property
    def activation(self) -> Statement:
        """Itself; of a = 1/(1 + exp(−z)) and p = exp(z)/sum(exp(z)) what these are, σ(z) and softmax(z)."""
        if not is_op(self.body, "div", "hdiv") or not any(is_op(e, "exp") for e in postorder(self.body)):
            return self
        known = finished(self.body)
        return Statement(self.name, known) if isinstance(known.op, ScalarOp) or is_op(known, "softmax") else self


@dataclass
class Sweep:
    """deltas: the adjoints that have a name, in the order in which they follow from one another; gradients: by the variables.

    called: the name of an adjoint; argument: that of z = W x + b in a = σ(W x + b), where δ_a = y/a has no end and δ_z has one.
    """

    statements: list[Statement]
    variables: Sequence[Expr]
    called: Callable[[Expr], str]
    argument: Callable[[Expr], str]
    deltas: list[Statement] = field(default_factory=list)
    gradients: dict[Expr, Expr] = field(default_factory=dict)
    of: dict[Expr, Expr] = field(default_factory=dict)  # the name of an adjoint → what it is the adjoint of
    patterns: Patterns = field(default_factory=Patterns)

    def __post_init__(self) -> None:
        self.waiting: dict[Expr, list[Expr]] = {}
        self.active = self.moving()
        *before, last = self.statements = list(self.statements)
        self.pass_on(Statement(last.body, last.body), number(1))  # f needs no name in its own derivative
        for statement in reversed(before):
            if statement.name in self.active and statement.name in self.waiting:
                for part in self.in_steps(statement, statement.activation):
                    self.pass_on(part, self.adjoint_of(part))
        for x in self.variables:
            parts = self.waiting.get(x)
            self.gradients[x] = self.sum_of(parts) if parts else zeros(*x.shape)

    def moving(self) -> set[Expr]:
        """The variables, and what depends on them."""
        found = set(self.variables)
        for s in self.statements:
            if not found.isdisjoint(s.uses):
                found.add(s.name)
        return found

    def adjoint_of(self, s: Statement) -> Expr:
        """The sum of what the later statements have passed on; under a name, where that is worth it."""
        parts = self.waiting[s.name]
        if s.light and len(parts) == 1:
            return parts[0]
        named = symbol(self.called(s.name), s.name.shape)
        self.of[named] = s.name
        self.deltas.append(Statement(named, self.sum_of(parts)))
        return named

    def in_steps(self, typed: Statement, s: Statement) -> list[Statement]:
        """Of a = σ(W x + b), a = σ(z) and z = W x + b, if σ′ takes away what δ_a is divided by, as in a cross-entropy."""
        parts = self.waiting[s.name]
        if s.light or not s.activates or len(parts) > 1 or not divides(parts[0]):
            return [s]
        z = symbol(self.argument(s.name), s.body.args[0].shape)
        outer, inner = Statement(s.name, rebuild(s.body, (z,))), Statement(z, s.body.args[0])
        places = Places((outer.body, s.name, parts[0]))
        if divides(self.patterns("adjoint", partial(pulled_back, x=z), places, places.at[z])):
            return [s]
        self.active.add(z)
        k = self.statements.index(typed)
        shown = Statement(s.name, substitute(typed.body, {inner.body: z}))
        self.statements[k : k + 1] = [inner, shown if shown.uses == (z,) else outer]
        return [outer, inner]

    def pass_on(self, s: Statement, G: Expr) -> None:
        places = Places((s.body, s.name, G))
        for x in s.uses:
            if x in self.active:
                part = self.patterns("adjoint", partial(pulled_back, x=x), places, places.at[x])
                self.waiting.setdefault(x, []).append(part)

    def sum_of(self, parts: Sequence[Expr]) -> Expr:
        """Each part is in its finished form already."""
        if len(parts) == 1:
            return parts[0]
        return self.patterns("sum", lambda given: shortest(add(*given)), Places(parts))


def divides(e: Expr) -> bool:
    return any(is_op(part, "div", "hdiv") for part in postorder(e))


def shortest(total: Expr) -> Expr:
    """The finished form, multiplied out where that is shorter: of p ⊙ (1 − y ⊘ p) it is p − y."""
    form = finished(total)
    wider = fold(form, distributed)
    other = form if wider is form else finished(wider)
    return other if length(other) < length(form) else form


def distributed(e: Expr, args: tuple[Expr, ...]) -> Expr:
    """a ⊙ (b + c) = a ⊙ b + a ⊙ c"""
    k = next((k for k, a in enumerate(args) if is_op(a, "add")), None) if is_op(e, "hadamard") else None
    if k is None:
        return rebuild(e, args)
    return add(*(hadamard(*args[:k], term, *args[k + 1 :]) for term in args[k].args))


def pulled_back(given: tuple[Expr, ...], x: Expr) -> Expr:
    """<G, d body> = <the result, dx>, where the value of the body has a name already."""
    body, name, G = given
    simplify = Simplifier()
    df = differential(body, x)
    assert df is not None
    try:
        found = adjoint(df, direction(x), G, simplify)
    except UnsupportedError:
        found = adjoint(simplify(df), direction(x), G, simplify)  # an operation without an adjoint may vanish
    if found is None:
        return zeros(*x.shape)
    return shortest(substitute(found, {body: name}) if body.args else found)


def put_in(roots: Mapping[Key, Expr], table: Mapping[Expr, Expr]) -> dict[Key, Expr]:
    """Expressions with every name of the table replaced by what it stands for, all the way down; shared parts stay shared."""
    done: dict[Expr, Expr] = {}
    for root in roots.values():
        stack = [root]
        while stack:
            e = stack[-1]
            below = (table[e],) if e in table else e.args
            missing = [] if e in done else [a for a in below if a not in done]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            if e not in done:
                done[e] = done[table[e]] if e in table else rebuild(e, tuple(done[a] for a in e.args))
    return {key: done[root] for key, root in roots.items()}
