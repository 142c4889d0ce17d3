"""∇ₓg = ∂g/∂x + ∂g/∂u ∇ₓu: the chain rule where x enters g in several places, by itself and through u.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2.2 (the chain rule of several arguments).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from symjac.calculus.differential import derivative, substitute
from symjac.calculus.simplify import finished, signs_in_front
from symjac.derivation.notation import derivative_sign, jacobian_shape
from symjac.derivation.question import Question, is_affine
from symjac.derivation.rules import Letters, of_function, softmax_rule
from symjac.derivation.styles.chain.shapes import under
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, containing, contains, length
from symjac.expr.families import ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import add, div, is_op, mul, number, zeros
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import (
    PRODUCT,
    SCRIPTED,
    Box,
    Fence,
    Infix,
    Num,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    paren,
    relation,
    signed_sum,
)
from symjac.writing.signs import listed, nabla, partial, product_box, slashed

PUT_IN = 48  # names, numbers and operators up to which the sum of the products is written in x, too
FIXED = "In each partial derivative the other letters are held fixed"


@dataclass(frozen=True)
class Through:
    """u, what it stands for in x, and its Jacobian in letters: known, a product that the page has not shown, or new."""

    symbol: Expr
    whole: Expr
    jacobian: Expr
    signs: tuple[Box, ...] = ()  # ∇_z h ∇ₓz
    known: bool = True


@dataclass(frozen=True)
class Paths:
    """g, called `name`, in x and in letters for what x goes through."""

    task: Question
    name: Box
    g: Expr
    letters: tuple[Through, ...]

    @cached_property
    def ways(self) -> tuple[Through, ...]:
        return tuple(t for t in self.letters if contains(self.g, t.symbol))

    @property
    def direct(self) -> bool:
        """Whether x stands in g by itself."""
        return contains(self.g, self.task.x)

    @property
    def several(self) -> bool:
        return len(self.ways) + self.direct > 1

    def meant(self, e: Expr) -> Expr:
        """With everything put in."""
        return substitute(e, {t.symbol: t.whole for t in self.letters})

    def slope(self, u: Expr) -> Expr:
        """∂g/∂u, the other letters held fixed."""
        found = derivative(self.g, u, layout=self.task.layout, simplify=self.task.simplify)
        return finished(found, self.g)

    def slope_sign(self, u: Expr) -> Box:
        return partial(self.name, written(u)) if self.several else derivative_sign(self.name, (u,))

    def in_order(self, outer: Expr, inner: Expr) -> tuple[Expr, Expr]:
        return (inner, outer) if self.task.layout == "denominator" else (outer, inner)

    @cached_property
    def products(self) -> list[tuple[Expr, ...]]:
        """∂g/∂x, then ∂g/∂u ∇ₓu for each u."""
        first: list[tuple[Expr, ...]] = [(self.slope(self.task.x),)] if self.direct else []
        return first + [self.in_order(self.slope(t.symbol), t.jacobian) for t in self.ways]

    @cached_property
    def total(self) -> Expr:
        """∇ₓg in letters"""
        terms = [mul(*factors) for factors in self.products]
        if not terms:
            n, m = self.g.shape[0], self.task.x.shape[0]
            return zeros(*((m, n) if self.task.layout == "denominator" else (n, m)))
        return add(*terms) if len(terms) > 1 else terms[0]


def ways_text(p: Paths) -> Text:
    """directly and through u and v"""
    through: Text = ("through ", *listed([(written(t.symbol),) for t in p.ways])) if p.ways else ()
    return ("directly" + (" and " if through else ""), *through) if p.direct else through


def chain_rule(p: Paths, trail: Trail, left: Term, says: Text) -> None:
    """∇ₓg = ∂g/∂x + ∂g/∂u ∇ₓu, shapes below."""
    boxes = [under(p.slope_sign(p.task.x), shape(p, p.g, p.task.x))] if p.direct else []
    for t in p.ways:
        outer = under(p.slope_sign(t.symbol), shape(p, p.g, t.symbol))
        inner = under(jacobian_sign(p.task, t), shape(p, t.symbol, p.task.x))
        pair = (inner, outer) if p.task.layout == "denominator" else (outer, inner)
        boxes.append(Row((pair[0], Space("thin"), pair[1]), PRODUCT))
    rule = Rule("chain_rule", "chain", (), says, importance=3, terse=("By the chain rule,",))
    trail.apply(rule, left, Term(signed_sum(boxes), Value(p.meant(p.total))))


def shape(p: Paths, f: Expr, x: Expr) -> Box:
    return jacobian_shape(f.shape, x.shape) if p.task.layout == "numerator" else jacobian_shape(x.shape, f.shape)


def jacobian_sign(task: Question, t: Through) -> Box:
    """∇ₓu"""
    return nabla(task.x_box, written(t.symbol))


def slopes(p: Paths, trail: Trail, says: Text) -> None:
    """∂g/∂x and every ∂g/∂u, each with its reason."""
    for k, u in enumerate([*([p.task.x] if p.direct else []), *(t.symbol for t in p.ways)]):
        before = Term(p.slope_sign(u), Derivative(p.g, (u,), p.task.layout))
        rule = Rule("factor", "differentiate", reason(p, u), says if k == 0 else (), importance=3)
        trail.apply(rule, before, value_term(p.slope(u)))


def reason(p: Paths, u: Expr) -> Text:
    """'g is linear in e'; (1/s)′ = −1/s²; σ′(u) = σ(u)(1 − σ(u))"""
    if is_affine(p.g, u):
        return affine(p, u)
    if u.is_scalar and is_op(p.g, "div") and not contains(p.g.args[0], u):
        return (reciprocal(p, u),)
    letters = Letters(replace(p.task, called={t.symbol: t.symbol for t in p.letters}))
    rules = [rule for e in containing(p.g, u) for rule in rule_of(e, letters)]
    kept = [r for k, r in enumerate(rules) if r not in rules[:k]]
    return tuple(part for k, each in enumerate(kept) for part in ((", ", *each) if k else each))


def affine(p: Paths, u: Expr) -> Text:
    """g is linear in e"""
    fixed = is_op(p.g, "add") and any(not contains(term, u) for term in p.g.args)
    return (p.name, " is affine in " if fixed else " is linear in ", written(u))


def rule_of(e: Expr, letters: Letters) -> list[Text]:
    """tanh′(u) = 1 − tanh²(u) where tanh is taken; none where there is nothing to quote."""
    if isinstance(e.op, ScalarOp) and e.op.differential is not None and not e.data:
        return [of_function(e, letters)]
    return [softmax_rule(letters)] if is_op(e, "softmax") else []


def reciprocal(p: Paths, u: Expr) -> Box:
    """(1/√s)′ = −1/(2 s^{3/2})"""
    one = div(number(1), p.g.args[1])
    slope = finished(derivative(one, u, simplify=p.task.simplify), p.g)
    return relation(Script(Fence("(", in_line(written(one)), ")"), sup=Sym("′")), "=", in_line(written(slope)))


def in_line(box: Box) -> Box:
    """−1/s² for a built fraction with its sign"""
    return Prefix("−", in_line(box.body)) if isinstance(box, Prefix) and box.sign == "−" else slashed(box, SCRIPTED)


def added(p: Paths, trail: Trail, left: Term, answer: Expr) -> Term:
    """∇ₓg = what was found, multiplied and added."""
    says: Text = ("Multiply and add:",) if len(p.products) > 1 else ("Multiply:",) if p.ways else ()
    rule = Rule("multiply", "substitute", (), says, importance=2)
    line = trail.apply(rule, left, Term(sum_of(p.products), Value(p.meant(p.total))), lead="⇒")
    shown = [tuple(map(p.meant, factors)) for factors in p.products]
    same = str(signs_in_front(p.meant(p.total))) == str(answer)
    if same or shown == p.products or sum(length(e) for factors in shown for e in factors) > PUT_IN:
        return line
    return trail.apply(Rule("put_in", "substitute", (), importance=1), line, Term(sum_of(shown), Value(p.meant(p.total))))


def sum_of(products: Sequence[tuple[Expr, ...]]) -> Box:
    """−exp(s)I + (−exp(s)x)(−xᵀ)"""
    return signed_sum([in_brackets(factors) for factors in products])


def in_brackets(factors: tuple[Expr, ...]) -> Box:
    if len(factors) == 1:
        return written(factors[0])
    first, *others = factors
    front = paren(written(first), PRODUCT)
    return product_box(front, *(behind(written(e)) for e in others))


def behind(box: Box) -> Box:
    """A factor behind another: (2xᵀ) with its number in brackets."""
    numbered = isinstance(box, Infix) and isinstance(box.items[0], Num)
    return Fence("(", box, ")") if numbered else paren(box, PRODUCT)
