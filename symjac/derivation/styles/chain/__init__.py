"""The chain rule as a product of Jacobians: maps ℝᴰ → ℝᴺ → ℝ, each factor derived, shapes under the braces.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2.2 and 5.3; Magnus & Neudecker, ch. 5 (the chain rule).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from symjac.calculus.identities.factors import flip_term
from symjac.calculus.simplify import finished, rebuild, signs_in_front
from symjac.derivation.notation import derivative_sign
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.factors import factor, is_long, jacobian_of, shape_of
from symjac.derivation.styles.chain.shapes import spaced, under, with_shapes
from symjac.derivation.styles.chain.slopes import signed
from symjac.derivation.styles.chain.stages import Stage, coarse, is_typed, stages
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.trail import Lead, Rule, Trail
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, contains, fold, length
from symjac.expr.looks import look_of_shape, space_of, written
from symjac.expr.make import add, is_op, mul, neg, transpose
from symjac.verify.term import Derivative, Said, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, RELATION, SCRIPTED, Arrow, Box, Infix, Row, Space, equation, paren
from symjac.writing.signs import COMMA, applied, listed, nabla, product_box

T = TypeVar("T")
INLINE = 16  # names, numbers and operators of two maps that are stated in a line of text
NAMED_FROM = 32  # names, numbers and operators from which on a result is written in the names of the maps


def fits(task: Question) -> bool:
    """Two maps at least, and not more sizes than a reader can follow."""
    if written_in_sums(task) is not None or through_vectors(task) or twice(task):
        return True
    if task.order != 1 or task.structure or task.x.is_scalar or task.x.is_row or not (task.f.is_scalar or task.f.is_vector):
        return False
    if task.layout == "denominator" and task.x.is_matrix:
        return False
    return len(stages(task)) >= 2 or sums_of_maps(task) or by_factors(task)


def suits(task: Question) -> bool:
    """What a course would take this way by itself."""
    return task.order == 1 and fits(task) and (written_in_sums(task) is not None or coarse(task))


def sums_of_maps(task: Question) -> bool:
    from symjac.derivation.styles.chain import terms

    return terms.fits(task)


def through_vectors(task: Question) -> bool:
    from symjac.derivation.styles.chain import vectors

    return vectors.fits(task)


def by_factors(task: Question) -> bool:
    from symjac.derivation.styles.chain import factored

    return factored.fits(task)


def twice(task: Question) -> bool:
    from symjac.derivation.styles.chain import hessian

    return hessian.fits(task)


def written_in_sums(task: Question) -> Callable[[Question, Trail], None] | None:
    """Where the notes write ∂w/∂u_j = Σ ∂w/∂x_i ∂x_i/∂u_j first: maps that are only named, numbers given by numbers."""
    if task.order == 1 and task.f.op.name == "image":
        from symjac.derivation.styles.chain import named as chain_named

        return chain_named.derive if chain_named.fits(task) else None
    if task.order == 1 and task.x.is_scalar and len(task.problem.definitions) >= 2:
        from symjac.derivation.styles.chain import scalars as chain_scalars

        return chain_scalars.derive_task if chain_scalars.fits(task.problem, (task.x,)) else None
    return None


def derive(task: Question, trail: Trail) -> None:
    sums = written_in_sums(task)
    if sums is not None:
        sums(task, trail)
    elif through_vectors(task):
        from symjac.derivation.styles.chain import vectors

        vectors.derive(task, trail)
    elif task.order == 2:
        from symjac.derivation.styles.chain import hessian

        hessian.derive(task, trail)
    elif len(stages(task)) >= 2:
        conclude(task, trail, composed(task, trail, ends=True)[0])
    elif sums_of_maps(task):
        from symjac.derivation.styles.chain import terms

        terms.derive(task, trail)
    else:
        from symjac.derivation.styles.chain import factored

        factored.conclude(task, trail)


def composed(task: Question, trail: Trail, *, back: bool = True, ends: bool = False) -> tuple[Term, list[Expr]]:
    """From the maps to the product of their Jacobians, and these.

    back: whether what the letters stand for is put back; ends: whether the answer follows, which is not to be said twice."""
    maps = stages(task)
    introduce(task, trail, maps)
    product_rule(task, trail, maps)
    found = [factor(task, trail, maps, k) for k in range(len(maps))]
    if ends and not is_long(task) and str(product(task, found)) == str(answer_shown(task, maps)):
        trail.say("Multiply:")
        return whole(task), found
    return multiplied(task, trail, maps, found, back=back), found


def answer_shown(task: Question, maps: list[Stage]) -> Expr:
    """The answer in the letters in which it will be written."""
    if is_typed(task, maps) or short(task.result):
        return task.put_back(task.result)
    return in_names(task.result, maps)


def introduce(task: Question, trail: Trail, maps: list[Stage]) -> None:
    """What the maps are, and the picture ℝᴰ → ℝᴺ → ℝ."""
    named: list[Box] = [equation(applied(written(s.symbol), written(s.inner)), written(s.body)) for s in maps]
    f = written(maps[-1].symbol)
    says: Text = (f, " is the composition of ", *listed([(box,) for box in named]), ":")
    if is_typed(task, maps):  # the problem has stated them
        says = (f, " depends on ", task.x_box, " through ", *listed([(written(s.symbol),) for s in maps[:-1]]), ":")
    elif len(maps) > 2 or sum(length(s.body) for s in maps) > INLINE:  # too much for a line of text
        rule = Rule("compose", "define", (), (f, " is the composition of"), importance=3, terse=("Write",))
        trail.apply(rule, None, Term(apart(named), Said()))
        says = ("so that",)
    spaces: list[Box] = [space_of(task.x.shape)]
    for stage in maps:
        spaces += [Arrow(written(stage.symbol)), space_of(stage.symbol.shape)]
    elements = [written(task.x), *(written(s.whole) for s in maps)]
    picture: tuple[Box, ...] = (*spaces, COMMA, Space("qquad"), Infix(tuple(elements), ("↦",) * len(maps), RELATION))
    shown = picture if len(maps) == 2 else tuple(spaces)
    trail.apply(Rule("spaces", "define", (), says, importance=2), None, Term(Row(shown), Said()))


def apart(boxes: list[Box]) -> Box:
    """Formulas beside each other in one display."""
    return Row((boxes[0], *(part for box in boxes[1:] for part in (COMMA, Space("quad"), box))))


def outer_first(task: Question, items: list[T]) -> list[T]:
    """Factors in the order in which they are multiplied: outer map first, reversed in denominator layout."""
    return list(items) if task.layout == "denominator" else list(reversed(items))


def product_rule(task: Question, trail: Trail, maps: list[Stage]) -> None:
    """∇_θ L = (∇_e L)(∇_θ e), shapes below."""
    left = whole(task)
    pieces = [under(derivative_sign(written(s.symbol), (s.inner,)), shape_of(task, s.symbol, s.inner)) for s in maps]
    box = spaced(outer_first(task, pieces))
    says: Text = ("By the chain rule the Jacobians multiply" + (", outer map first:" if task.layout == "numerator" else ":"),)
    short = len(maps) == 2 and sum(length(s.body) for s in maps) <= INLINE and not is_typed(task, maps)
    with_maps: Text = ("With ", *listed([(equation(written(s.symbol), written(s.body)),) for s in maps]), ",") if short else ()
    rule = Rule("chain_rule", "chain", (), says, importance=3, terse=with_maps)
    meaning = Value(product(task, [jacobian_of(task, s, expanded=True) for s in maps]))
    before = Term(under(left.box, shape_of(task, task.f, task.x)), left.meaning)
    trail.apply(rule, before, Term(box, meaning))


def whole(task: Question) -> Term:
    """∇ₓf as the chain gives it: a scalar by a matrix comes as one long row."""
    long = is_long(task)
    return Term(nabla(task.x_box, task.name_box), Derivative(task.f, (task.x,), task.layout, task.order_of, 1, long))


def product(task: Question, jacobians: list[Expr]) -> Expr:
    return mul(*outer_first(task, jacobians))


def multiplied(task: Question, trail: Trail, maps: list[Stage], jacobians: list[Expr], *, back: bool) -> Term:
    """The product of the Jacobians as they were found."""
    expanded = [jacobian_of(task, s, expanded=True) for s in maps]
    left = whole(task)
    kept = outer_first(task, jacobians)
    tight = sum(map(length, kept)) <= NAMED_FROM  # a longer product may be broken between its factors
    shown = Row(tuple(boxes_of(kept)), PRODUCT) if tight else product_box(*boxes_of(kept))
    words: Text = multiply_words(task, maps) if back else ("Multiply:",)
    rule = Rule("multiply", "substitute", (), words, importance=2)
    line = trail.apply(rule, left, Term(shown, Value(product(task, expanded))), lead="⇒")
    if not back:
        return line
    seen = [written(product(task, jacobians)), written(task.in_names(task.result))]
    return put_in(task, trail, line, product(task, expanded), seen)


def put_in(task: Question, trail: Trail, line: Term, whole: Expr, seen: list[Box]) -> Term:
    """The product with everything put back, then, where a factor is a sum, multiplied out, unless it was seen: in full alone."""
    opened_up = [] if holds_sum(task.result) else [("multiplied_out", multiplied_out(whole))]  # not there and back
    for rule, expr in (("put_in", whole), *opened_up):
        shown = written(signs_in_front(task.in_names(expr)))
        if shown not in seen and short(expr) and not is_long(task):
            line = trail.apply(Rule(rule, "substitute", (), importance=1), line, Term(shown, Value(expr)))
        seen.append(shown)
    return line


def holds_sum(result: Expr) -> bool:
    """Whether it is a product with a sum among its factors."""
    body = result.args[0] if is_op(result, "neg") else result
    factors = [a.args[0] if is_op(a, "transpose", "neg") else a for a in body.args] if is_op(body, "mul") else []
    return any(is_op(a, "add") for a in factors)


def multiplied_out(whole: Expr) -> Expr:
    """A(B − C)D as ABD − ACD."""
    k = next((k for k, a in enumerate(whole.args) if is_op(a, "add")), None) if is_op(whole, "mul") else None
    if k is None or whole.is_scalar:
        return whole
    before, after = whole.args[:k], whole.args[k + 1 :]
    return add(*(signed(finished(mul(*before, term, *after))) for term in whole.args[k].args))


def conclude(task: Question, trail: Trail, line: Term) -> None:
    """Put back what the names stand for, and read the result."""
    maps = stages(task)
    if is_long(task):
        before, after, says = reshaped(task, trail, line)
        trail.conclude(before, after, says=says, lead="⇒", conditions=task.conditions)
        return
    lead: Lead = "⇒" if not trail.steps[-1].lead and trail.opening else ""
    trail.conclude(line, concluded(task, maps), lead=lead, conditions=task.conditions)
    if short(task.result) and task.put_back(task.result) is task.result:
        opened(task, trail)


def multiply_words(task: Question, maps: list[Stage]) -> Text:
    """Multiply, and put back e = y − Φθ:"""
    named = [s for s in maps[:-1] if contains(task.put_back(task.result), s.whole)]
    back = bool(named) and short(task.result)
    if not back or len(named) > 1:
        return ("Multiply, and put back what the names stand for:",) if back else ("Multiply:",)
    return ("Multiply, and put back ", equation(written(named[0].symbol), written(named[0].whole)), ":")


def short(expr: Expr) -> bool:
    return length(expr) <= NAMED_FROM


def concluded(task: Question, maps: list[Stage]) -> Term:
    """The result in the person's names; where it is long, in the names of the maps instead of what they stand for."""
    shown = answer_shown(task, maps)
    return Term(with_shapes(shown) if short(task.result) else written(shown), Value(task.result))


def in_names(expr: Expr, maps: list[Stage]) -> Expr:
    """z for W x + b, h for tanh(W x + b): every intermediate quantity by its name."""
    names = {stage.whole: stage.symbol for stage in maps[:-1] if not stage.plain}  # tanh²(z) beside tanh²(u)
    return fold(expr, lambda e, args: names[e] if e in names else rebuild(e, args))


def boxes_of(kept: list[Expr]) -> list[Box]:
    """The factors side by side, each in brackets where it is a sum or, behind the first, has a sign."""
    if len(kept) == 1:
        return [written(kept[0])]
    first = paren(written(kept[0]), PRODUCT) if is_op(kept[0], "add") else written(kept[0])
    return [first, *(paren(written(J), SCRIPTED) for J in kept[1:])]


def reshaped(task: Question, trail: Trail, line: Term) -> tuple[Term, Term, Text]:
    """The long row, to be read back as a matrix of the shape of X, with the sentence that says so."""
    maps = stages(task)
    row = product(task, [jacobian_of(task, s, expanded=True) for s in maps])
    finished_row = finished(task.simplify(row), task.f)
    if finished_row is not row:
        in_short = written(finished_row) if short(finished_row) else written(in_names(finished_row, maps))
        collected = Term(task.look(finished_row) if is_typed(task, maps) else in_short, Value(finished_row))
        trail.apply(Rule("collect", "simplify", (), importance=2), line, collected)
    order = "column by column" if task.order_of == "columns" else "row by row"
    says: Text = (f"Read {order} into the shape of ", task.x_box, ", which is ", look_of_shape(task.x.shape), ",")
    left = Term(nabla(task.x_box, task.name_box), task.meaning)
    shown = task.put_back(task.result)
    after = Term(written(shown), Value(task.result)) if short(task.result) else concluded(task, maps)
    return left, after, says


def opened(task: Question, trail: Trail) -> None:
    """−2 (yᵀ − θᵀΦᵀ) Φ: the transpose carried out, as the notes also write it."""
    result = task.result
    args = result.args if is_op(result, "mul") else (result,)
    where = next((k for k, a in enumerate(args) if is_op(a, "transpose") and is_op(a.args[0], "add")), None)
    if where is None:
        return
    turned = add(*(flipped(term) for term in args[where].args[0].args))
    other = mul(*args[:where], turned, *args[where + 1 :])
    before = trail.steps[-1].after
    trail.apply(Rule("transpose_sum", "simplify", (), importance=1), before, value_term(other))


def flipped(term: Expr) -> Expr:
    """The transpose of a summand, its product reversed, its sign kept outside."""
    if is_op(term, "neg"):
        return neg(flipped(term.args[0]))
    chain = term.args if is_op(term, "mul") else (term,)
    if any(a.shape[1] == ONE and not a.is_scalar for a in chain[:-1]):  # (s's) s holds a number, which stays what it is
        return flip_term(term)
    return mul(*(a if a.is_scalar else a.args[0] if is_op(a, "transpose") else transpose(a) for a in reversed(chain)))


def lacks(task: Question) -> str:
    """Why there is no product of Jacobians."""
    if task.order == 2 and not (task.f.is_scalar and task.x.is_vector and not task.x.is_scalar):
        return "derives the second derivatives of a scalar by a column"
    return "multiplies Jacobians of numbers and vectors, and f is a matrix" if task.f.is_matrix else ""


WANTS = (
    "a composition, one map inside another, or a sum of compositions, or a product whose factors have a rule of their own: "
    "this formula is none of them"
)
register(Style("chain", derive, fits, suits, rank=1, wants=WANTS, lacks=lacks))
