"""∇ Σ_i f_i = Σ_i ∇f_i: the derivative of a sum over an index is the sum of the derivatives; by a member x_k, the term i = k of
Σ_i is left. The derivative of the i-th term is found as in any other formula, x_i being one of its letters.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, eq. (5.30).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from symjac.calculus.indexed import members_of
from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.styles.registry import Style, register, styles
from symjac.derivation.styles.sums import every
from symjac.derivation.styles.sums.families import chain_of, tell
from symjac.derivation.styles.sums.matrices import in_matrices
from symjac.derivation.styles.sums.members import only_one
from symjac.derivation.styles.sums.outer import only_sum, through
from symjac.derivation.styles.sums.terms import Writer, contains_sum, letter, one_term
from symjac.derivation.trail import Rule, Trail
from symjac.derivation.whole import whole
from symjac.errors import UnsupportedError
from symjac.expr.binding import remade
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.looks import written
from symjac.verify.term import Term, Value
from symjac.writing.block import Text
from symjac.writing.box import equation
from symjac.writing.signs import listed, nabla, partial


def derive(q: Question, trail: Trail) -> None:
    left = Term(q.sign, q.meaning)
    chain = chain_of(q) if q.order == 1 and q.inner is q.f else None
    if chain is not None:
        last = tell(q, trail, left, chain)
        trail.conclude(last, Term(written(chain.renamed(q)), Value(whole(q, q.result))), conditions=q.conditions)
        return
    last = second(q, trail, left) if q.order == 2 else told(q, trail, left)
    plain, by_differentials = as_letter(q), styles()["differential"]
    if not trail.steps and by_differentials.able(plain):  # the terms say nothing by themselves
        by_differentials.derive(plain, trail)
        return
    trail.conclude(last, Term(written(q.result), Value(whole(q, q.result))), conditions=q.conditions)
    in_matrices(q, trail)


def as_letter(q: Question) -> Question:
    """By v_c, where no other member of the family is in f: v_c is a name like any other."""
    if q.member is None or members_of(q.f, q.x) != [q.member] or any(q.x in e.args and e is not q.member for e in postorder(q.f)):
        return q
    v = letter(q.member)
    return q.about(fold(q.f, lambda e, args: v if e is q.member else remade(e, args)), v)


def told(q: Question, trail: Trail, left: Term) -> Term:
    """What leads to the answer; where sums and their terms say nothing, the rules of calculus and δ."""
    last, before = left, len(trail.steps)
    with suppress(UnsupportedError):
        last = lines(q, trail, left) or left
    scalar = q.member is not None and q.inner.is_scalar and q.member.is_scalar
    return every.tell(q, trail, left) if len(trail.steps) == before and scalar else last


def second(q: Question, trail: Trail, left: Term) -> Term:
    """∂f/∂x_k first, then ∂²f/∂x_k∂x_l."""
    if q.member is None or q.other is None or q.inner is not q.f:
        return left
    first = replace(q, order=1)
    line = Term(first.sign, first.meaning)
    last = told(first, trail, line)
    gradient = every.first_of(q)
    after = Term(written(signs_in_front(gradient)), Value(whole(first, gradient)))
    trail.apply(Rule("gradient", "differentiate", (), importance=3), last, after)
    return every.twice(q, trail, left)


def lines(q: Question, trail: Trail, left: Term) -> Term | None:
    """The sum of the derivatives, the terms one by one, and what they are put together from; where the answer goes on from."""
    if q.order != 1 or not q.inner.is_scalar:
        return None
    if q.inner is not q.f:
        return every.tell(q, trail, left)
    f, says = (q.f, ()) if q.member is None else only_one(q)
    if f is None:
        return outer_first(q, trail, left)
    x = q.x if q.member is None else letter(q.member)
    if q.member is not None and not contains_sum(f):
        only_term(q, trail, left, f, x)
        return None
    inner = only_sum(f, x)
    if inner is not None:
        return through(q, trail, left, f, x, inner, lines)
    writer = Writer(q, x)
    box = writer.gradient(f)
    terms = list(writer.terms.values())
    names = [equation(written(t.name), written(t.body)) for t in terms]
    terse: Text = ("With ", *listed([(name,) for name in names]), ",") if names else ()
    sums = "The derivative of a sum is the sum of the derivatives"
    words: Text = (*says, f"{sums}. ", *terse) if names else (*says, f"{sums}:")
    rule = Rule("sum_rule", "differentiate", (), words, importance=3, terse=terse)
    trail.apply(rule, left, Term(box, Value(whole(q, q.result))))
    for term in terms:
        one_term(term, trail)
    if terms:
        trail.say("Summing over all terms,")
    return None


def outer_first(q: Question, trail: Trail, left: Term) -> Term | None:
    """log Σ_i exp x_i by x_k: the logarithm of all of it, then the sum, of which one term is left."""
    inner = only_sum(q.f, q.x)
    return None if inner is None else through(q, trail, left, q.f, q.x, inner, lines)


def only_term(q: Question, trail: Trail, left: Term, f: Expr, x: Expr) -> None:
    """Of all terms x_k stands in one."""
    assert q.member is not None
    term = Writer(q, x).named(f, q.member.args[1:], own=True)
    shown = equation(written(term.name), written(term.body))
    words: Text = ("Only the term ", shown, " depends on ", written(q.member), ":")
    name, by = written(term.name), written(x)
    box = partial(name, by) if x.is_scalar else nabla(by, name)
    rule = Rule("sum_rule", "differentiate", (), words, importance=3, terse=("With ", shown, ","))
    trail.apply(rule, left, Term(box, Value(whole(q, q.result))))
    one_term(term, trail)
    trail.say("So")


def suits(q: Question) -> bool:
    """The second derivative by an ordinary variable is told by differentials."""
    return q.order == 1 or q.member is not None or q.inner is not q.f


register(Style("sums", derive, lambda q: q.indexed, suits, 0, sums=True, wants="a sum over an index"))
