"""L of p_1, …, p_N, and these of z_1, …, z_K: ∂L/∂z_k = Σ_i ∂L/∂p_i ∂p_i/∂z_k."""

from __future__ import annotations

from dataclasses import dataclass

from symjac.calculus.indexed import by_member, member_at
from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.derivation.whole import whole
from symjac.expr.binding import at_index, free_letters, unbound
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.looks import look_of_dim, written
from symjac.expr.make import function, is_op, member, mul, stack, symbol, transpose
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, BigOp, Box, Infix, Num, Prefix, equation, paren
from symjac.writing.signs import partial, product_box


@dataclass(frozen=True)
class Chain:
    """L in the names of its definitions, the family p that it goes through, p_i by a formula, and that in finished form."""

    outer: Expr
    family: Expr
    p: Expr
    formula: Expr
    finished: Expr

    def named(self, e: Expr) -> Expr:
        """The expression with p_k for what p_k is."""
        i = self.p.args[1]
        table: dict[Expr, Expr] = {}
        for part in postorder(e):
            own = part.free if part.op is self.finished.op and part.shape == self.finished.shape else ()
            table.update((part, at_index(self.p, {i: k})) for k in own if at_index(self.finished, {i: k}) is part)
        return fold(e, lambda part, args: table.get(part) or rebuild(part, args))

    def renamed(self, q: Question) -> Expr:
        """The answer by z_k, k another letter than that of p_i, in p."""
        assert q.member is not None
        k = member_at(q.member, free_letters(q.member, [str(self.p.args[1].data[0])]))
        moved = at_index(q.result, dict(zip(q.member.args[1:], k.args[1:], strict=True)))
        return self.named(moved)


def chain_of(q: Question) -> Chain | None:
    """Where the variable stands in the definition of one family of numbers alone, and the function in that family alone."""
    outer = q.problem.body
    own = [d for d in q.problem.definitions if is_op(d.expanded, "stack") and contains(d.expanded, q.x)]
    if outer is None or len(own) != 1 or own[0].name is None or not own[0].expanded.args[0].is_scalar or contains(outer, q.x):
        return None
    p = symbol(own[0].name, own[0].expanded.shape)
    i, (formula,) = own[0].expanded.data[0], own[0].expanded.args
    if not contains(outer, p) or not q.member or not q.member.is_scalar or len(q.member.args) != 2:
        return None
    return Chain(outer, p, member(p, (i,), (i.data[1],), formula.shape), formula, q.finish(formula))


def tell(q: Question, trail: Trail, left: Term, c: Chain) -> Term:
    """The two factors, and the sum of their products."""
    z = q.member
    assert z is not None
    i = c.p.args[1]
    k = member_at(z, free_letters(z, [str(i.data[0])]))
    name, at = q.name_box, written(k)
    outer = q.finish(by_member(c.outer, c.p, q.simplify))
    slope, own = partial(name, written(c.p)), partial(written(c.p), at)
    box = BigOp("∑", counted(i), look_of_dim(i.data[1]), product_box(slope, own))
    given = q.problem.definitions
    posed = len(given) > 1 and given[-1].name == q.problem.name  # else the problem is written without p
    defined: Text = () if posed else ("With ", equation(written(c.p), written(c.formula)), ", ")
    says = (*defined, name, " depends on ", at, " through every ", written(c.p), ":")
    rule = Rule("chain_rule", "chain", (), says, importance=3, terse=defined)
    trail.apply(rule, renamed(left, q, k), Term(box, Value(whole(q, q.result))))
    first = Term(slope, Derivative(c.outer, (c.family,), "denominator"))
    trail.apply(Rule("outer", "differentiate", (), importance=3), first, Term(written(outer), Value(stack(i, outer))))
    named, inner = slope_of(q, c, k)
    jacobian = Derivative(stack(i, c.formula), (q.x,))
    rows = Value(stack(i, transpose(stack(k.args[1], inner))))
    trail.apply(Rule("inner", "differentiate", (), importance=3), Term(own, jacobian), Term(written(named), rows))
    product = summed(written(mul(outer, *(named.args if is_op(named, "mul") else (named,)))), i)
    line = Term(product, Value(whole(q, q.result)))
    trail.say("Put together, and summed,")
    return trail.apply(Rule("sum_rule", "substitute", ()), renamed(left, q, k), line)


def slope_of(q: Question, c: Chain, k: Expr) -> tuple[Expr, Expr]:
    """∂p_i/∂z_k in names and in z: p_i ∂ log p_i/∂z_k where that is shorter, as of p_i = exp z_i / Σ_j exp z_j."""
    plain = q.finish(by_member(unbound(c.formula, c.formula.free), k, q.simplify))
    if not any(is_op(e, "exp") for e in postorder(c.formula)):
        return c.named(plain), plain
    logs = q.finish(by_member(unbound(function("log", c.formula), c.formula.free), k, q.simplify))
    short = mul(c.p, c.named(logs))
    return (short, mul(c.formula, logs)) if short.length < c.named(plain).length else (c.named(plain), plain)


def summed(term: Box, i: Expr) -> Box:
    """Σ_i of a term; −Σ_i of one that has a minus in front."""
    if isinstance(term, Prefix) and term.sign == "−":
        return Prefix("−", summed(term.body, i))
    return BigOp("∑", counted(i), look_of_dim(i.data[1]), paren(term, SUM + 1))


def counted(i: Expr) -> Box:
    return Infix((written(i), Num("1")), ("=",), RELATION)


def renamed(left: Term, q: Question, k: Expr) -> Term:
    """∂L/∂z_k, the same for every letter k."""
    return Term(partial(q.name_box, written(k)), left.meaning)
