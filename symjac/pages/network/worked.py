"""δ⁽²⁾ ≈ (0.7573 − 1) · 0.7573(1 − 0.7573) ≈ −0.0446: errors and gradients at the numbers given, with their arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symjac.derivation.decimals import exact_term, flat, numeral
from symjac.expr.expr import Expr, fold
from symjac.expr.looks import written
from symjac.expr.make import add, is_op, value_of
from symjac.pages.board import Board
from symjac.pages.network.data import Pair
from symjac.pages.network.losses import MSE
from symjac.pages.network.model import Network
from symjac.pages.network.notation import SHOWN
from symjac.verify.term import Rounded, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, BigOp, Box, Matrix, Sym, elementwise, paren, signed_sum
from symjac.writing.signs import listed, partial

FEW = 3  # examples that are worked through


def write(board: Board, net: Network, E: Expr, digits: int, *, is_forward_shown: bool = False) -> None:
    """The target, the layers, the error, then layer by layer δ⁽ˡ⁾ and the gradient by the weights.

    is_forward_shown: the numbers of the layers stand above already.
    """
    from symjac.pages.network import backprop

    values = backprop.at_numbers(net)
    known = {e: net.constant(e) for l in net.layers for e in (net.z(l), net.a(l), net.W(l), net.b(l))} | {
        net.a(0): net.values["a[0]"]
    }
    known[net.y] = net.values["y"]
    says: Text = ("With the numbers given, the target is",)
    target = exact_term(net.values["y"]) or numeral(net.values["y"], digits)
    board.step("given", Term(written(net.y), Value(net.values["y"])), target, says=says, kind="define")
    at = At(board, known, digits)
    if not is_forward_shown:
        forwards(at, net)
    at.line("loss", Sym("E"), E, net.constant(E), (f"The {'error of the output' if net.loss is MSE else net.loss.title} is",))
    for l in reversed(net.layers):
        d = backprop.delta(net, l)
        where = "At the output" if l == net.depth else f"In layer {l}"
        at.line("delta", written(d), backprop.error(net, l), values[str(d)], (f"{where},",))
        known[d] = values[str(d)]
        at.line("gradient_value", partial(Sym("E"), written(net.W(l))), backprop.by_weights(net, l), values[f"dE/d{net.W(l)}"])
    board.say(*biases(net), ".")


def forwards(at: At, net: Network) -> None:
    """z⁽ˡ⁾ and a⁽ˡ⁾ in numbers, layer by layer: what the errors are computed from."""
    for l in net.layers:
        says: Text = ("The forward pass gives",) if l == 1 else ()
        at.line("forward_value", written(net.z(l)), net.affine(l), net.constant(net.z(l)), says)
        output = Term(net.s(l).look(written(net.z(l))), Value(net.constant(net.a(l))))
        line = at.board.step("activate", Term(written(net.a(l)), output.meaning), output)
        at.board.step("forward_value", line, numeral(net.constant(net.a(l)), at.digits), kind="value")


def over_data(board: Board, net: Network, data: Sequence[Pair], E: Expr, digits: int) -> None:
    """The first examples one by one, then the gradients added up over all of them."""
    for k, pair in enumerate(data[:FEW], 1):
        board.say(*(f"Example {k}: the input is ", flat(numeral(pair.x, digits).box), ".") if len(data) > 1 else ())
        assert pair.y is not None
        write(board, net.given(**{"a[0]": pair.x, "y": pair.y}), E, digits)
    if len(data) > 1:
        added_up(board, net, data, digits)


def added_up(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    """∑ ∂E/∂W = G₁ + G₂ + … ≈"""
    each = [backprop_at(net, pair) for pair in data]
    says: Text = ("Added up over the data,",)
    for l in reversed(net.layers):
        for x in (net.W(l), net.b(l)):
            parts = [values[f"dE/d{x}"] for values in each]
            total = add(*parts)
            line = Term(BigOp("∑", None, None, partial(Sym("E"), written(x))), Value(total))
            found = numeral(total, digits)
            if len(parts) <= FEW and fits(total):
                shown = signed_sum([paren(numeral(part, digits).box, PRODUCT) for part in parts])
                line = board.step("put_in", line, Term(shown, meaning(found, total)), says=says)
            board.step("gradient_value", line, found, says=says, kind="value")
            says = ()


def backprop_at(net: Network, pair: Pair) -> Mapping[str, Expr]:
    from symjac.pages.network import backprop

    assert pair.y is not None
    return backprop.at_numbers(net.given(**{"a[0]": pair.x, "y": pair.y}))


def meaning(found: Term, value: Expr) -> Rounded | Value:
    """Of numbers as they are printed."""
    return found.meaning if isinstance(found.meaning, Rounded) else Value(value)


def biases(net: Network) -> Text:
    """∂E/∂b⁽ˡ⁾ = δ⁽ˡ⁾"""
    from symjac.pages.network import backprop

    start = "The gradient with respect to the bias is " if net.depth == 1 else "The gradients with respect to the biases are "
    return (start, *listed([(written(backprop.delta(net, l)),) for l in net.layers]))


class At:
    """Formulas at numbers that are known, to so many digits."""

    def __init__(self, board: Board, known: Mapping[Expr, Expr], digits: int) -> None:
        self.board, self.known, self.digits = board, known, digits

    def line(self, name: str, left: Box, formula: Expr, value: Expr, says: Text = ()) -> None:
        """δ = (formula) ≈ (formula in numbers) ≈ value; name: the rule of the last line"""
        line = self.board.step("formula", Term(left, Value(value)), Term(written(formula), Value(value)), says=says)
        found = numeral(value, self.digits)
        if fits(formula):
            inside = Term(self.put_in(formula), meaning(found, value))
            line = self.board.step("put_in", line, inside)
        self.board.step(name, line, found, kind="value")

    def put_in(self, formula: Expr) -> Box:
        """The formula with numbers as they are printed in place of its letters."""

        def look(e: Expr, args: tuple[Box, ...]) -> Box:
            if is_op(e, "transpose") and e.args[0] in self.known:
                return turned(args[0])
            if is_op(e, "hpower") and e.args[0] in self.known and value_of(e.args[1]) == 2:
                return elementwise("⊙", (args[0], args[0]))
            if e in self.known:
                return numeral(self.known[e], self.digits).box
            return e.op.look(e, args)

        return fold(formula, look)


def fits(formula: Expr) -> bool:
    """Whether its arrays are small enough to be written out."""
    return all((n.number or 0) <= SHOWN for n in formula.shape)


def turned(box: Box) -> Box:
    """A matrix of numbers, its rows as columns."""
    return Matrix(tuple(zip(*box.rows, strict=True))) if isinstance(box, Matrix) else box
