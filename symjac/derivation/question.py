"""Question: what is asked: f by its variables, in which conventions. Every style receives one. Answer: what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from symjac.calculus.differential import (
    constrained,
    constrained_twice,
    derivative,
    differential,
    gradient,
    hessian,
    substitute,
)
from symjac.calculus.domains import conditions
from symjac.calculus.indexed import by_member, member_at, members_of
from symjac.calculus.simplify import Simplifier, finished, rebuild, vanishing
from symjac.derivation.named import Named
from symjac.derivation.notation import derivative_sign, listed_below
from symjac.errors import UnsupportedError
from symjac.expr.binding import alike, free_letters, unbound
from symjac.expr.dims import shape_text
from symjac.expr.expr import Condition, Expr, contains, fold, length, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, symbol, transpose
from symjac.expr.names import look_of
from symjac.language import Problem
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.block import Block
from symjac.writing.box import Box
from symjac.writing.signs import indexed, nabla, partial, second_partial

SHORT = 32  # names, numbers and operators up to which a result is written in the variable


@dataclass(frozen=True, eq=False)
class Question:
    """f by the variables of a problem, with the conventions in force.

    sizes: numbers for the dimensions of an explicit instance, or None; memo: what a style has found out and asks again;
    called: names that a style gives to parts of f; point: where the derivative is evaluated;
    symmetric: whether a symmetric x has only its free entries, or all of them.
    What follows from x on is for a question by one variable.
    """

    problem: Problem
    variables: tuple[Expr, ...]
    layout: str = "numerator"
    order_of: str = "notes"
    order: int = 1
    style: str = "auto"
    sizes: dict[str, int] | None = None
    simplify: Simplifier = field(default_factory=Simplifier)
    memo: dict[Any, Any] = field(default_factory=dict)
    called: Mapping[Expr, Expr] = field(default_factory=dict)
    symmetric: str = "free"
    point: Mapping[str, Expr] = field(default_factory=dict)

    @property
    def f(self) -> Expr:
        return self.problem.target

    @property
    def name(self) -> str:
        """What the function is called: as typed, else f."""
        return self.problem.called

    @property
    def name_box(self) -> Box:
        return look_of(self.name)

    @property
    def x_box(self) -> Box:
        """The variables as written below a ∇."""
        return listed_below(self.variables) if self.member is None else written(self.member)

    @property
    def sign(self) -> Box:
        """∇ₓf; df/dt of a function of one number."""
        if self.f.op.name == "image":
            return nabla(self.x_box, self.name_box)
        if self.member is not None:
            name = indexed(self.name_box, written(self.f.data[0])) if is_op(self.f, "stack") else self.name_box
            if self.member.is_scalar and self.order == 1:
                return partial(name, self.x_box)
            if self.member.is_scalar and self.other is not None:
                return second_partial(name, self.x_box, written(self.other))
            return nabla(self.x_box, name, self.order)
        return derivative_sign(self.name_box, self.variables, self.order)

    @property
    def whole_sign(self) -> Box:
        """∇ₓf of all entries, where `sign` is that of one of them."""
        scalar = self.member is not None and self.member.is_scalar
        return nabla(written(self.x), self.name_box, self.order) if scalar else self.sign

    @property
    def meaning(self) -> Derivative:
        return Derivative(self.f, self.variables, self.layout, self.order_of, self.order, structure=self.structure)

    @property
    def x(self) -> Expr:
        """The variable."""
        return self.variables[0]

    @property
    def single(self) -> bool:
        """Whether it is asked by one variable."""
        return len(self.variables) == 1

    @property
    def structure(self) -> str:
        """'symmetric' or 'diagonal' where a scalar is differentiated by a matrix declared so: by its free entries."""
        return structure_of(self.x) if self.single and self.f.is_scalar and self.symmetric == "free" else ""

    @cached_property
    def member(self) -> Expr | None:
        """x_k, where the variable is a family x_1, …, x_N: the derivative is that by one of them."""
        found = members_of(self.f, self.x) if self.single else []
        if not found:
            return None
        asked = self.problem.letters.get(str(self.x.data[0]))
        through = [d.expanded.data[0] for d in self.problem.definitions if is_op(d.expanded, "stack")]
        taken = [*(i.data[0] for i in (*self.inner.free, *through)), *self.problem.symbols]
        return member_at(found[0], asked or free_letters(found[0], taken))

    @cached_property
    def other(self) -> Expr | None:
        """x_l, by which ∂f/∂x_k is differentiated again."""
        x = self.member
        if x is None or not x.is_scalar or len(x.args) != 2:
            return None
        return member_at(x, free_letters(x, [*(i.data[0] for i in x.free), *self.problem.symbols]))

    @property
    def inner(self) -> Expr:
        """f_k, of a family that is differentiated: p_k = exp(z_k)/Σ_j exp(z_j); else f itself."""
        return self.f.args[0] if is_op(self.f, "stack") else self.f

    @cached_property
    def indexed(self) -> bool:
        """Whether sums over an index are in f."""
        return any(e.op.binds or is_op(e, "member") for e in postorder(self.f))

    @cached_property
    def names(self) -> dict[Expr, Expr]:
        """What the person has given names to: W x + b is z."""
        own = self.problem.definitions
        named = {e.expanded: symbol(e.name, e.expanded.shape) for e in own if e.expanded.args and e.name} if len(own) > 1 else {}
        return {value: name for value, name in named.items() if contains(value, self.x)} | dict(self.called)

    def in_names(self, expr: Expr) -> Expr:
        """The expression with the person's names for what it is made of."""
        names = self.names
        return fold(expr, lambda e, args: names[e] if e in names else rebuild(e, named_runs(e, args, names))) if names else expr

    def put_back(self, expr: Expr) -> Expr:
        """A result in the person's names, but for what is affine in x: −2(y − Φθ)ᵀΦ, and (p − y)ᵀ; if long, in all of them."""
        if length(expr) > SHORT:
            return self.in_names(expr)
        kept = {value: name for value, name in self.names.items() if value in self.called or not is_affine(value, self.x)}
        return fold(expr, lambda e, args: kept[e] if e in kept else rebuild(e, args)) if kept else expr

    def look(self, expr: Expr) -> Box:
        return written(self.in_names(expr))

    def term(self, expr: Expr) -> Term:
        """An expression, written in the person's names, and meant."""
        return Term(self.look(expr), Value(expr))

    @property
    def answer_term(self) -> Term:
        """The result, written as a reader expects it and meant."""
        return Term(written(self.put_back(self.result)), Value(self.result))

    @cached_property
    def result(self) -> Expr:
        """The finished closed form in the conventions of the question."""
        if self.member is not None or is_op(self.f, "stack"):
            found = by_index(self)
            one = alike(found)
            found = self.finish(found if one is found else self.simplify(one))
            return unbound(found, found.free)
        if self.order == 2:
            H = self.free_result
            return self.finish(vanishing(constrained_twice(H, self.x, self.structure) if self.structure else H, self.simplify))
        if self.structure:
            return self.finish(constrained(self.raw(self.layout), self.structure))
        return self.finish(self.raw(self.layout))

    @cached_property
    def free_result(self) -> Expr:
        """The closed form, whatever the structure of the variable: all its entries move on their own."""
        if self.order == 2:
            return self.finish(hessian(self.f, self.x, layout=self.layout, order_of=self.order_of, simplify=self.simplify))
        return self.finish(self.raw(self.layout))

    def raw(self, layout: str) -> Expr:
        key = ("raw", self.f, self.x, layout, self.order_of)
        if key not in self.memo:
            self.memo[key] = derivative(self.f, self.x, layout=layout, order_of=self.order_of, simplify=self.simplify)
        found: Expr = self.memo[key]
        return found

    def finish(self, expr: Expr) -> Expr:
        """The finished form, subexpressions as the person typed them."""
        return finished(expr, self.f)

    @cached_property
    def gradient(self) -> Expr:
        """G of the shape of x, for a scalar f."""
        return self.finish(gradient(self.f, self.x, self.simplify))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the formula holds: the conditions of every operation on the way from x to f."""
        return conditions(self.f, self.x, self.result)

    def about(self, f: Expr, x: Expr) -> Question:
        """The same of another function and variable."""
        return replace(self, problem=replace(self.problem, target=f), variables=(x,), simplify=Simplifier(), memo={})


def by_index(q: Question) -> Expr:
    """∂f/∂x_k, laid out: the derivative by a member, or of one."""
    x, f = q.member, unbound(q.inner, q.inner.free)
    if not f.is_scalar:
        raise not_a_number(q, f)
    if x is None:
        return derivative(f, q.x, layout=q.layout, order_of=q.order_of, simplify=q.simplify)
    G = by_member(f, x, q.simplify)
    if q.order == 2:
        if q.other is None:
            raise UnsupportedError("the second derivative by a member of a family is derived for numbers", found=str(x))
        return by_member(unbound(q.simplify(G), G.free), q.other, q.simplify)
    return q.simplify(transpose(G)) if x.is_vector and q.layout == "numerator" else G


def not_a_number(q: Question, f: Expr) -> UnsupportedError:
    if is_op(q.f, "stack"):
        return UnsupportedError("the derivative of a family of arrays is not derived", found=str(f))
    what = f"by the entries of {q.x} numbers are differentiated, and the function is {shape_text(f.shape)}"
    return UnsupportedError(what, found=str(f), hint="declare what else is a number, or write out one entry of it")


def named_runs(e: Expr, args: tuple[Expr, ...], names: Mapping[Expr, Expr]) -> tuple[Expr, ...]:
    """s d(1 + s) for xᵀx d(1 + s): factors side by side that have a name as a product."""
    if not is_op(e, "mul"):
        return args
    for value, name in names.items():
        n = len(value.args)
        at = next((k for k in range(len(e.args) - n + 1) if is_op(value, "mul") and e.args[k : k + n] == value.args), None)
        if at is not None and len(args) == len(e.args):
            return (*args[:at], name, *args[at + n :])
    return args


def is_affine(e: Expr, x: Expr) -> bool:
    """Its differential does not contain the variable."""
    df = differential(e, x)
    return df is None or not contains(df, x)


def structure_of(x: Expr) -> str:
    """'diagonal' or 'symmetric' where a matrix is declared so."""
    return next((word for word in ("diagonal", "symmetric") if x.is_matrix and word in x.data[1]), "")


@dataclass(frozen=True)
class Answer:
    """The closed form, what it claims to be, the style that found it, and where it holds."""

    result: Expr
    meaning: Derivative
    style: str
    conditions: tuple[Condition, ...]
    whole: Expr | None = None  # of a derivative by a member: by the whole family

    @property
    def laid_out(self) -> Expr:
        """What `meaning` speaks of."""
        return self.result if self.whole is None else self.whole

    named: Named | None = None  # where it is in the names of the statements, or by several variables
    names: Mapping[Expr, Expr] = field(default_factory=dict)  # that the lines use, and what they stand for
    pictures: tuple[Block, ...] = ()  # what stands before the lines


def assumptions_used(q: Question) -> tuple[Expr, ...]:
    """The symbols whose assumptions the result rests on: without them another formula is found."""
    found = []
    for e in postorder(q.f):
        if e.op.name == "symbol" and e.data[1] - {"constant"}:
            plain = symbol(e.data[0], e.shape)
            other = q.about(substitute(q.f, {e: plain}), plain if e is q.x else q.x)
            if str(other.result) != str(q.result):
                found.append(e)
    return tuple(found)
