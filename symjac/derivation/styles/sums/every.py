"""f_k(x) = Σ_j W_kj x_j for every k: ∂f_k/∂x_l = Σ_j W_kj ∂x_j/∂x_l = Σ_j W_kj δ_jl = W_kl.

Source: Petersen & Pedersen, The Matrix Cookbook, eq. (32) and section 2.4 (∂x_j/∂x_l = δ_jl).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symjac.calculus.differential import differential, direction
from symjac.calculus.indexed import by_member
from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.rules import squared_norm
from symjac.derivation.trail import Rule, Trail
from symjac.derivation.whole import whole
from symjac.errors import UnsupportedError
from symjac.expr.binding import at_index, remade, unbound
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.looks import written
from symjac.expr.make import add, delta, is_op, member, mul, number, symbol
from symjac.expr.registry import apply
from symjac.verify.term import Term, Value
from symjac.writing.block import Text
from symjac.writing.box import SCRIPTED, Box, paren, relation
from symjac.writing.parts import rewritten
from symjac.writing.signs import listed, partial, slashed


def tell(q: Question, trail: Trail, left: Term) -> Term:
    """From the rules of calculus to the deltas, and the sums over these; where the answer goes on from."""
    if q.member is None or not q.member.is_scalar:
        return left
    return once(q, trail, left, q.inner, q.member, "Differentiate, with ")


def twice(q: Question, trail: Trail, left: Term) -> Term:
    """∂²f/∂x_k∂x_l: the first derivative once more."""
    return left if q.other is None else once(q, trail, left, first_of(q), q.other, "Differentiate once more, with ")


def first_of(q: Question) -> Expr:
    """∂f/∂x_k, sums as they are: of exp z_k / Σ_j exp z_j every part can be differentiated, of softmax(z)_k none."""
    assert q.member is not None
    return q.simplify(by_member(unbound(q.inner, q.inner.free), q.member, q.simplify))


def once(q: Question, trail: Trail, left: Term, f: Expr, x: Expr, says: str) -> Term:
    try:
        s = Slopes.of(q, f, x)
    except UnsupportedError:  # an entry of what has no entries of its own, as (A x)_i has
        s = None
    if s is None:
        return left
    signs = s.deltas(s.df)
    words: Text = (*renamed(f, x), says, *listed([(rule,) for rule in s.rules]), ":")
    by_rules = Term(s.with_partials(), Value(whole(q, signs)))
    shown = signs_in_front(signs)
    at_once = str(shown) == str(q.result)
    rule = Rule("differentiate", "differentiate", (), words, importance=3 if at_once else 2, terse=words)
    line = trail.apply(rule, left, by_rules)
    if at_once:
        return line
    after = Term(written(shown), Value(whole(q, signs)))
    line = trail.apply(Rule("deltas", "simplify", (), importance=3, terse=words), line, after)
    picked = s.summed_out()
    if picked is not None and str(picked) not in (str(shown), str(q.result)):
        why: Text = ("of a sum with δ one term is left",)
        line = trail.apply(Rule("deltas", "simplify", why, importance=1), line, Term(written(picked), Value(whole(q, picked))))
    return line


def renamed(f: Expr, x: Expr) -> Text:
    """Of ∂/∂x_j a sum over j runs over another letter."""
    bound = {e.data[0] for e in postorder(f) if e.op.binds}
    after = {e.data[0] for e in postorder(unbound(f, [*f.free, *x.args[1:]])) if e.op.binds}
    old, new = sorted(bound - after, key=str), sorted(after - bound, key=str)
    if len(old) != 1 or len(new) != 1:
        return ()
    j, i = written(old[0]), written(new[0])
    return ("Below, sums over ", j, " run over ", i, ", for ", j, " is the index of ", written(x), ". ")


@dataclass(frozen=True)
class Slopes:
    """df_k in the dx_j, and in the ds of numbers s that are made of all of x, as ‖x‖; and what each of these is by x_l."""

    x: Expr
    at: tuple[Expr, ...]
    df: Expr
    parts: dict[Expr, Expr]  # dx_j → x_j, ds → s
    slopes: dict[Expr, Expr]  # dx_j → δ_jl, ds → ∂s/∂x_l

    @staticmethod
    def of(q: Question, f: Expr, x: Expr) -> Slopes | None:
        family, at = x.args[0], x.args[1:]
        f = unbound(f, [*f.free, *at])
        numbers = {e: symbol(f"#{n}", e.shape) for n, e in enumerate(made_of_all(f, family))}
        shown = fold(f, lambda e, args: numbers[e] if e in numbers else remade(e, args))
        changes = [differential(shown, by) for by in (family, *numbers.values())]
        if all(c is None for c in changes):
            return None
        back = {number: e for e, number in numbers.items()}
        df = (
            add(*(c for c in changes if c is not None))
            if sum(c is not None for c in changes) > 1
            else next(filter(None, changes))
        )
        df = fold(df, lambda e, args: back[e] if e in back else remade(e, args))
        members = [e for e in postorder(df) if is_op(e, "member") and e.args[0] is direction(family)]
        parts = {dx: member(family, dx.args[1:], dx.data, dx.shape) for dx in members}
        slopes = {dx: delta_of(dx, at) for dx in members}
        for number_, e in back.items():
            parts[direction(number_)] = e
            slopes[direction(number_)] = q.finish(by_member(e, x, q.simplify))
        return Slopes(x, at, df, parts, slopes)

    def deltas(self, e: Expr) -> Expr:
        return fold(e, lambda part, args: put(part, args, self.slopes))

    @property
    def rules(self) -> list[Box]:
        """∂x_j/∂x_l = δ_jl, ∂‖x‖/∂x_l = x_l/‖x‖"""
        first = next((dx for dx in self.parts if is_op(dx, "member")), None)
        told = [*([first] if first is not None else []), *(d for d in self.parts if not is_op(d, "member"))]
        return [relation(slashed(self.sign(d)), "=", slashed(written(self.slopes[d]))) for d in told]

    def sign(self, d: Expr) -> Box:
        """∂x_j/∂x_l"""
        return partial(paren(written(self.parts[d]), SCRIPTED), written(self.x))

    def with_partials(self) -> Box:
        """The differential with ∂x_j/∂x_l for dx_j."""
        table = {written(d): self.sign(d) for d in self.parts}
        return rewritten(written(signs_in_front(self.df)), table.get)

    def summed_out(self) -> Expr | None:
        """Σ_j W_kj δ_jl as W_kl: each sum over the index of one dx_j alone; None where a sum holds more of them."""
        possible = True

        def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
            nonlocal possible
            if not e.op.binds or not any(contains(e.args[0], d) and e.data[0] in d.args for d in self.parts):
                return put(e, args, self.slopes)
            body = e.args[0]
            terms = [self.term_left(e, t) for t in (body.args if is_op(body, "add") else (body,))]
            found = [t for t in terms if t is not None]
            possible = possible and len(found) == len(terms)
            return (add(*found) if len(found) > 1 else found[0]) if possible else remade(e, args)

        picked = fold(self.df, visit)
        return signs_in_front(picked) if possible else None

    def term_left(self, total: Expr, term: Expr) -> Expr | None:
        """W_kl of Σ_j W_kj dx_j; a term without dx_j keeps its sum."""
        i = total.data[0]
        inside = [d for d in self.parts if contains(term, d)]
        if not any(i in d.args for d in inside):
            return apply(total.op, (self.deltas(term),), total.data, total.shape)
        if len(inside) > 1 or any(b.op.binds and contains(b, inside[0]) for b in postorder(term)):
            return None
        (dx,) = inside
        first = dx.args.index(i) - 1
        rest = [delta(j, k) for n, (j, k) in enumerate(zip(dx.args[1:], self.at, strict=True)) if n != first and j is not k]
        left = fold(term, lambda part, args: put(part, args, {dx: mul(*rest) if rest else number(1)}))
        return at_index(left, {i: self.at[first]})


def put(part: Expr, args: tuple[Expr, ...], slopes: Mapping[Expr, Expr]) -> Expr:
    """δ_jl for dx_j, beside the other factors; a factor 1 is left out."""
    if part in slopes:
        return slopes[part]
    if not is_op(part, "mul") or not any(a in slopes for a in part.args):
        return remade(part, args)
    kept = [a for a, old in zip(args, part.args, strict=True) if old not in slopes or a is not number(1)]
    flat = [b for a in kept for b in (a.args if is_op(a, "mul") else (a,))]
    return mul(*flat) if flat else number(1)


def delta_of(dx: Expr, at: Sequence[Expr]) -> Expr:
    """δ_jl; of a matrix the product of two"""
    signs = [delta(i, k) for i, k in zip(dx.args[1:], at, strict=True) if i is not k]
    return mul(*signs) if signs else number(1)


def made_of_all(f: Expr, family: Expr) -> list[Expr]:
    """The smallest numbers in f that hold x as a whole, wᵀx; of ‖x‖² the square."""
    order = list(postorder(f))
    squares = {e.args[0]: e for e in order if squared_norm(e) is not None}
    bare: set[Expr] = set()
    out: dict[Expr, None] = {}
    for e in order:
        if any(a is family or a in bare for a in e.args) and not (is_op(e, "member") and e.args[0] is family):
            if e.is_scalar:
                out[squares.get(e, e)] = None
            else:
                bare.add(e)
    return list(out)
