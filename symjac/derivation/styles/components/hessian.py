"""∂f/∂x_j = Σ_k (A_jk + A_kj) x_k, ∂²f/∂x_i∂x_j = A_ij + A_ji, ∴ ∇²f = A + Aᵀ: the gradient first, then once more.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.7.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symjac.calculus.entries import deltas, differentiate, insert
from symjac.calculus.entries.nodes import put
from symjac.derivation.notation import ranges_text
from symjac.derivation.question import Question
from symjac.derivation.styles.components import steps, words
from symjac.derivation.styles.components.setting import Lines, Setting, boxes
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_shape, written
from symjac.expr.make import is_op, transpose
from symjac.expr.names import look_of
from symjac.verify.term import Entry, Free, Partial, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import ATOM, Box, Fence, Frac, Num, Prefix, Row, Script, Sym
from symjac.writing.signs import indexed


def derive(task: Question, trail: Trail) -> None:
    """The gradient entry by entry, then its entries."""
    s = Setting(replace(task, order=1))
    i = Free(s.names.free("i"), s.x.shape[0])
    trail.say(*asked(task, s, i))
    for z in s.named:
        steps.inner_component(s, z, trail)
    steps.component(s, trail)
    for z in s.inner:
        steps.inner_derivative(s, z, trail)
    sentence = words.chain_rule(s) if s.named else words.differentiate(s.f_box(), s, s.entry)
    steps.chain(s, Term(s.partial_box(), s.partial_meaning()), s.derivative, s.free, sentence, trail)
    once_more(task, s, i, trail)
    trail.conclude(Term(task.sign, task.meaning), value_term(task.result), lead="∴", conditions=task.conditions)


def asked(task: Question, s: Setting, i: Free) -> Text:
    """Since f is a number and x has N entries, ∇²f is N × N. We need ∂²f/∂x_i∂x_j for 1 ≤ i, j ≤ N."""
    n = words.amount(i.size)
    need: Text = (" matrix. We need ", second(s, i, inline=True), " for ", *ranges_text((i, *s.columns)), ". ")
    shape: Text = (look_of_shape((i.size, i.size)),)
    return (
        "Since ",
        look_of(s.name),
        " is a number and ",
        task.x_box,
        " has ",
        n,
        " entries, ",
        task.sign,
        " is an ",
        *shape,
        *need,
    )


def once_more(task: Question, s: Setting, i: Free, trail: Trail) -> None:
    """∂²f/∂x_i∂x_j = … = [A + Aᵀ]_ij"""
    (j,), H = s.columns, task.result
    gradient = column(s.task.result)
    line = Term(second(s, i), Partial(gradient, s.x, j.symbol, 1, i.symbol, 1))
    says: Text = ("Differentiate once more, with respect to ", s.x_box(*boxes((i,))), ":")
    line = steps.chain(s, line, twice(s, i), (i, j), says, trail)
    if not is_op(H, "zeros"):
        box = indexed(Fence("[", written(H), "]"), *boxes((i, j)))
        rule = Rule("read_off", "simplify", (), (), importance=3)
        trail.apply(rule, line, Term(box, Entry(H, i.symbol, j.symbol)), free=(i, j))


def column(g: Expr) -> Expr:
    return g if g.is_vector else transpose(g)


def twice(s: Setting, i: Free) -> Lines:
    """The forms of the second derivative, with ∂z_k/∂x_i put in, which is ∂z_k/∂x_j for another letter."""
    (j,) = s.columns
    raw = differentiate(s.derivative.final, s.route.variable(s.x, i.symbol, 1))
    put_in: Any = deltas(raw)
    for z in s.inner:
        put_in = insert(put_in, z.pattern, put(s.partials[z.name].final, {j.symbol: i.symbol}))
    return s.finish(raw, put_in)


def second(s: Setting, i: Free, *, inline: bool = False) -> Box:
    """∂²f/∂x_i∂x_j"""
    above = Row((Script(Sym("∂"), sup=Num("2")), s.f_box()))
    below = Row(tuple(Prefix("∂", s.x_box(*boxes((k,))), ATOM) for k in (i, *s.columns)))
    return Row((above, Sym("/"), below)) if inline else Frac(above, below)
