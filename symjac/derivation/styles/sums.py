"""∇ Σ_i f_i = Σ_i ∇f_i: the derivative of a sum over an index is the sum of the derivatives; by a member x_k, the term i = k of
Σ_i is left. The derivative of the i-th term is found as in any other formula, x_i being one of its letters.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, eq. (5.30).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from symjac.calculus.matrixform import matrix_form
from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question, whole
from symjac.derivation.styles.registry import Style, pick, register
from symjac.derivation.trail import Rule, Trail
from symjac.errors import UnsupportedError
from symjac.expr.binding import at_index
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.looks import written
from symjac.expr.make import add, bigsum, is_op, neg, number, symbol
from symjac.expr.ops.bigsum import limits
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, BigOp, Box, Frac, Num, Prefix, equation, paren, signed_sum
from symjac.writing.signs import nabla, partial, product_box

SHORT = 4  # names, numbers and operators of a term that needs no name


@dataclass(frozen=True)
class Term1:
    """A term f_i of a sum: what it is called, what it is, with plain letters x_i for the members, and its own question."""

    name: Expr
    body: Expr
    question: Question


def derive(q: Question, trail: Trail) -> None:
    left = Term(nabla(x_box(q), q.name_box), q.meaning)
    end = Term(written(q.result), Value(whole(q, q.result)))
    try:
        last = lines(q, trail, left)
    except UnsupportedError:
        last = None
    trail.conclude(last or left, end, conditions=q.conditions)
    in_matrices(q, trail)


def x_box(q: Question) -> Box:
    return written(q.member) if q.member is not None else q.x_box


def lines(q: Question, trail: Trail, left: Term) -> Term | None:
    """The sum of the derivatives, the terms one by one, and what they are put together from; None where nothing is told."""
    if q.order != 1 or not q.inner.is_scalar or q.inner is not q.f:
        return None
    f, says = (q.f, ()) if q.member is None else only_one(q)
    if f is None:
        return None
    x = q.x if q.member is None else letter(q.member)
    inner = outside(f, x)
    if inner is not None:
        return through(q, trail, left, f, x, inner)
    writer = Writer(q, x)
    box = writer.gradient(f)
    terms = list(writer.terms.values())
    defined: Text = tuple(part for t in terms for part in (" With ", equation(written(t.name), written(t.body)), ","))
    words: Text = (*says, "The derivative of a sum is the sum of the derivatives" + (":" if not defined else "."), *defined)
    trail.apply(Rule("sum_rule", "differentiate", (), words), left, Term(box, Value(whole(q, q.result))))
    for term in terms:
        one_term(term, trail)
    if terms:
        trail.say("Summing over all terms,")
    return None


def outside(f: Expr, x: Expr) -> Expr | None:
    """Σ_i …, where the variable stands in that sum alone and something else than a sum is taken of it: log Σ_i exp x_i."""
    sums = [e for e in postorder(f) if is_op(e, "bigsum") and contains(e, x)]
    top = [s for s in sums if not any(s is not o and contains(o, s) for o in sums)]
    if len(top) != 1 or not top[0].is_scalar or linear(f, x):
        return None
    rest = fold(f, lambda e, args: number(0) if e is top[0] else rebuild(e, args))
    return None if contains(rest, x) else top[0]


def linear(f: Expr, x: Expr) -> bool:
    """Whether sums and factors without x are all that stands around the sums."""
    while not is_op(f, "bigsum"):
        moving = [a for a in f.args if contains(a, x)]
        if not is_op(f, "add", "neg", "mul", "div") or (is_op(f, "div") and contains(f.args[1], x)):
            return False
        if is_op(f, "add"):
            return True
        if len(moving) != 1:
            return False
        (f,) = moving
    return True


def through(q: Question, trail: Trail, left: Term, f: Expr, x: Expr, inner: Expr) -> Term | None:
    """f = g(s), s = Σ_i …: ∇f = g'(s) ∇s."""
    s = symbol("s" if "s" not in q.problem.symbols else "S", inner.shape)
    g = fold(f, lambda e, args: s if e is inner else rebuild(e, args))
    outer = q.about(g, s)
    words: Text = ("With ", equation(written(s), written(inner)), " the chain rule gives")
    chain = product_box(partial(q.name_box, written(s)), nabla(written(x), written(s)))
    trail.apply(Rule("chain_rule", "chain", (), words), left, Term(chain, Value(whole(q, q.result))))
    slope = Term(partial(q.name_box, written(s)), Derivative(g, (s,)))
    trail.apply(Rule("outer", "differentiate", (), ()), slope, value_term(outer.result))
    if q.member is None:
        about = q.about(inner, x)
        problem = replace(about.problem, name=str(s.data[0]), definitions=(), params=())
        about = replace(about, problem=problem)
        lines(about, trail, Term(nabla(written(x), written(s)), about.meaning))
        trail.apply(
            Rule("inner", "differentiate", ()), Term(nabla(written(x), written(s)), about.meaning), value_term(about.result)
        )
        trail.say("Put together,")
    return None


def only_one(q: Question) -> tuple[Expr | None, Text]:
    """f as far as it depends on x_k: of each sum the one term in which x_k stands; None where there is no such form."""
    member = q.member
    assert member is not None
    found = {e for e in postorder(q.f) if is_op(e, "member") and e.args[0] is member.args[0]}
    if len(found) != 1 or any(e is member.args[0] and not _within(q.f, e) for e in postorder(q.f)):
        return None, ()
    (one,) = found
    indices = one.args[1:]
    if not all(is_op(i, "index") for i in indices):
        return None, ()
    try:
        left = reduced(q.f, one, member)
    except UnsupportedError:
        return None, ()
    plain = fold(left, lambda e, args: letter(member) if e is member else rebuild(e, args))
    return plain, ("Only the terms with ", written(member), " depend on it. ")


def _within(f: Expr, family: Expr) -> bool:
    """Whether the family occurs through its members only."""
    return all(is_op(e, "member") for e in postorder(f) if family in e.args)


def reduced(e: Expr, one: Expr, member: Expr) -> Expr:
    """The sums over the indices of x_i are left out, their index put to k."""
    if not contains(e, one):
        raise UnsupportedError("no such form", found=str(e))
    if is_op(e, "bigsum"):
        (body,), i = e.args, e.data[0]
        if i in one.args[1:]:
            k = member.args[one.args.index(i)]
            inner = reduced(body, one, member) if is_op(body, "bigsum") else body
            return at_index(inner, {i: k})
        return bigsum(i, reduced(body, one, member))
    if is_op(e, "add"):
        parts = [reduced(a, one, member) for a in e.args if contains(a, one)]
        return add(*parts)
    if is_op(e, "neg"):
        return neg(reduced(e.args[0], one, member))
    if is_op(e, "mul", "div") and sum(contains(a, one) for a in e.args) == 1:
        return rebuild(e, tuple(reduced(a, one, member) if contains(a, one) else a for a in e.args))
    if any(is_op(s, "bigsum") and contains(s, one) for s in postorder(e)):
        raise UnsupportedError("no such form", found=str(e))
    return e


def letter(member: Expr) -> Expr:
    """x_k as a letter of its own, of the shape of a member."""
    return symbol(str(member), member.shape)


class Writer:
    """∇f as it is written before the terms are worked out: Σ_i ∇f_i + ∇(λ‖w‖²)."""

    def __init__(self, q: Question, x: Expr) -> None:
        self.q, self.x = q, x
        self.terms: dict[Expr, Term1] = {}

    def gradient(self, e: Expr, indices: tuple[Expr, ...] = ()) -> Box:
        if is_op(e, "add") and any(is_op(s, "bigsum") for s in postorder(e)):
            return signed_sum([self.gradient(a, indices) for a in e.args if contains(a, self.x)])
        if is_op(e, "neg"):
            return Prefix("−", paren(self.gradient(e.args[0], indices), PRODUCT))
        if is_op(e, "bigsum"):
            inner = self.gradient(e.args[0], (*indices, e.data[0]))
            return BigOp("∑", *limits(e), paren(inner, SUM + 1))
        moving = [a for a in e.args if contains(a, self.x)]
        if is_op(e, "mul") and len(moving) == 1 and all(a.is_scalar for a in e.args) and contains_sum(e):
            still = [written(a) for a in e.args if a is not moving[0]]
            return product_box(*still, paren(self.gradient(moving[0], indices), PRODUCT))
        if is_op(e, "div") and not contains(e.args[1], self.x) and contains_sum(e):
            return product_box(Frac(Num("1"), written(e.args[1])), paren(self.gradient(e.args[0], indices), PRODUCT))
        return self.of_term(e, indices)

    def of_term(self, e: Expr, indices: tuple[Expr, ...]) -> Box:
        if contains_sum(e):
            raise UnsupportedError("a sum within a term", found=str(e))
        if e.length <= SHORT or not indices:
            return nabla(written(self.x), paren(written(e), PRODUCT))
        if e not in self.terms:
            self.terms[e] = self.named(e, indices)
        return nabla(written(self.x), written(self.terms[e].name))

    def named(self, e: Expr, indices: tuple[Expr, ...]) -> Term1:
        """f_i, then g_i, h_i."""
        own = [str(i.data[0]) for i in (*indices, *sorted(e.free - {*indices}, key=str)) if i in e.free]
        taken = {*self.q.problem.symbols, *(str(t.name.data[0]).split("_")[0] for t in self.terms.values())}
        called = next((c for c in (self.q.name, *"ghqr") if c not in taken and len(c) == 1), "f")
        name = symbol(f"{called}_{''.join(own)}" if own else called, e.shape)
        body = with_letters(e)
        problem = replace(self.q.problem, target=body, name=str(name.data[0]), params=(), definitions=(), letters={})
        question = replace(self.q.about(body, self.x), problem=problem, style="auto")
        return Term1(name, body, question)


def contains_sum(e: Expr) -> bool:
    return any(s.op.binds for s in postorder(e))


def with_letters(e: Expr) -> Expr:
    """x_i, the member of a family, as a letter of its own."""
    table: Mapping[Expr, Expr] = {m: letter(m) for m in postorder(e) if is_op(m, "member")}
    return fold(e, lambda part, args: table.get(part) or rebuild(part, args))


def one_term(term: Term1, trail: Trail) -> None:
    """The derivative of one term, by the style that suits it; its answer is a line like any other."""
    if any(is_op(e, "index") for e in postorder(term.body)):
        return
    below = Trail()
    pick(term.question).derive(term.question, below)
    for step in below.steps:
        rule = replace(step.rule, name="term", kind="differentiate", importance=2) if step.kind == "conclude" else step.rule
        trail.say(*step.opening)
        trail.apply(rule, step.before, step.after, lead=step.lead, free=step.free, conditions=step.conditions)


def in_matrices(q: Question, trail: Trail) -> None:
    """The answer in matrices, where there is such a form: X for the matrix of the rows x_i'."""
    found = matrix_view(q)
    if found is None:
        return
    form, meaning = found
    means: Text = tuple(
        part
        for X, rows in meaning.items()
        for part in ("with ", written(X), ", the matrix of the rows ", written(rows.args[0]), ", ")
    )
    left = Term(nabla(x_box(q), q.name_box), q.meaning)
    value = fold(form, lambda e, args: meaning.get(e) or rebuild(e, args))
    words: Text = ("In matrices, ", *means, "this is")
    trail.apply(Rule("matrix_form", "simplify", (), words), left, Term(written(form), Value(value)))


def matrix_view(q: Question) -> tuple[Expr, Mapping[Expr, Expr]] | None:
    """The result without indices, for a variable that is no member of a family."""
    if q.member is not None or q.inner is not q.f:
        return None
    taken = set(q.problem.symbols)

    def named(x: str) -> str:
        capital = x[:1].upper() + x[1:]
        return capital if capital not in taken and capital != x else f"X_{x}"

    return matrix_form(q.result, named)


register(Style("sums", derive, lambda q: q.indexed, lambda q: q.indexed, 0, sums=True, wants="a sum over an index"))
