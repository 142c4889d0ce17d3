"""f = g(s) with s = Σ_i …: ∇f = g'(s) ∇s, where the variable stands in that one sum alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.derivation.whole import whole
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.looks import written
from symjac.expr.make import is_op, mul, number, symbol
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import equation
from symjac.writing.signs import nabla, product_box, total

Lines = Callable[[Question, Trail, Term], Term | None]


def only_sum(f: Expr, x: Expr) -> Expr | None:
    """The sum in which x stands, if something else than sums and factors is taken of it: that of log Σ_i exp x_i."""
    sums = [e for e in postorder(f) if is_op(e, "bigsum") and contains(e, x)]
    top = [s for s in sums if not any(s is not o and contains(o, s) for o in sums)]
    if len(top) != 1 or not top[0].is_scalar or is_linear(f, x):
        return None
    rest = fold(f, lambda e, args: number(0) if e is top[0] else rebuild(e, args))
    return None if contains(rest, x) else top[0]


def is_linear(f: Expr, x: Expr) -> bool:
    """Whether sums and factors without x are all that stands around the sums."""
    while not is_op(f, "bigsum", "add"):
        moving = [a for a in f.args if contains(a, x)]
        if not is_op(f, "neg", "mul", "div") or len(moving) != 1 or (is_op(f, "div") and moving[0] is f.args[1]):
            return False
        (f,) = moving
    return True


def through(q: Question, trail: Trail, left: Term, f: Expr, x: Expr, inner: Expr, lines: Lines) -> Term | None:
    """df/ds, then ∇s, whose lines are those of a sum."""
    s = symbol("s" if "s" not in q.problem.symbols else "S", inner.shape)
    g = fold(f, lambda e, args: s if e is inner else rebuild(e, args))
    words: Text = ("With ", equation(written(s), written(inner)), " the chain rule gives")
    slope_of = q.about(g, s).result
    slope, gradient = total(q.name_box, written(s)), about_sum(q, inner, s).sign if q.member else nabla(written(x), written(s))
    chain = Term(product_box(slope, gradient), Value(whole(q, q.result)))
    trail.apply(Rule("chain_rule", "chain", (), words, importance=3, terse=(*words[:2], ",")), left, chain)
    trail.apply(Rule("outer", "differentiate", (), importance=3), Term(slope, Derivative(g, (s,))), value_term(slope_of))
    about = about_sum(q, inner, s)
    if q.member is None:
        lines(about, trail, Term(gradient, about.meaning))
        trail.apply(Rule("inner", "differentiate", ()), Term(gradient, about.meaning), value_term(about.result))
        trail.say("Put together,")
    elif x is q.x:
        why: Text = ("only one term contains ", written(q.member))
        after = Term(written(about.result), Value(whole(about, about.result)))
        trail.apply(Rule("inner", "differentiate", why, importance=3), Term(gradient, about.meaning), after)
        trail.say("Put together,")
        product = q.finish(mul(slope_of, about.result))
        return trail.apply(Rule("put_in", "substitute", ()), left, Term(written(product), Value(whole(q, q.result))))
    return None


def about_sum(q: Question, inner: Expr, s: Expr) -> Question:
    """The derivative of the sum, which is called s."""
    about = q.about(inner, q.x)
    return replace(about, problem=replace(about.problem, name=str(s.data[0]), definitions=(), params=()))
