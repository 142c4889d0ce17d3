"""s′: what the derivative of an activation is, and where there is none.

Sources: Bishop, PRML, eqs. (4.88) for σ, (5.60) for tanh; for the others the file of each in symjac/expr/ops.
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.looks import written
from symjac.expr.make import function, is_op, symbol
from symjac.pages.activation import Activation
from symjac.pages.board import Board
from symjac.pages.network.model import Network
from symjac.pages.network.softmax import is_joint
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.block import Note, Text
from symjac.writing.box import RELATION, Box, Infix, Num, Script, Sym, equation
from symjac.writing.signs import applied, listed


def tell(board: Board, net: Network) -> None:
    """'Here tanh′(t) = 1 − a² with a = tanh(t).' Of an activation that is only named there is no formula,
    and that of the identity is 1."""
    distinct = [s for s in {s.name: s for s in net.activations}.values() if not (s.is_identity or is_joint(s))]
    parts = [slope_text(board, s) for s in distinct if not s.is_open]
    steps = [s.argument for s in distinct if not s.is_open and any(is_op(e, "step") for e in postorder(slope_of(s)))]
    if len(parts) == 1:
        board.say(
            "The derivative of the activation is ", *parts[0], *((", where ", *meaning_of_step(steps[0])) if steps else ()), "."
        )
    elif parts:
        board.say("The derivatives of the activations are ", *listed(parts), ".")
        if steps:
            board.say("Here ", *meaning_of_step(steps[0]), ".")
    for s in distinct:
        if s.is_open:
            board.say(
                "Write ", prime(s), " for the derivative of ", s.sign, "; like ", s.sign, " it acts on every entry of a vector."
            )


def meaning_of_step(t: Expr) -> Text:
    return written(function("step", t)), " is 1 for ", above(t, ">"), " and 0 for ", above(t, "<")


def prime(s: Activation) -> Script:
    return Script(s.sign, sup=Sym("′"))


def in_short(s: Activation) -> Expr:
    """The letter that stands for s(t)."""
    return symbol("h" if str(s.argument) == "a" else "a", SCALAR)


def slope_of(s: Activation) -> Expr:
    return s.derivative() if s.slope_op is not None else s.slope(s.argument, in_short(s))


def slope_text(board: Board, s: Activation) -> Text:
    """s′(t) = …, in a = s(t) where that is shorter; what s is, where somebody has typed it."""
    t, a, value = s.argument, in_short(s), slope_of(s)
    left = Term(applied(prime(s), written(t)), Derivative(s.at(t), (t,)))
    board.claim(left, Term(written(value), Value(substitute(value, {a: s.at(t)}))), f"the derivative of {s.name}")
    told: Text = ()
    if s.slope_op is not None and s.body is not None:
        told = (" for ", equation(s.look(written(t)), written(s.body)))
    elif contains(value, a):
        told = (" with ", equation(written(a), s.look(written(t))))
    return (equation(left.box, written(value)), *told)


def above(t: Expr, sign: str) -> Box:
    return Infix((written(t), Num("0")), (sign,), RELATION)


def kinks(net: Network) -> list[Note]:
    """relu and |t| have no derivative at 0."""
    rough = [l for l in net.layers if net.s(l).has_kinks]
    if not rough:
        return []
    where = listed([(written(net.z(l)),) for l in rough])
    signs = listed([(s.sign,) for s in {net.s(l).name: net.s(l) for l in rough}.values()])
    return [Note("condition", ("Derivatives hold where ", *signs, " is differentiable at every entry of ", *where, "."))]
