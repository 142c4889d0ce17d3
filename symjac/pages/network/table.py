"""Input by input: z⁽ˡ⁾ and a⁽ˡ⁾ in a table, beside the targets and the errors where there are any."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.derivation.decimals import flat, numeral
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, neg
from symjac.pages.board import Board
from symjac.pages.network.data import Pair
from symjac.pages.network.losses import MSE
from symjac.pages.network.model import Network
from symjac.verify.term import Term, Value
from symjac.writing.block import Table, Text
from symjac.writing.box import SUM, BigOp, Box, Fence, Infix, Num, Script, Sym, equation


def write(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    """One row for each input."""
    heads: list[Text] = [(written(net.a(0)),)]
    heads += [(written(e),) for l in net.layers for e in (net.z(l), net.a(l))]
    if data[0].y is not None:
        heads += [(written(net.y),), (off_sign(net),)]
    board.say("Input by input," if len(data) > 1 else "For this input,", *loss_told(net, data))
    board.put(Table(tuple(heads), tuple(row(board, net, pair, digits) for pair in data)))
    if data[0].y is not None:
        total(board, net, data, digits)


def row(board: Board, net: Network, pair: Pair, digits: int) -> tuple[Text, ...]:
    at = net.given(**{"a[0]": pair.x})
    shown = [pair.x, *(at.constant(e) for l in net.layers for e in (net.z(l), net.a(l)))]
    shown += [pair.y, off(net, pair)] if pair.y is not None else []
    return tuple(cell(board, e, digits) for e in shown)


def output(net: Network, pair: Pair) -> Expr:
    """a⁽ᴸ⁾ at the input of the pair."""
    return net.given(**{"a[0]": pair.x}).constant(net.a(net.depth))


def off(net: Network, pair: Pair) -> Expr:
    """y − a⁽ᴸ⁾; of a loss other than the squared error, the loss of this example"""
    assert pair.y is not None
    return add(pair.y, neg(output(net, pair))) if net.loss is MSE else net.loss.value(output(net, pair), pair.y)


def summed(net: Network, data: Sequence[Pair]) -> Expr:
    """Σ ‖y − a⁽ᴸ⁾‖² over the data, or Σ E."""
    return add(*(net.loss.total(output(net, pair), pair.y) for pair in data if pair.y is not None))


def total(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    found = summed(net, data)
    if net.loss is MSE:
        board.say("The sum of the squared errors is")
    else:
        board.say(f"Added up over the data, the {net.loss.title} is")
    board.step("error", Term(total_sign(net), Value(found)), numeral(found, digits))


def loss_told(net: Network, data: Sequence[Pair]) -> Text:
    """'with the cross-entropy E = −yᵀ log a,'"""
    if net.loss is MSE or data[0].y is None:
        return ()
    E = net.loss.value(net.a(net.depth), net.y)
    return (f" with the {net.loss.title} ", equation(Sym("E"), written(E)), ",")


def off_sign(net: Network) -> Box:
    return Infix((written(net.y), written(net.a(net.depth))), ("−",), SUM) if net.loss is MSE else Sym("E")


def total_sign(net: Network) -> Box:
    """∑ ‖y − a⁽ᴸ⁾‖², a plain square for one output; ∑ E"""
    if net.loss is not MSE:
        return BigOp("∑", None, None, off_sign(net))
    fence = ("(", ")") if net.y.is_scalar else ("‖", "‖")
    return BigOp("∑", None, None, Script(Fence(fence[0], off_sign(net), fence[1]), sup=Num("2")))


def cell(board: Board, e: Expr, digits: int) -> Text:
    """A number, or a short column in one line; it is checked like any line."""
    term = numeral(e, digits)
    board.claim(Term(term.box, Value(e)), term, "a cell of the table")
    return (flat(term.box),)
