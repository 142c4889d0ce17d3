"""One factor of the chain rule: ∇_e L = [∂L/∂e₁ … ∂L/∂e_N] = [2e₁ … 2e_N] = 2eᵀ, with the reason beside it."""

from __future__ import annotations

from symjac.calculus.differential import derivative, substitute
from symjac.calculus.identities.factors import factors
from symjac.calculus.simplify import finished
from symjac.derivation.notation import derivative_sign, jacobian_shape
from symjac.derivation.question import Question, assumptions_used
from symjac.derivation.rules import Letters, of_function, slope_box, softmax_slope, squared_norm
from symjac.derivation.styles.chain.slopes import entry_slope
from symjac.derivation.styles.chain.stages import Stage, is_typed, stages
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, containing, contains, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.looks import look_of_dim, look_of_shape, written
from symjac.expr.make import function, is_op, mul, number, transpose
from symjac.expr.make import power as power_of
from symjac.verify.term import Derivative, Dotted, Free, Partial, Place, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import (
    PRODUCT,
    SUM,
    BigOp,
    Box,
    Call,
    Dots,
    Infix,
    Matrix,
    Num,
    Prefix,
    Row,
    Sym,
    equation,
    power,
    relation,
)
from symjac.writing.signs import COMMA, indexed, listed, partial, product_box

MOST_RULES = 2  # that stand beside a factor


def jacobian_of(task: Question, stage: Stage, *, expanded: bool) -> Expr:
    """The Jacobian of one map in terms of its own argument, or with everything substituted."""
    J = long_row(task, stage) if row_is_long(task, stage) else plain_jacobian(task, stage)
    return substitute(J, {stage.inner: inner_value(task, stage)}) if expanded else J


def is_long(task: Question) -> bool:
    """Whether a scalar by a matrix comes as one long row, because what stands between them is a vector."""
    return task.f.is_scalar and task.x.is_matrix and not stages(task)[0].symbol.is_scalar


def row_is_long(task: Question, stage: Stage) -> bool:
    return stage.body.is_scalar and stage.inner.is_matrix and is_long(task)


def shape_of(task: Question, f: Expr, x: Expr) -> Box:
    """The shape of ∇ₓf as it stands in the product."""
    if f.is_scalar and x.is_matrix and not is_long(task):
        return look_of_shape(x.shape)
    return jacobian_shape(f.shape, x.shape) if task.layout == "numerator" else jacobian_shape(x.shape, f.shape)


def plain_jacobian(task: Question, stage: Stage) -> Expr:
    J = derivative(stage.body, stage.inner, layout=task.layout, order_of=task.order_of, simplify=task.simplify)
    return finished(J, stage.body)


def long_row(task: Question, stage: Stage) -> Expr:
    G = finished(derivative(stage.body, stage.inner, simplify=task.simplify), stage.body)
    return transpose(function("vec", G if task.order_of == "columns" else transpose(G)))


def inner_value(task: Question, stage: Stage) -> Expr:
    """What the argument of a map stands for, in terms of x."""
    if stage.inner is task.x:
        return task.x
    return next(s.whole for s in stages(task) if s.symbol.data[0] == stage.inner.data[0])


def factor(task: Question, trail: Trail, maps: list[Stage], k: int, *, alone: bool = False) -> Expr:
    """∇_e L = [∂L/∂e₁ … ∂L/∂e_N] = [2e₁ … 2e_N] = 2eᵀ"""
    stage = maps[k]
    J = jacobian_of(task, stage, expanded=False)
    meaning = Derivative(stage.body, (stage.inner,), task.layout, task.order_of, 1, row_is_long(task, stage))
    left = Term(derivative_sign(written(stage.symbol), (stage.inner,)), meaning)
    says: Text = ("The factors, one by one:",) if k == 0 and not alone else ()
    rule = Rule("factor", "differentiate", reason(task, stage), says, importance=3)
    says = () if entry_slope(trail, stage, says) else says
    by_rows = task.layout == "numerator"
    if stage.body.is_scalar and stage.inner.is_vector and has_norm(stage) and by_rows:
        partials = Rule("partials", "component", (), says, importance=1)
        left = trail.apply(partials, left, partials_row(stage))
        left = entries_written(trail, stage, J, left)
    if len(maps) == 2 and stage.kind == "affine" and stage.body.is_vector and stage.inner.is_vector and by_rows:
        partials = Rule("partials", "component", (), says, importance=1)
        left = trail.apply(partials, left, partials_matrix(stage))
    named = in_its_name(task, stage, J)
    trail.apply(rule, left, Term(written(named), Value(J)))
    return named


def in_its_name(task: Question, stage: Stage, J: Expr) -> Expr:
    """diag(p) − ppᵀ for p = softmax(z): a map that has got a name is called by it in its own Jacobian.

    What acts entry by entry is so only where the person has named it: beside tanh²(u), 1 − h ⊙ h is another spelling."""
    maps = stages(task)
    if stage.body is stage.inner or (stage.symbol is maps[-1].symbol and not is_typed(task, maps)):
        return J
    by_name = is_typed(task, maps) or stage.kind == "other"
    return substitute(J, {stage.body: stage.symbol}) if by_name else J


def partials_row(stage: Stage) -> Term:
    """[∂L/∂e₁ ⋯ ∂L/∂e_N]"""
    name, inner = written(stage.symbol), written(stage.inner)
    ends = [partial(name, indexed(inner, k)) for k in (Num("1"), look_of_dim(stage.inner.shape[0]))]
    j = Free(Place("j"), stage.inner.shape[0])
    meaning = Dotted(Partial(stage.body, stage.inner, 1, 1, j.symbol, 1), Free(Place("one"), ONE), j)
    return Term(Matrix(((ends[0], Dots("h"), ends[1]),), tall=True), meaning)


def partials_matrix(stage: Stage) -> Term:
    """[∂e₁/∂θ₁ ⋯ ∂e₁/∂θ_D; ⋮ ⋱ ⋮; ∂e_N/∂θ₁ ⋯ ∂e_N/∂θ_D]"""
    name, inner = written(stage.symbol), written(stage.inner)
    tops, sides = ((Num("1"), look_of_dim(e.shape[0])) for e in (stage.body, stage.inner))
    first, last = ([partial(indexed(name, t), indexed(inner, s)) for s in sides] for t in tops)
    rows = ((first[0], Dots("h"), first[1]), (Dots("v"), Dots("d"), Dots("v")), (last[0], Dots("h"), last[1]))
    i, j = Free(Place("i"), stage.body.shape[0]), Free(Place("j"), stage.inner.shape[0])
    return Term(Matrix(rows, tall=True), Dotted(Partial(stage.body, stage.inner, i.symbol, 1, j.symbol, 1), i, j))


def entries_written(trail: Trail, stage: Stage, J: Expr, left: Term) -> Term:
    """[2e₁ ⋯ 2e_N], where J is a multiple of e'."""
    p = factors(J)
    if p.chain != (transpose(stage.inner),) or p.scalars:
        return left
    inner = written(stage.inner)
    scale = [] if abs(p.coefficient) == 1 else [written(number(p.coefficient))]
    ends: list[Box] = [product_box(*scale, indexed(inner, i)) for i in (Num("1"), look_of_dim(stage.inner.shape[0]))]
    ends = [Prefix("−", end) for end in ends] if p.coefficient == -1 else ends
    box = Matrix(((ends[0], Dots("h"), ends[1]),))
    return trail.apply(Rule("entries", "component", (), importance=1), left, Term(box, Value(J)))


def has_norm(stage: Stage) -> bool:
    return any(is_op(e, "norm") and e.args[0] is stage.inner for e in postorder(stage.body))


def reason(task: Question, stage: Stage) -> Text:
    name, inner = written(stage.symbol), written(stage.inner)
    if stage.kind == "affine":
        constants = [(written(e),) for e in added_constants(stage)]
        if not constants:
            return (name, " is linear in ", inner)
        verb = " are constant" if len(constants) > 1 else " is constant"
        return (name, " is affine in ", inner, "; ", *listed(constants), verb)
    alone = stage.body.args[:1] == (stage.inner,)
    if stage.kind == "entrywise":
        rule: Text = ("; ", *of_function(stage.body, Letters(task))) if alone and isinstance(stage.body.op, ScalarOp) else ()
        return (name, " acts entry by entry", *rule)
    if stage.inner.is_vector and stage.body is power_of(function("norm", stage.inner), 2):
        return (equation(name, sum_of_squares(stage.inner)),)
    return hard(task, stage) if alone else quoted(task, stage)


def quoted(task: Question, stage: Stage) -> Text:
    """The rules of which a map is made: xᵀx = x₁² + ⋯ + x_N², product rule, σ′ = σ(1 − σ); else what it is."""
    inner, letters = stage.inner, Letters(task)
    found: list[Text] = []
    inside = {u for e in postorder(stage.body) if (u := squared_norm(e)) is not None}
    for e in containing(stage.body, inner):
        rule = rule_of(e, stage, inside, letters)
        if rule and rule not in found:
            found.append(rule)
    found += [(written(e), " is symmetric") for e in symmetric_used(task, stage)]
    if not found or len(found) > MOST_RULES:
        return (equation(written(stage.symbol), written(stage.body)),)
    return tuple(part for k, each in enumerate(found) for part in (("; ", *each) if k else each))


def symmetric_used(task: Question, stage: Stage) -> list[Expr]:
    """The matrices without whose symmetry the factor would be longer."""
    return [e for e in assumptions_used(task.about(stage.body, stage.inner)) if {"symmetric", "posdef"} & e.data[1]]


def squares(x: Expr) -> list[Expr]:
    """‖x‖², xᵀx, tr(XᵀX)"""
    product = mul(transpose(x), x)
    return [power_of(function("norm", x), 2), function("tr", product) if x.is_matrix else product]


def rule_of(e: Expr, stage: Stage, squared: set[Expr], letters: Letters) -> Text:
    inner = stage.inner
    if not (inner.is_scalar or inner.is_row) and e in squares(inner):
        return (equation(written(e), sum_of_squares(inner)),)
    moving = [a for a in e.args if contains(a, inner)]
    match e.op.name:
        case "norm" if e.args[0] is inner and inner.is_vector and inner not in squared:
            at = indexed(written(inner), Sym("j"))
            return (relation(slope_box(written(e), at), "=", Infix((at, written(e)), ("/",), PRODUCT)),)
        case "det" | "logdet":
            return ("Jacobi’s formula",)
        case "mul" | "hadamard" if len(moving) > 1:
            return ("product rule",)
        case "div" | "hdiv" if e.args[1] in moving:
            return ("quotient rule",)
        case "power" if e.args[0] in moving:
            return ("power rule",)
        case "softmax" if e.args[0] is inner:
            return (softmax_slope(written(e), written(inner)),)
    if isinstance(e.op, ScalarOp) and not e.data:
        return of_function(e, letters)
    return ()


def hard(task: Question, stage: Stage) -> Text:
    """∂p_i/∂z_j = p_i(δ_ij − p_j); ∂f/∂z_j = z_j/‖z‖: a function that is not taken entry by entry."""
    name, inner, i, j = written(stage.symbol), written(stage.inner), Sym("i"), Sym("j")
    slope = slope_box(name, indexed(inner, j))
    match stage.body.op.name:
        case "softmax":
            return (softmax_slope(name, inner),)
        case "logsumexp":
            weights = [Call(Sym("exp", "roman"), (indexed(inner, k),)) for k in (j, i)]
            total = BigOp("∑", i, None, weights[1])
            return (relation(slope, "=", Infix((weights[0], total), ("/",), PRODUCT)),)
        case "norm" if stage.inner.is_vector:
            return (
                relation(
                    slope_box(name, indexed(inner, j)), "=", Infix((indexed(inner, j), written(stage.body)), ("/",), PRODUCT)
                ),
            )
        case "det":
            return ("Jacobi’s formula",)
        case "log" | "exp":
            return of_function(stage.body, Letters(task))
    return quoted(task, stage)


def added_constants(stage: Stage) -> list[Expr]:
    if not is_op(stage.body, "add"):
        return []
    found = [factors(arg) for arg in stage.body.args if not contains(arg, stage.inner)]
    return [f for p in found for f in (*p.chain, *(b for b, _ in p.scalars)) if is_op(f, "symbol")]


def sum_of_squares(e: Expr) -> Box:
    """e₁² + … + e_N²; Σ_ij X_ij² of a matrix"""
    if e.is_matrix:
        i, j = Sym("i"), Sym("j")
        return BigOp("∑", Row((i, COMMA, j)), None, power(indexed(written(e), i, j), Num("2")))
    ends = [power(indexed(written(e), i), Num("2")) for i in (Num("1"), look_of_dim(e.shape[0]))]
    return Infix((ends[0], Dots("h"), ends[1]), ("+", "+"), SUM)
