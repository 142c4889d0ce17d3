"""δ⁽ᴸ⁾ = (a⁽ᴸ⁾ − y) ⊙ s′(z⁽ᴸ⁾), δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾) ⊙ s′(z⁽ˡ⁾); ∂E/∂W⁽ˡ⁾ = δ⁽ˡ⁾a⁽ˡ⁻¹⁾ᵀ: derived by the chain rule.

Sources: Bishop, PRML, 5.3.1, eqs. (5.53), (5.56); Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.1.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import S

from symjac.calculus.differential import substitute
from symjac.calculus.entries import index
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.families import times
from symjac.expr.looks import written
from symjac.expr.make import add, function, is_op, mul, number, symbol
from symjac.pages.board import Board
from symjac.pages.network import output, worked
from symjac.pages.network.data import Pair
from symjac.pages.network.model import Network
from symjac.pages.network.notation import for_each_layer, general, name, transposed, unit
from symjac.verify import Claim
from symjac.verify.term import Derivative, Entry, Free, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import (
    RELATION,
    SUM,
    TRANSPOSE,
    BigOp,
    Box,
    Dots,
    Fence,
    Infix,
    Num,
    Script,
    Sym,
    elementwise,
    equation,
    infix,
)
from symjac.writing.box import transposed as transposed_box
from symjac.writing.signs import beside, nabla, partial, product_box


def write(board: Board, net: Network, data: Sequence[Pair], digits: int, *, is_forward_shown: bool = False) -> None:
    """The layers, the error of the last one, the step from each to the one before it, the gradients; then with numbers."""
    E = output.loss(net)
    output.targets(board, net)
    layers(board, net)
    introduce(board, net, E)
    for l in reversed(net.layers):
        board.define(delta(net, l), error(net, l))
    output_layer(board, net, E)
    hidden_layers(board, net, E)
    gradients(board, net, E)
    with_numbers(board, net, data, E, digits, is_forward_shown)


def with_numbers(board: Board, net: Network, data: Sequence[Pair], E: Expr, digits: int, is_forward_shown: bool) -> None:
    """The same at the numbers given, if they are enough."""
    if net.is_open or net.missing():
        return
    if {"a[0]", "y"} <= set(net.values):
        worked.write(board, net, E, digits, is_forward_shown=is_forward_shown)
    elif data and data[0].y is not None:
        worked.over_data(board, net, data, E, digits)


def numbers_alone(board: Board, net: Network, data: Sequence[Pair], digits: int, *, is_forward_shown: bool = False) -> None:
    """Errors and gradients at the numbers given, by formulas that are known; these are checked as where they are derived."""
    E = output.loss(net)
    output.targets(board, net)
    introduce(board, net, E)
    for l in reversed(net.layers):
        board.define(delta(net, l), error(net, l))
        column = Term(written(delta(net, l)), Derivative(E, (net.z(l),), "denominator"))
        board.claim(column, value_term(error(net, l)), f"the error of layer {l}")
        for x, value in ((net.W(l), by_weights(net, l)), (net.b(l), delta(net, l))):
            board.claim(derivative(E, x), value_term(value), f"the gradient by {x}")
    with_numbers(board, net, data, E, digits, is_forward_shown)


def delta(net: Network, l: int) -> Expr:
    return symbol(f"delta[{net.label(l)}]", (net.size(l), ONE))


def error(net: Network, l: int) -> Expr:
    """δ⁽ˡ⁾ by the layer behind it."""
    if l == net.depth:
        return output.error(net)
    slope = net.s(l).slope(net.z(l), net.a(l))
    before = carried_back(net, l)
    return before if is_op(slope, "ones") or slope is number(1) else times(before, slope)


def carried_back(net: Network, l: int) -> Expr:
    """W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾"""
    return mul(transposed(net.W(l + 1)), delta(net, l + 1))


def layers(board: Board, net: Network) -> None:
    """z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾, a⁽ˡ⁾ = s(z⁽ˡ⁾): every letter that is used below."""
    board.say("The network computes")
    if net.is_deep and len({s.name for s in net.activations}) == 1:
        at = net.any_layer()
        affine = equation(written(at.z(1)), written(at.affine(1)))
        board.show(beside(affine, equation(written(at.a(1)), at.s(1).look(written(at.z(1)))), for_each_layer(net)))
        return
    for l in net.layers:
        board.step("layer", value_term(net.z(l)), value_term(net.affine(l)), kind="define")
        output = Term(net.s(l).look(written(net.z(l))), Value(net.s(l).at(net.z(l))))
        board.step("layer", value_term(net.a(l)), output, kind="define")


def introduce(board: Board, net: Network, E: Expr) -> None:
    """E, and what δ⁽ˡ⁾ stands for."""
    z = general("z", "l")
    board.say(*net.loss.says(net.a(net.depth), net.y))
    board.show(equation(Sym("E"), written(E)))
    mark = Script(Fence("(", nabla(z, Sym("E")), ")"), sup=TRANSPOSE)
    wide = any(n != ONE for n in net.sizes[1:])
    column: Text = (" Gradients are rows; ", general("delta", "l"), " is a column.") if wide else ()
    board.say("Call ", general("delta", "l"), " = ", mark, " the error of layer ", Sym("l"), ".", *column)


def output_layer(board: Board, net: Network, E: Expr) -> None:
    """∇_z E = ∇_a E ∇_z a = (a − y)ᵀ diag(s′(z)), hence δ⁽ᴸ⁾ = (a − y) ⊙ s′(z)."""
    L = net.depth
    a, z = net.a(L), net.z(L)
    if output.fits(net):
        output.write(board, net, E)
    else:
        grads = product_box(nabla(written(a), Sym("E")), nabla(written(z), written(a)))
        row_product(board, net, E, L, [grads], [transposed(output.by_output(net))], ("At the output, the chain rule gives",))
    conclude_error(board, net, E, L, ())


def row_product(board: Board, net: Network, E: Expr, l: int, written_as: list[Box], before: list[Expr], says: Text) -> None:
    """∇_z E as a product of gradients, and with the factors that they are."""
    slope = net.s(l).slope(net.z(l), net.a(l))
    line = Term(nabla(written(net.z(l)), Sym("E")), Derivative(E, (net.z(l),), "numerator"))
    value = Value(mul(*before, *diagonal(slope)))
    for box in written_as:
        line = board.step("chain_rule", line, Term(box, value), says=says)
    board.step("factors", line, Term(product_of(*before, *diagonal(slope)), value), says=says)


def diagonal(slope: Expr) -> list[Expr]:
    """diag(s′(z)); a number as it is, and nothing where s′ is 1."""
    if is_op(slope, "ones") or slope is number(1):
        return []
    return [slope if slope.is_scalar else function("diag", slope)]


def product_of(*factors: Expr) -> Box:
    return written(mul(*factors))


def conclude_error(board: Board, net: Network, E: Expr, l: int, why: Text) -> None:
    """⇒ δ⁽ˡ⁾ = …, by dual numbers, against the formula."""
    left = Term(written(delta(net, l)), Derivative(E, (net.z(l),), "denominator"))
    board.step("error", left, value_term(error(net, l)), why=why, kind="chain", lead="⇒")


def hidden_layers(board: Board, net: Network, E: Expr) -> None:
    """From layer L − 1 down to 1; many layers of one kind in one formula."""
    if net.depth == 1:
        return
    if net.is_deep and len({s.name for s in net.activations[:-1]}) == 1:
        return any_hidden_layer(board, net, E)
    for l in range(net.depth - 1, 0, -1):
        on = written(net.z(l + 1))
        says: Text = ("The output of layer ", name(net, l), " goes into ", on, ", and through it into ", Sym("E"), ":")
        before = [transposed(delta(net, l + 1)), net.W(l + 1)]
        row_product(board, net, E, l, [back_through(net, l)], before, says)
        conclude_error(board, net, E, l, ("back through ", written(net.W(l + 1))))


def back_through(net: Network, l: int) -> Box:
    """∇_{z⁽ˡ⁺¹⁾}E ∇_{a⁽ˡ⁾}z⁽ˡ⁺¹⁾ ∇_{z⁽ˡ⁾}a⁽ˡ⁾"""
    on, a, z = (written(e) for e in (net.z(l + 1), net.a(l), net.z(l)))
    return product_box(nabla(on, Sym("E")), nabla(a, on), nabla(z, a))


def any_hidden_layer(board: Board, net: Network, E: Expr) -> None:
    """δ⁽ˡ⁾ for l = L − 1, …, 1, checked for every l."""
    at = net.any_layer()
    slope = diagonal(at.s(1).slope(at.z(1), at.a(1)))
    factors = product_of(transposed(delta(at, 2)), at.W(2), *slope)
    left, right = written(delta(at, 1)), written(error(at, 1))
    for l in range(1, net.depth):
        row, column = (Derivative(E, (net.z(l),), layout) for layout in ("numerator", "denominator"))
        own = diagonal(net.s(l).slope(net.z(l), net.a(l)))
        product = Value(mul(transposed(delta(net, l + 1)), net.W(l + 1), *own))
        board.claim(Term(factors, row), Term(factors, product), f"the chain rule at layer {l}")
        board.claim(Term(left, column), Term(right, Value(error(net, l))), f"the error of layer {l}")
    on = written(at.z(2))
    board.say("The output of layer ", Sym("l"), " goes into ", on, ", and through it into ", Sym("E"), ":")
    board.show(equation(nabla(written(at.z(1)), Sym("E")), back_through(at, 1), factors))
    board.say("so that the errors are carried back through the weights,")
    board.show(beside(equation(left, right), downwards(net)))


def downwards(net: Network) -> Box:
    """l = L − 1, …, 1"""
    return equation(Sym("l"), Infix((name(net, net.depth - 1), Dots("l"), Num("1")), (",", ","), RELATION))


def gradients(board: Board, net: Network, E: Expr) -> None:
    """∂E/∂w_ij by entries, then ∂E/∂W⁽ˡ⁾ of the shape of W⁽ˡ⁾ and ∂E/∂b⁽ˡ⁾ of that of b⁽ˡ⁾."""
    by_entries(board, net, E)
    says: Text = ("In matrices,",)
    if net.is_deep:
        any_gradient(board, net, E, says)
    else:
        for l in reversed(net.layers):
            for x, value in ((net.W(l), by_weights(net, l)), (net.b(l), delta(net, l))):
                board.step("gradient", derivative(E, x), value_term(value), says=says, kind="differentiate")
                says = ()
    board.say("Each is written in the shape of the weights, or of the bias, that it belongs to.")


def by_entries(board: Board, net: Network, E: Expr) -> None:
    """∂E/∂w_ij = ∂E/∂z_i ∂z_i/∂w_ij = δ_i a_j, claimed for every layer."""
    for l in net.layers:
        W = net.W(l)
        i, j = (Free(index(c), n) for c, n in zip("ij", W.shape, strict=True))
        at = tuple(S.One if f.size == ONE else f.symbol for f in (i, j))
        left = Term(partial(Sym("E"), general("w", "l")), Partial(E, W, S.One, S.One, *at))
        right = Term(left.box, Entry(by_weights(net, l), *at))
        free = tuple(f for f in (i, j) if f.size != ONE)
        board.claims.append(Claim(left, right, free, f"the gradient by the weights of layer {l}"))
    shown_by_entries(board, all(n == ONE for n in net.sizes))


def shown_by_entries(board: Board, one: bool) -> None:
    """What was claimed, in letters; without indices where every layer has one neuron."""
    row: tuple[Box, ...] = () if one else (Sym("i"),)
    column: tuple[Box, ...] = () if one else (Sym("j"),)
    z, w, b, d = (unit(c, "l", *at) for c, at in (("z", row), ("w", (*row, *column)), ("b", row), ("delta", row)))
    a, loss = unit("a", "l-1", *column), Sym("E")
    total = infix("+", [product_box(w, a) if one else BigOp("∑", column[0], None, product_box(w, a)), b], SUM)
    only: Text = (" The weight ", w, " and the bias ", b, " occur in ", z, " alone, with the factors ", a, " and 1:")
    board.say("Now the weights. By entries, ", equation(z, total), ".", *only)
    by_w = equation(partial(loss, w), product_box(partial(loss, z), partial(z, w)), product_box(d, a))
    by_b = equation(partial(loss, b), product_box(partial(loss, z), partial(z, b)), d)
    board.show(beside(by_w, by_b))
    if not one:
        before, error = transposed_box(general("a", "l-1")), general("delta", "l")
        long = product_box(transposed_box(error), Fence("(", elementwise("⊗", (Sym("I"), before)), ")"))
        whole = equation(nabla(general("W", "l"), loss), long)
        board.say("As a product of gradients, ", whole, " is a long row with the entries ", product_box(d, a),
                  "; read row by row it is the matrix ", product_box(error, before), ".")  # fmt: skip


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


def over_data(net: Network, data: Sequence[Pair]) -> dict[str, Expr]:
    """The gradients added up over examples, as constant expressions."""
    each = [worked.backprop_at(net, pair) for pair in data]
    return {name: add(*(values[name] for values in each)) for name in each[0] if name.startswith("dE/d")}


def at_numbers(net: Network) -> dict[str, Expr]:
    """The errors and the gradients at the numbers given, as constant expressions."""
    table: dict[Expr, Expr] = {}
    found: dict[str, Expr] = {}
    for l in reversed(net.layers):
        table[delta(net, l)] = net.constant(substitute(error(net, l), table))
        found[str(delta(net, l))] = found[f"dE/d{net.b(l)}"] = table[delta(net, l)]
        found[f"dE/d{net.W(l)}"] = net.constant(substitute(by_weights(net, l), table))
    return found
