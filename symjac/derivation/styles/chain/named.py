"""w = f(x), x = h(u), f and h only named: ∂w/∂u_j = Σ_i ∂w/∂x_i ∂x_i/∂u_j, and ∇_u w = ∇_x w ∇_u h, written out.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symjac.calculus.entries import Names, Route, names_in
from symjac.calculus.entries.look import look
from symjac.derivation.notation import places
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.shapes import with_shapes
from symjac.derivation.styles.chain.stages import Stage, stages
from symjac.derivation.styles.chain.sums import arranged, as_matrices, in_order, partials, sum_of_products
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr
from symjac.expr.lazy import S, sympy
from symjac.expr.looks import space_of, written
from symjac.expr.make import is_op, jacobian, map_of, mul
from symjac.expr.names import look_of
from symjac.verify.term import Entry, Free, Partial, Said, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import Arrow, Box, Dots, Row, Underbrace, commas, equation
from symjac.writing.signs import applied, beside, indexed, nabla, partial

SPELLED = 3  # for so many variables each has a line of its own


def fits(task: Question) -> bool:
    """Two maps that are only named, one after the other."""
    if not is_op(task.f, "image"):
        return False
    found = stages(task)
    return len(found) == 2 and all(is_op(s.body, "image") and s.body.args[0] is s.inner for s in found)


def derive(task: Question, trail: Trail) -> None:
    c = Composition(task)
    introduce(c, trail)
    sums(c, trail)
    product(c, trail)
    left = Term(c.gradient, task.meaning)
    after = Term(with_shapes(task.result), Value(task.result))
    trail.conclude(left, after, lead="⇒", conditions=task.conditions)


class Quantity:
    """x_1, …, x_n: a column by its entries, or a number by itself."""

    def __init__(self, e: Expr, index: str, names: Names) -> None:
        self.name, self.single = written(e), e.is_scalar
        self.free = Free(names.free(index), e.shape[0])
        self.shown = places(self.free.size, Route(names).size(self.free.size), full=False)

    def entry(self, k: Any) -> Box:
        return self.name if self.single else indexed(self.name, look(k))

    @property
    def entries(self) -> list[Box | None]:
        return [None if k is None else self.entry(k) for k in self.shown]

    @property
    def list(self) -> list[Box]:
        """x_1, …, x_n in a row."""
        return [Dots("l") if box is None else box for box in self.entries]

    @property
    def index(self) -> Any:
        return S.One if self.single else self.free.symbol


class Composition:
    """The maps h and f, their Jacobians at the points where they are taken, and the entries of u, x and w."""

    def __init__(self, task: Question) -> None:
        self.task = task
        self.h, self.f = stages(task)
        names = Names(names_in(task.f, self.h.symbol) | {task.name, *task.problem.maps})
        self.w = Quantity(self.f.symbol, "k", names)
        self.x = Quantity(self.h.symbol, "i", names)
        self.u = Quantity(task.x, "j", names)
        self.J = mul(jacobian(map_of(self.f.body), self.h.whole), jacobian(map_of(self.h.body), task.x))

    @property
    def gradient(self) -> Box:
        return nabla(self.u.name, self.w.name)

    @property
    def each(self) -> Sequence[Any]:
        """The variables that have a line of their own, or the index that stands for all."""
        n = self.u.free.size.number
        return [sympy.Integer(j) for j in range(1, n + 1)] if n is not None and n <= SPELLED else [self.u.index]


def map_name(stage: Stage) -> Box:
    return look_of(stage.body.data[0])


def introduce(c: Composition, trail: Trail) -> None:
    """w = f(x_1, …, x_n), x_i = h_i(u_1, …, u_p), and ℝᵖ → ℝⁿ → ℝ."""
    w, x, u = c.w, c.x, c.u
    outer = equation(w.name, applied(map_name(c.f), *x.list))
    head = map_name(c.h) if x.single else indexed(map_name(c.h), look(x.index))
    inner = equation(x.entry(x.index), applied(head, *u.list))
    box = beside(outer, inner)
    says: Text = (
        w.name,
        " depends on ",
        *in_words(x),
        ", and ",
        "this" if x.single else "each of these",
        " depends on ",
        *in_words(u),
    )
    free = () if x.single else (x.free,)
    trail.apply(Rule("compose", "define", (), (*says, ":")), None, Term(box, Said()), free=free)
    spaces = (space_of(c.task.x.shape), Arrow(map_name(c.h)), space_of(c.h.symbol.shape), Arrow(map_name(c.f)))
    whole = Row((*spaces, space_of(c.f.symbol.shape)))
    trail.apply(Rule("spaces", "define", (), ("so that",)), None, Term(whole, Said()))


def in_words(q: Quantity) -> Text:
    return (commas(q.list),)


def condition(c: Composition) -> Text:
    """When the chain rule holds."""
    return ("Since ", map_name(c.f), " and ", map_name(c.h), " are differentiable, the chain rule gives")


def sums(c: Composition, trail: Trail) -> None:
    """∂w/∂u_1 = ∂w/∂x_1 ∂x_1/∂u_1 + …, a line for each variable."""
    k = c.w.index
    for n, j in enumerate(c.each):
        top, below = c.w.entry(k), c.u.entry(j)
        before = Term(partial(top, below), Partial(c.task.f, c.task.x, k, S.One, j, S.One))
        after = Term(sum_of_products(top, c.x.entries, below), Entry(c.J, k, j))
        free = tuple(q.free for q, place in ((c.w, k), (c.u, j)) if place is q.free.symbol)
        rule = Rule("chain_rule", "chain", (), condition(c) if n == 0 else ())
        trail.apply(rule, before, after, free=free)


def product(c: Composition, trail: Trail) -> None:
    """[∂w/∂u_1 ∂w/∂u_2] = [∂w/∂x_1 ∂w/∂x_2 ∂w/∂x_3] [∂x_i/∂u_j]"""
    layout = c.task.layout
    whole = arranged(partials(c.w.entries, c.u.entries), layout)
    outer = Underbrace(arranged(partials(c.w.entries, c.x.entries), layout), nabla(c.x.name, c.w.name))
    inner = Underbrace(arranged(partials(c.x.entries, c.u.entries), layout), nabla(c.u.name, map_name(c.h)))
    rule = Rule("product_of_jacobians", "chain", (), (*as_matrices(c.w.single, layout), ":"))
    before = Term(Underbrace(whole, c.gradient), c.task.meaning)
    meaning = Value(c.task.result) if layout == "denominator" else Value(c.J)
    trail.apply(rule, before, Term(in_order(outer, inner, layout), meaning))
