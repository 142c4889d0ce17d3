"""df = … = an expression in dX: in full one rule a line; in an exam the lines of one rule, and of what is linear, together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symjac.calculus.differential import differential, direction, product_rule, substitute
from symjac.calculus.simplify import finished
from symjac.derivation.question import Question
from symjac.derivation.rules import squared_norm
from symjac.derivation.styles.differential.reasons import constants, rule_of, tidied
from symjac.derivation.styles.differential.tidy import plain
from symjac.errors import LimitError
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.make import add, function, inner, is_op, mul, neg, number, transpose, value_of, zeros
from symjac.expr.registry import no_rule
from symjac.writing.block import Text

LONGEST = 20_000  # names, numbers and operators of a differential
MAX_LINES = 12
AT_ONCE = ("div", "hdiv", "norm", "matrix_power")  # rules of which fractions and powers are put together at once
LINEAR: Text = ("d is linear",)
SIMPLIFIED: Text = ("simplified",)
IDENTITY: Text = ("the function is the variable itself",)


@dataclass(frozen=True)
class Line:
    """What a differential is equal to, and why.

    grouped: the reason where only the last line of a round is shown; without it the line is in 'full' alone;
    plain: whether there is nothing in it but that d is linear.
    """

    expr: Expr
    reason: Text
    grouped: Text = ()
    plain: bool = False


def worked_out(task: Question, f: Expr) -> list[Line]:
    """d f = … = an expression in dX."""
    if f is task.x:
        return [Line(direction(f), IDENTITY, IDENTITY)]
    expr, lines = function("differential_of", f), []
    for k in range(MAX_LINES + 1):
        if not open_in(expr):
            break
        lines += one_round(expr, task, f) if k < MAX_LINES else [at_once(expr, task, f)]
        expr = lines[-1].expr
        if length(expr) > LONGEST:
            message = f"the differential has more than {LONGEST} symbols when written out"
            raise LimitError(message, hint="name parts of the formula")
    first = next(k for k, line in enumerate(lines) if line.grouped)
    if lines[first].plain and first + 1 < len(lines) and not has_sum(f):  # d(½u) = ½ du is no line of its own
        lines[first] = replace(lines[first], grouped=())
    return lines


def at_once(expr: Expr, task: Question, f: Expr) -> Line:
    """Every differential still open, worked out in one go."""
    found = {e: df for e in open_in(expr) if (df := differential(e.args[0], task.x)) is not None}
    return Line(finished(substitute(expr, found), f), ("chain rule",), ("chain rule",))


def open_in(expr: Expr) -> list[Expr]:
    return [e for e in postorder(expr) if is_op(e, "differential_of")]


def one_round(expr: Expr, task: Question, f: Expr) -> list[Line]:
    """Each open differential by its rule, and on through what is linear; its last line stands for all where they are grouped."""
    lines: list[Line] = []
    shown, rules = task.look(expr), kinds(expr, task)
    for line in steps(expr, rules, task, f):
        before, shown = shown, task.look(line.expr)
        if lines and line.reason == SIMPLIFIED and unbracketed(line.expr) == unbracketed(lines[-1].expr):
            lines[-1] = replace(lines[-1], expr=line.expr)  # (2xᵀAx) dx and 2(xᵀAx) dx are one line
        elif shown != before:
            lines.append(line)
        elif lines:
            lines[-1] = replace(lines[-1], expr=line.expr)
    names = dict.fromkeys(name for _, name in rules.values())
    last = lines.pop() if lines else Line(finished(expr, f), LINEAR)
    grouped = joined(list(names)[:3])
    if grouped and is_symmetry(last.reason):
        grouped = joined([grouped, last.reason[-2:]])
    return [*lines, replace(last, grouped=grouped or last.reason or LINEAR, plain=not grouped)]


def unbracketed(e: Expr) -> str:
    return re.sub(r"[() ]", "", str(e))


def is_symmetry(reason: Text) -> bool:
    return bool(reason) and isinstance(reason[-1], str) and "symmetric" in reason[-1]


def joined(reasons: list[Text]) -> Text:
    return tuple(part for k, reason in enumerate(reasons) for part in (("; ", *reason) if k else reason))


def steps(expr: Expr, rules: Kinds, task: Question, f: Expr) -> Iterator[Line]:
    """One kind of rule a line, then what is linear, then what can be turned round and collected."""
    for kind, (nodes, name) in rules.items():
        tidy = finished if kind in AT_ONCE else plain
        expr = tidy(substitute(expr, {e: by_rule(e.args[0], task.x) for e in nodes}), f)
        yield Line(expr, name)
    linear = [e for e in open_in(expr) if silent(e.args[0], task.x)]
    if linear:
        if any(has_sum(e.args[0]) for e in linear):
            yield Line(plain(substitute(expr, {e: apart(e.args[0]) for e in linear}), f), LINEAR)
        fixed: list[Expr] = []
        expr = plain(substitute(expr, {e: passed(e.args[0], task.x, fixed) for e in linear}), f)
        yield Line(expr, constants(fixed, task))
    new = finished(expr, f)
    yield Line(new, () if new is expr else tidied(expr, new, task))


Kinds = dict[str, tuple[list[Expr], Text]]


def kinds(expr: Expr, task: Question) -> Kinds:
    """The open differentials that wait for a rule, those with one rule together, and the name of the rule."""
    found: Kinds = {}
    for e in open_in(expr):
        if not silent(e.args[0], task.x):
            kind, name = rule_of(e.args[0], task)
            found.setdefault(kind, ([], name))[0].append(e)
    return found


def by_rule(e: Expr, x: Expr) -> Expr:
    """d(e) by the rule of its operation, with the differentials of its arguments left open."""
    if (u := squared_norm(e)) is not None and (du := open_differential(u, x)) is not None:
        return mul(number(2), inner(u, du))
    d = tuple(open_differential(arg, x) for arg in e.args)
    if e.op.differential is None:
        raise no_rule(e, "differentiate")
    product_rule(e, d)
    return e.op.differential(e, d)


def open_differential(arg: Expr, x: Expr) -> Expr | None:
    if arg is x:
        return direction(x)
    if is_op(arg, "neg") and (inside := open_differential(arg.args[0], x)) is not None:
        return neg(inside)
    if is_op(arg, "transpose") and (inside := open_differential(arg.args[0], x)) is not None:
        return transpose(inside)
    return function("differential_of", arg) if moves(arg, x) else None


def moves(e: Expr, x: Expr) -> bool:
    return any(part is x for part in postorder(e))


def silent(e: Expr, x: Expr) -> bool:
    """What does not move, x itself, a sum, or a linear operation with one moving argument."""
    if is_op(e, "div", "hdiv") and moves(e.args[1], x):
        return False  # linear in what is divided, not in what divides
    return not moves(e, x) or e is x or is_op(e, "add") or (e.op.linear is not None and sum(moves(arg, x) for arg in e.args) == 1)


def has_sum(e: Expr) -> bool:
    """Whether it is a sum, but for a sign and a number in front."""
    scaled = is_op(e, "neg") or (is_op(e, "mul") and value_of(e.args[0]) is not None)
    return is_op(e, "add") or (scaled and has_sum(e.args[-1]))


def apart(e: Expr) -> Expr:
    """d(a − 2b) as da − 2 db, whatever is constant in it."""
    if is_op(e, "add"):
        return add(*map(apart, e.args))
    if is_op(e, "neg"):
        return neg(apart(e.args[0]))
    if is_op(e, "mul") and value_of(e.args[0]) is not None:
        return mul(e.args[0], apart(mul(*e.args[1:])))
    if any(part.op.name == "symbol" for part in postorder(e)):
        return function("differential_of", e)
    return number(0) if e.is_scalar else zeros(*e.shape)


def passed(e: Expr, x: Expr, fixed: list[Expr]) -> Expr:
    """d(e) through everything that is linear; what turns out to be constant on the way is added to `fixed`."""
    if e is x:
        return direction(x)
    if not moves(e, x):
        fixed.append(e)
        return number(0) if e.is_scalar else zeros(*e.shape)
    if not silent(e, x):
        return function("differential_of", e)
    if e.op.differential is None:
        raise no_rule(e, "differentiate")
    fixed += [arg for arg in e.args if not moves(arg, x)]
    d = tuple(passed(arg, x, fixed) if moves(arg, x) else None for arg in e.args)
    return e.op.differential(e, d)
