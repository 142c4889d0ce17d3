"""The page about an activation: formula, derivative, limits and graph (N12), every line checked."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.differential import by_scalar, substitute
from symjac.calculus.domains import conditions
from symjac.calculus.simplify import finished
from symjac.derivation.explain.displays import condition_note
from symjac.errors import UnsupportedError
from symjac.errors.arguments import by_annotation
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, div, is_op, mul, neg, number, power, symbol, value_of
from symjac.pages.activation.functions import Activation
from symjac.pages.activation.graph import follows, line_of, picture
from symjac.pages.activation.limits import End, claims, ends, limit_box, sign
from symjac.pages.activation.named import activation_of
from symjac.pages.activation.pieces import agree_at_zero, cases, on_side
from symjac.pages.activation.proofs import kinked, parity, rises
from symjac.pages.board import Board, Worked
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Note
from symjac.writing.box import Box, Num, Script, Sym, equation
from symjac.writing.parts import powers_of_e
from symjac.writing.signs import applied, beside


@by_annotation
def activation(text: str, *, detail: str = "full", check: bool = True) -> Worked:
    """A function of one number as an activation: what it is, its derivative, its limits, its graph.

    text: a name (tanh, sigmoid, relu, sin, …) or a formula 's(t) = t/(1 + exp(-t))', before which there may be functions that it
    uses; its argument is a number. detail: brief, exam or full. check=False only to measure. The result is a Worked: str,
    render, check. Limits are told where SymPy finds them and the checker confirms them.

    Errors, all SymjacError: ParseError where the text is no function of one number; UnsupportedError where it contains other
    letters, or what has no derivative in closed form, and for σ and the identity, which have no formula of their own; LimitError.
    Sources: Bishop, PRML, eqs. (4.88), (5.60); of each function the one in symjac/expr/ops.
    """
    s = activation_of(text)
    if s.body is None or s.op is None:
        raise UnsupportedError(
            f"there is nothing to say of {s.name}", expected="a function with a formula: tanh, or s(t) = t/(1 + exp(-t))"
        )
    board, found = Board(), ends(s)
    board.know(s.argument)
    define(board, s)
    differentiate(board, s)
    tell_limits(board, s, found)
    tell_symmetry(board, s)
    board.put(picture(s, found))
    return board.finish(("The activation function ", s.sign), detail=detail, check=check, source=text)


def self_named(s: Activation) -> bool:
    """sin, exp: functions that have no formula but their own name."""
    return s.op is not None and s.body is s.at(s.argument)


def define(board: Board, s: Activation) -> None:
    """s(t) = …, by cases where it has a kink at 0."""
    t, body = s.argument, s.body
    assert body is not None
    if self_named(s):
        return
    above, below = on_side(body, t, 1), on_side(body, t, -1)
    left = Term(s.look(written(t)), Value(s.at(t)))
    board.say("The function ", s.sign, " is defined by")
    if s.has_kinks and not s.is_partial and above is not None and below is not None:
        closed = agree_at_zero(above, body, t=t)
        board.show(equation(left.box, powers_of_e(cases(above, below, t, closed=closed))))
        by_sides(board, s.at(t), t, above, below, body if closed else None, f"the cases of {s.name}")
    else:
        board.step("define", left, term(body), kind="define")


def by_sides(board: Board, f: Expr, t: Expr, above: Expr, below: Expr, at_zero: Expr | None, where: str) -> None:
    """The cases, checked with a positive number u: f(u) and f(−u), and at 0 where the first case holds there, too."""
    u = symbol("u", SCALAR, ("positive",))
    for g, at, piece in ((f, u, above), (f, neg(u), below), (at_zero, number(0), above)):
        if g is None:
            continue
        board.claim(value_term(substitute(g, {t: at})), Term(written(piece), Value(substitute(piece, {t: at}))), where)


def prime(s: Activation) -> Box:
    return applied(Script(s.sign, sup=Sym("′")), written(s.argument))


def differentiate(board: Board, s: Activation) -> None:
    """s′(t): by the quotient rule where it is a quotient; by cases where it has a kink."""
    t, body = s.argument, s.body
    assert body is not None
    slope = s.derivative()
    above, below = on_side(slope, t, 1), on_side(slope, t, -1)
    board.say("The derivative of ", s.sign, " is") if self_named(s) else board.say("Its derivative is")
    line = Term(prime(s), Derivative(s.at(t), (t,)))
    if s.has_kinks and not s.is_partial and above is not None and below is not None:
        by_cases(board, s, line, slope, above, below)
        return
    quotient, result = by_quotient_rule(body, t), in_itself(s)
    if quotient is not None and quotient is not result:
        line = board.step("quotient", line, term(quotient), why=("quotient rule",), kind="differentiate")
    board.step("derivative", line, term(result), kind="conclude")
    board.put(*condition_note(conditions(body, t, result)))


def by_cases(board: Board, s: Activation, line: Term, slope: Expr, above: Expr, below: Expr) -> None:
    """The derivative on either side; at 0 where both agree, and s is continuous there."""
    t, body = s.argument, s.body
    assert body is not None
    sides = [on_side(body, t, side) for side in (1, -1)]
    smooth = agree_at_zero(above, below, t=t) and agree_at_zero(*(e for e in (*sides, body) if e is not None), t=t)
    board.show(equation(prime(s), powers_of_e(cases(above, below, t, closed=smooth))))
    board.claim(line, value_term(slope), f"the derivative of {s.name}")
    by_sides(board, slope, t, above, below, below if smooth else None, f"the cases of the derivative of {s.name}")
    if not smooth and kinked(s, above, below):
        board.put(Note("condition", (s.sign, " is not differentiable at ", zero_of(t), ".")))


def zero_of(t: Expr) -> Box:
    return equation(written(t), Num("0"))


def term(e: Expr) -> Term:
    return Term(powers_of_e(written(e)), Value(e))


def by_quotient_rule(body: Expr, t: Expr) -> Expr | None:
    """(u′v − u v′)/v²"""
    if not is_op(body, "div"):
        return None
    u, v = body.args
    du, dv = (finished(by_scalar(e, t), e) for e in (u, v))
    if value_of(v) is not None:
        return None
    taken = finished(neg(mul(u, dv)), body)
    return div(taken if value_of(du) == 0 else add(finished(mul(du, v), body), taken), power(v, 2))


def in_itself(s: Activation) -> Expr:
    """1 − tanh² t, σ(1 − σ): by the function itself where its rule says so, else the finished form."""
    if s.slope_op is not None or s.op is None:
        return s.derivative()
    return s.slope(s.argument, s.at(s.argument))


def tell_limits(board: Board, s: Activation, found: Sequence[End]) -> None:
    """lim s(t) = 1 as t → ∞; a sigmoid rises from one horizontal line to another."""
    if not found:
        return
    board.say("Its limits are" if len(found) > 1 else "Its limit is")
    for end in found:
        board.claims += claims(s, end)
    board.show(beside(*(equation(sign(s, end), limit_box(end)) for end in found)))
    slanted = [end for end in found if isinstance(end.limit, str) and end.line is not None and end.line[0] is not number(0)]
    for end in slanted:
        if not follows(s, end):
            far = "large " if end.side > 0 else "large negative "
            board.say("For ", far, written(s.argument), " its graph approaches the line ", written(line_of(end, s)), ".")
    if is_sigmoid(s, found):
        board.say("It is a sigmoid: it rises from one horizontal asymptote to another.")


def is_sigmoid(s: Activation, found: Sequence[End]) -> bool:
    """Two finite limits, and rising between them."""
    values = [end.limit for end in found]
    if len(values) != 2 or any(isinstance(v, str) for v in values) or values[0] is values[1]:
        return False
    return rises(s)


def tell_symmetry(board: Board, s: Activation) -> None:
    """s(−t) = −s(t), or s(−t) = s(t), where that is so."""
    t = s.argument
    assert s.body is not None
    word = parity(s.body, t)
    if word:
        left, right = value_term(s.at(neg(t))), value_term(neg(s.at(t)) if word == "odd" else s.at(t))
        board.claim(left, right, f"{s.name} is {word}")
        board.say("It is ", word, ": ", equation(left.box, right.box), ".")
