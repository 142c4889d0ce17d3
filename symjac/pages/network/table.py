"""Input by input: z⁽ˡ⁾ and a⁽ˡ⁾ in a table, beside the targets and the errors where there are any."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.derivation.decimals import ends, exact_term, places_of, rounded_term
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, function, neg, power
from symjac.pages.board import Board
from symjac.pages.network.data import Pair
from symjac.pages.network.model import Network
from symjac.verify.term import Term, Value
from symjac.writing.block import Table, Text
from symjac.writing.box import SUM, BigOp, Box, Dots, Fence, Infix, Matrix, Num, Script, commas

FEW = 4  # numbers of a vector that stand in a cell


def write(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    """One row for each input."""
    heads: list[Text] = [(written(net.a(0)),)]
    heads += [(written(e),) for l in net.layers for e in (net.z(l), net.a(l))]
    if data[0].y is not None:
        heads += [(written(net.y),), (Infix((written(net.y), written(net.a(net.depth))), ("−",), SUM),)]
    board.say("Input by input," if len(data) > 1 else "For this input,")
    board.put(Table(tuple(heads), tuple(row(board, net, pair, digits) for pair in data)))
    if data[0].y is not None:
        sum_of_squares(board, net, data, digits)


def row(board: Board, net: Network, pair: Pair, digits: int) -> tuple[Text, ...]:
    at = net.given(**{"a[0]": pair.x})
    shown = [pair.x, *(at.constant(e) for l in net.layers for e in (net.z(l), net.a(l)))]
    shown += [pair.y, error(net, pair)] if pair.y is not None else []
    return tuple(cell(board, e, digits) for e in shown)


def output(net: Network, pair: Pair) -> Expr:
    """a⁽ᴸ⁾ at the input of the pair."""
    return net.given(**{"a[0]": pair.x}).constant(net.a(net.depth))


def error(net: Network, pair: Pair) -> Expr:
    """y − a⁽ᴸ⁾"""
    assert pair.y is not None
    return add(pair.y, neg(output(net, pair)))


def squares(net: Network, data: Sequence[Pair]) -> Expr:
    """Σ ‖y − a⁽ᴸ⁾‖² over the data."""
    errors = [error(net, pair) for pair in data]
    return add(*(power(e if e.is_scalar else function("norm", e), 2) for e in errors))


def sum_of_squares(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    total = squares(net, data)
    board.say("The sum of the squared errors is")
    board.step("error", Term(error_sign(net), Value(total)), numeral(total, digits))


def error_sign(net: Network) -> Box:
    """∑ ‖y − a⁽ᴸ⁾‖², a plain square for one output."""
    difference = Infix((written(net.y), written(net.a(net.depth))), ("−",), SUM)
    fence = ("(", ")") if net.y.is_scalar else ("‖", "‖")
    return BigOp("∑", None, None, Script(Fence(fence[0], difference, fence[1]), sup=Num("2")))


def cell(board: Board, e: Expr, digits: int) -> Text:
    """A number, or a short column in one line; it is checked like any line."""
    term = numeral(e, digits)
    board.claim(Term(term.box, Value(e)), term, "a cell of the table")
    return (flat(term.box),)


def numeral(e: Expr, digits: int) -> Term:
    """A constant exactly where it has few decimals, else rounded."""
    exact = exact_term(e) if ends(e) and places_of(e) <= digits else None
    return exact or rounded_term(e, digits)


def flat(box: Box) -> Box:
    """A column of numbers as (0.9, 1.5)."""
    if not isinstance(box, Matrix):
        return box
    entries = [row[0] for row in box.rows]
    shown = entries if len(entries) <= FEW else [entries[0], entries[1], Dots("l"), entries[-1]]
    return Fence("(", commas(shown), ")")
