"""The steps in order: shape, f written out, f_i, ∂f_i/∂x_j, cases, the matrix of entries, the closed form."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from symjac.calculus.entries import Route
from symjac.calculus.entries import at as entry_at
from symjac.calculus.entries.look import look
from symjac.calculus.entries.slopes import nodes_of, same, tidy
from symjac.calculus.entries.slopes import partial as open_partial
from symjac.calculus.simplify import rebuild
from symjac.derivation.notation import places
from symjac.derivation.question import Question
from symjac.derivation.styles.components import matrices, words
from symjac.derivation.styles.components.array import first_gradient, views
from symjac.derivation.styles.components.assemble import assemble, conclude, read_off
from symjac.derivation.styles.components.blocks import block_matrix
from symjac.derivation.styles.components.cases import Cases, in_cases
from symjac.derivation.styles.components.inner import in_blocks
from symjac.derivation.styles.components.instance import instance
from symjac.derivation.styles.components.inverse import equations
from symjac.derivation.styles.components.setting import Lines, Named, Setting, boxes, form
from symjac.derivation.trail import Kind, Rule, Trail
from symjac.expr.expr import Expr, fold
from symjac.expr.lazy import sympy
from symjac.expr.looks import written
from symjac.expr.make import symbol
from symjac.expr.names import look_of
from symjac.verify.term import Dotted, Entry, Free, IndexForm, Partial, Said, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import RELATION, Infix, Script, equation
from symjac.writing.dotted import dotted
from symjac.writing.signs import indexed, partial, total


def derive(task: Question, trail: Trail) -> None:
    s = Setting(task)
    shape(s, trail)
    trail.say(*words.asked(s))
    block_matrix(s, trail) if in_blocks(s.f) else write_out(s, trail)
    for z in s.named:
        inner_component(s, z, trail)
    if s.itself is None:  # (X⁻¹)_pq is no more than a name
        component(s, trail)
    if not in_blocks(s.f):
        views(s, trail)
    for z in s.inner:
        if z.expr is not s.f:
            inner_derivative(s, z, trail)
    cases = in_cases(s.derivative.final, s)
    differentiate(s, cases, trail)
    assemble(s, cases, trail)
    if not in_blocks(s.f):
        first_gradient(s, trail)
    instance(s, trail)
    conclude(s, trail)


def entries_view(task: Question) -> tuple[Term, tuple[Free, ...]]:
    """∂f_i/∂x_j with its cases, and the ranges of the indices; inner expressions are written out."""
    s = Setting(task, naming=False)
    cases = in_cases(s.derivative.final, s)
    last = form(s.derivative.final) if cases is None else cases.term
    left = s.partial_box()
    if s.f.is_matrix and s.x.is_matrix:
        left = equation(indexed(s.array, *boxes(s.free)), left)
    return Term(equation(left, last.box), last.meaning), s.free


# what is asked


def shape(s: Setting, trail: Trail) -> None:
    """The map with its spaces, where a matrix is an input or an output: what is the dimension of the answer?"""
    if words.has_dimension(s):
        rule = Rule("spaces", "shape", (), words.counted(s), importance=2)
        trail.apply(rule, None, Term(words.spaces(s), Said()))


def write_out(s: Setting, trail: Trail) -> None:
    """f(x) = [f_1; ⋮; f_M] = [A_11 ⋯; ⋮ ⋱ ⋮][x_1; ⋮; x_N]"""
    whole = None if s.f.is_matrix or s.x.is_scalar else matrices.spelled(s.f, Route(s.names))
    if whole is None:
        return
    line = Term(s.whole_at(), Value(s.f))
    if s.rows:
        rule = Rule("components", "component", (), ("Written out,",), importance=1)
        line = trail.apply(rule, line, column(s))
    rule = Rule("written_out", "component", (), ("Written out,",), importance=1)
    trail.apply(rule, line, Term(whole, Value(s.f)))


def column(s: Setting) -> Term:
    """[f_1(x); f_2(x); ⋮; f_M(x)]"""
    (i,) = s.rows
    rows = places(i.size, s.route.size(i.size), full=True)
    one = s.one
    meaning = Dotted(s.entry_meaning(), i, one) if s.f_place[0] == i.symbol else Dotted(s.entry_meaning(), one, i)
    box = dotted(rows, [1], lambda r, c: s.f_at(look(r)))
    if s.f.is_row:
        box = dotted([1], rows, lambda r, c: s.f_at(look(c)))
    return Term(box, meaning)


# the components


def inner_component(s: Setting, z: Named, trail: Trail) -> None:
    """z = Wx + b, so z_i = Σ_k W_ik x_k + b_i"""
    name = look_of(z.name)
    wanted = form(z.entry) if not z.free else Term(written(by_name(s, z)), Value(z.expr))
    rule = Rule("name", "define", (), words.naming(s, z), importance=3, terse=("Write",) if z is s.named[0] else ("and",))
    trail.apply(rule, Term(name, Value(z.expr)), wanted)
    if not z.free:
        return
    line = Term(look(z.pattern), Entry(z.expr, *z.place))
    rule = Rule("component", "component", (), ("with the components",), importance=2)
    trail.apply(rule, line, form(z.entry), free=z.free)


def by_name(s: Setting, z: Named) -> Expr:
    """u = 1 − σ(z) where z has got its name before."""
    before = {n.expr: symbol(n.name, n.expr.shape) for n in s.named[: s.named.index(z)] if n.free}
    return fold(z.expr, lambda e, args: before[e] if e in before else rebuild(e, args))


def component(s: Setting, trail: Trail) -> None:
    """f_i(x) = A_i1 x_1 + ⋯ + A_iN x_N = Σ_k A_ik x_k"""
    line = Term(s.f_at(), s.entry_meaning()) if s.rows else Term(s.whole_at(), Value(s.f))
    columns = column_product(s)
    sentence = words.component(s, columns is not None)
    if columns is not None:
        rule = Rule("inner_product", "component", (), sentence, importance=2)
        line = trail.apply(rule, line, columns, free=s.rows)
    dots = matrices.terms_with_dots(s.entry) if columns is None and not s.f.is_matrix else None
    if dots is not None:
        rule = Rule("sum_written_out", "component", (), sentence, importance=1)
        line = trail.apply(rule, line, Term(dots, IndexForm(s.entry)), free=s.rows)
    rule = Rule("component", "component", (), sentence, importance=3, terse=words.called(s))
    trail.apply(rule, line, form(s.entry), free=s.rows)
    squares(s, trail)


def squares(s: Setting, trail: Trail) -> None:
    """K_pp = Σ_m A_mp², where the entries on the diagonal of K are sums of squares."""
    if len(s.rows) != 2 or s.rows[0].size != s.rows[1].size:
        return
    p, q = (f.symbol for f in s.rows)
    diagonal = entry_at(s.entry, {q: p})
    if not nodes_of(diagonal, sympy.Pow):
        return
    rule = Rule("diagonal", "component", (), words.on_the_diagonal(s), importance=1)
    trail.apply(rule, Term(s.f_at(look(p), look(p)), Entry(s.f, p, p)), form(diagonal), free=s.rows[:1])


def column_product(s: Setting) -> Term | None:
    """K_pq = a_p · a_q for K = A'A, where a_p is column p of A."""
    left, right = words.column_factors(s) or (None, None)
    if left is None or right is None:
        return None
    p, q = boxes(s.rows)
    box = Infix((Script(look_of(left), sub=p), Script(look_of(right), sub=q)), ("·",), RELATION + 30)
    return Term(box, IndexForm(s.entry))


# the derivatives


def inner_derivative(s: Setting, z: Named, trail: Trail) -> None:
    """∂z_i/∂x_j"""
    free = (*z.free, *s.columns)
    box = (total if s.x.is_scalar else partial)(look(z.pattern), s.x_box(*boxes(s.columns)))
    line = Term(box, IndexForm(_open(z, s)))
    sentence = equations(s, z, trail) if z.solved else words.differentiate(look(z.pattern), s, z.entry)
    chain(s, line, s.partials[z.name], free, sentence, trail, always=z.solved)


def _open(z: Named, s: Setting) -> sympy.Derivative:
    return open_partial(z.pattern, s.variable)


def differentiate(s: Setting, cases: Cases | None, trail: Trail) -> None:
    line = Term(s.partial_box(), s.partial_meaning())
    if s.itself is not None:
        line = Term(look(_open(s.itself, s)), s.partial_meaning())
        sentence = equations(s, s.itself, trail)
    else:
        sentence = words.chain_rule(s) if s.named else words.differentiate(s.f_box(*s.f_indices), s, s.entry)
    line = chain(s, line, s.derivative, s.free, sentence, trail)
    if cases is not None:
        own = s.name == s.task.name and not s.named
        importance = 3 if own else 2  # letters of its own are introduced by steps that are left out in brief
        trail.apply(Rule("cases", "cases", (), (), importance=importance), line, cases.term, free=s.free)
    else:
        read_off(s, line, trail)


def chain(
    s: Setting, line: Term, lines: Lines, free: tuple[Free, ...], sentence: Text, trail: Trail, *, always: bool = False
) -> Term:
    """∂f_i/∂x_j = Σ_k A_ik ∂x_k/∂x_j = Σ_k A_ik δ_kj = A_ij"""
    shown = [
        (lines.raw, "differentiate", 1),
        (lines.deltas, "deltas", 2),
        (lines.contracted, "contract", 2),
        (lines.final, "collect", 3),
    ]
    forms = shown[:1] + [b for a, b in pairwise(shown) if not alike(s, a[0], b[0])]
    if s.f.is_matrix or (len(nodes_of(lines.raw, sympy.Derivative)) > 1 and not s.named):
        forms = [entry for entry in forms if entry[1] != "differentiate"] or forms
    if forms[0][1] == "deltas" and len(forms) > 1:  # then 'full' alone begins with it
        forms[0] = (*forms[0][:2], 1)
    if always or isinstance(line.meaning, Partial):  # the last form of ∂f_i/∂x_j is in every detail
        forms[-1] = (*forms[-1][:2], 3)
    for e, name, importance in forms:
        kind: Kind = "differentiate" if name != "collect" else "simplify"
        rule = Rule(name, kind, lines.reason if name == "collect" else (), sentence, importance=importance)
        line = trail.apply(rule, line, form(e), free=free)
    return line


def alike(s: Setting, a: Any, b: Any) -> bool:
    """Whether two forms differ in the order of terms and factors, or in the letters of sums alone."""
    return same(a, b) or look(a) == look(b) or look(tidy(a, s.sum_names)) == look(tidy(b, s.sum_names))
