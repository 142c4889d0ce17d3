"""δ⁽ᴸ⁾ = (a⁽ᴸ⁾ − y) ⊙ s′(z⁽ᴸ⁾), δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾) ⊙ s′(z⁽ˡ⁾); ∂E/∂W⁽ˡ⁾ = δ⁽ˡ⁾a⁽ˡ⁻¹⁾ᵀ.

Sources: Bishop, PRML, 5.3.1, eqs. (5.53), (5.56); Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.1.
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.families import times
from symjac.expr.looks import written
from symjac.expr.make import add, div, function, is_op, mul, neg, number, power, symbol
from symjac.pages.board import Board
from symjac.pages.network.model import Network
from symjac.pages.network.notation import for_each_layer, general, name, transposed
from symjac.pages.network.table import numeral
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, TRANSPOSE, Box, Dots, Fence, Infix, Num, Script, Sym, equation
from symjac.writing.signs import beside, nabla, partial


def write(board: Board, net: Network, digits: int) -> None:
    """The errors from the last layer to the first, then the gradients; with numbers, where all are given."""
    E = loss(net)
    introduce(board, net, E)
    for l in reversed(net.layers):
        board.define(delta(net, l), error(net, l))
    output_layer(board, net, E)
    hidden_layers(board, net, E)
    gradients(board, net, E)
    if not net.is_open and not net.missing() and {"a[0]", "y"} <= set(net.values):
        with_numbers(board, net, digits)


def loss(net: Network) -> Expr:
    """½ ‖a⁽ᴸ⁾ − y‖²"""
    off = difference(net)
    return mul(div(number(1), number(2)), power(off if off.is_scalar else function("norm", off), 2))


def difference(net: Network) -> Expr:
    return add(net.a(net.depth), neg(net.y))


def delta(net: Network, l: int) -> Expr:
    return symbol(f"delta[{net.label(l)}]", (net.size(l), ONE))


def error(net: Network, l: int) -> Expr:
    """δ⁽ˡ⁾ by the layer behind it."""
    slope = net.s(l).slope(net.z(l), net.a(l))
    before = difference(net) if l == net.depth else carried_back(net, l)
    return before if is_op(slope, "ones") or slope is number(1) else times(before, slope)


def carried_back(net: Network, l: int) -> Expr:
    """W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾"""
    return mul(transposed(net.W(l + 1)), delta(net, l + 1))


def introduce(board: Board, net: Network, E: Expr) -> None:
    """E, and what δ⁽ˡ⁾ stands for."""
    y, a, z = written(net.y), written(net.a(net.depth)), general("z", "l")
    board.say("Let ", y, " be the output that is wanted. Half the squared error of ", a, " is")
    board.show(equation(Sym("E"), written(E)))
    mark = Script(Fence("(", nabla(z, Sym("E")), ")"), sup=TRANSPOSE)
    column: Text = (", a column",) if any(n != ONE for n in net.sizes[1:]) else ()
    board.say("Write ", general("delta", "l"), " = ", mark, " for the error of layer ", Sym("l"), *column, ".")


def output_layer(board: Board, net: Network, E: Expr) -> None:
    error_line(board, net, E, net.depth, ("At the output,",), ("output layer",) if net.depth > 1 else ())


def error_line(board: Board, net: Network, E: Expr, l: int, says: Text, why: Text) -> None:
    """δ⁽ˡ⁾ = (∇_z E)ᵀ, by dual numbers, against the formula."""
    value = error(net, l)
    left = Term(written(delta(net, l)), Derivative(E, (net.z(l),), "denominator"))
    board.step("error", left, value_term(value), says=says, why=why, kind="chain")


def hidden_layers(board: Board, net: Network, E: Expr) -> None:
    """From layer L − 1 down to 1; many layers of one kind in one formula."""
    says: Text = ("By the chain rule the errors are carried back through the weights,",)
    if net.is_deep and len({s.name for s in net.activations[:-1]}) == 1:
        return any_hidden_layer(board, net, E, says)
    for l in range(net.depth - 1, 0, -1):
        error_line(board, net, E, l, says, ("back through ", written(net.W(l + 1))))
        says = ()


def any_hidden_layer(board: Board, net: Network, E: Expr, says: Text) -> None:
    """δ⁽ˡ⁾ for l = L − 1, …, 1, checked for every l."""
    at = net.any_layer()
    left, right = written(delta(at, 1)), written(error(at, 1))
    for l in range(1, net.depth):
        meaning = Derivative(E, (net.z(l),), "denominator")
        board.claim(Term(left, meaning), Term(right, Value(error(net, l))), f"the error of layer {l}")
    board.say(*says)
    board.show(beside(equation(left, right), downwards(net)))


def downwards(net: Network) -> Box:
    """l = L − 1, …, 1"""
    return equation(Sym("l"), Infix((name(net, net.depth - 1), Dots("l"), Num("1")), (",", ","), RELATION))


def gradients(board: Board, net: Network, E: Expr) -> None:
    """∂E/∂W⁽ˡ⁾ has the shape of W⁽ˡ⁾, ∂E/∂b⁽ˡ⁾ that of b⁽ˡ⁾."""
    if net.depth == 1:
        says: Text = ("The weights and the bias enter through ", written(net.z(1)), " alone, so that")
    else:
        says = ("The weights and the bias of layer ", Sym("l"), " enter through ", general("z", "l"), " alone, so that")
    if net.is_deep:
        any_gradient(board, net, E, says)
    else:
        for l in reversed(net.layers):
            for x, value in ((net.W(l), by_weights(net, l)), (net.b(l), delta(net, l))):
                board.step("gradient", derivative(E, x), value_term(value), says=says, kind="differentiate")
                says = ()
    board.say("Each has the shape of the weights, or of the bias, that it belongs to.")


def derivative(E: Expr, x: Expr) -> Term:
    """∂E/∂x, of the shape of x."""
    return Term(partial(Sym("E"), written(x)), Derivative(E, (x,), "denominator" if x.is_vector else "numerator"))


def any_gradient(board: Board, net: Network, E: Expr, says: Text) -> None:
    """∂E/∂W⁽ˡ⁾ = δ⁽ˡ⁾a⁽ˡ⁻¹⁾ᵀ for l = 1, …, L, checked for every l."""
    for l in net.layers:
        for x, value in ((net.W(l), by_weights(net, l)), (net.b(l), delta(net, l))):
            board.claim(derivative(E, x), value_term(value), f"the gradient by {x}")
    at = net.any_layer()
    by_W = equation(partial(Sym("E"), written(at.W(1))), written(by_weights(at, 1)))
    by_b = equation(partial(Sym("E"), written(at.b(1))), written(delta(at, 1)))
    board.say(*says)
    board.show(beside(by_W, by_b, for_each_layer(net)))


def by_weights(net: Network, l: int) -> Expr:
    """δ⁽ˡ⁾a⁽ˡ⁻¹⁾ᵀ"""
    return mul(delta(net, l), transposed(net.a(l - 1)))


def with_numbers(board: Board, net: Network, digits: int) -> None:
    """The same at the numbers given."""
    values = at_numbers(net)
    says: Text = ("With the numbers given,",)
    for l in reversed(net.layers):
        for box, at in (
            (written(delta(net, l)), values[f"delta[{l}]"]),
            (partial(Sym("E"), written(net.W(l))), values[f"dE/d{net.W(l)}"]),
        ):
            board.step("numbers", Term(box, Value(at)), numeral(at, digits), says=says, kind="value")
            says = ()


def at_numbers(net: Network) -> dict[str, Expr]:
    """The errors and the gradients at the numbers given, as constant expressions."""
    table: dict[Expr, Expr] = {}
    found: dict[str, Expr] = {}
    for l in reversed(net.layers):
        table[delta(net, l)] = net.constant(substitute(error(net, l), table))
        found[str(delta(net, l))] = found[f"dE/d{net.b(l)}"] = table[delta(net, l)]
        found[f"dE/d{net.W(l)}"] = net.constant(substitute(by_weights(net, l), table))
    return found
