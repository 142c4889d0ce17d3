"""∇a⁽ˡ⁾ = diag(s′(z⁽ˡ⁾)) W⁽ˡ⁾ by the input of a layer, by its weights and bias; of the network, the product over the layers.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.3 (Jacobians), 5.4 (by a matrix), 5.6.1 (deep networks).
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import S

from symjac.calculus.entries import index
from symjac.derivation.rules import softmax_slope
from symjac.derivation.styles.chain.shapes import braced
from symjac.expr.dims import ONE, SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import eye, function, is_op, mul, number, symbol
from symjac.pages.board import Board
from symjac.pages.network import softmax
from symjac.pages.network.model import Network
from symjac.pages.network.notation import transposed, unit
from symjac.verify.term import Derivative, Entry, Free, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, Box, Dots, Script, Sym, equation, infix, power
from symjac.writing.parts import rewritten
from symjac.writing.signs import nabla, partial, product_box


def write(board: Board, net: Network) -> None:
    """The first layer by everything it depends on; then the whole network by its input."""
    layer(board, net, 1)
    if net.depth > 1:
        network(board, net)


def gradient_sign(f: Expr, x: Expr) -> Box:
    return nabla(written(x), written(f))


def jacobian(f: Expr, x: Expr) -> Term:
    """∇_x f, and that it is the derivative."""
    return Term(gradient_sign(f, x), Derivative(f, (x,)))


def slope(net: Network, l: int) -> Expr:
    """∇_z a = diag(s′(z)); a number for one neuron, the identity where the layer has no activation."""
    if softmax.is_joint(net.s(l)):
        return softmax.jacobian(net.a(l))
    s = net.s(l).slope(net.z(l), net.a(l))
    if net.size(l) == ONE:
        return s
    return eye(net.size(l)) if is_op(s, "ones") else function("diag", s)


def by_weights(net: Network, l: int) -> Expr:
    """∇_W z = I_m ⊗ aᵀ, the weights read row by row."""
    a = transposed(net.a(l - 1))
    if net.size(l) == ONE:
        return a
    return mul(a, eye(net.size(l))) if a.is_scalar else function("kron", eye(net.size(l)), a)


def product(*factors: Expr) -> Expr:
    """A product without the factors 1 and I."""
    kept = [f for f in factors if not is_op(f, "eye") and f is not number(1)]
    if not kept:
        return factors[0]
    return mul(*kept)


def layer(board: Board, net: Network, l: int) -> None:
    """The factors, then the products by the chain rule."""
    z, a, x, W, b = net.z(l), net.a(l), net.a(l - 1), net.W(l), net.b(l)
    first, then = equation(written(z), written(net.affine(l))), equation(written(a), net.s(l).look(written(z)))
    board.say("The layer computes ", first, " and then ", then, ". ", *why(net, l))
    board.step("slope", jacobian(a, z), value_term(slope(net, l)), kind="differentiate")
    board.say(written(z), " is affine in the input, in the bias and in the weights, which are read row by row:")
    for name, value in ((x, W), (b, identity(net, l)), (W, by_weights(net, l))):
        board.step("affine", jacobian(z, name), value_term(value), kind="differentiate")
    board.say("By the chain rule the Jacobians multiply,")
    for name, value in ((x, W), (b, identity(net, l)), (W, by_weights(net, l))):
        chained(board, net, l, name, value)
    if net.size(l) != ONE and net.size(l - 1) != ONE and not softmax.is_joint(net.s(l)):
        entrywise(board, net, l)


def identity(net: Network, l: int) -> Expr:
    return number(1) if net.size(l) == ONE else eye(net.size(l))


def why(net: Network, l: int) -> Text:
    """Entry i of a depends on entry i of z alone."""
    if net.size(l) == ONE:
        return ("The derivative of its activation is",)
    i = Sym("i")
    if softmax.is_joint(net.s(l)):
        return ("By the quotient rule ", softmax_slope(written(net.a(l)), written(net.z(l))), ", that is")
    return ("Since ", unit("a", l, i), " depends on ", unit("z", l, i), " alone, the Jacobian of the activation is diagonal,")


def chained(board: Board, net: Network, l: int, x: Expr, inner: Expr) -> None:
    """∇_x a = ∇_z a ∇_x z = diag(s′(z)) W, shapes below."""
    z, a = net.z(l), net.a(l)
    pair = mul(slope(net, l), inner)
    left = jacobian(a, x)
    shown = product_box(braced(gradient_sign(a, z), a, z), braced(gradient_sign(z, x), z, x))
    line = board.step("chain", left, Term(shown, Value(pair)), kind="chain")
    board.step("product", line, value_term(product(slope(net, l), inner)))


def entrywise(board: Board, net: Network, l: int) -> None:
    """∂a_i/∂a_j = s′(z_i) w_ij"""
    i, j = Free(index("i"), net.size(l)), Free(index("j"), net.size(l - 1))
    a, x = net.a(l), net.a(l - 1)
    left = partial(unit("a", l, Sym("i")), unit("a", l - 1, Sym("j")))
    steepness = slope_sign(net, l, unit("z", l, Sym("i")), unit("a", l, Sym("i")))
    right = infix("", [*steepness, unit("w", l, Sym("i"), Sym("j"))], PRODUCT)
    meaning = Entry(mul(slope(net, l), net.W(l)), i.symbol, j.symbol)
    before = Term(left, Partial(a, x, i.symbol, S.One, j.symbol, S.One))
    board.step(
        "entry", before, Term(right, meaning), says=("Entry by entry the first of these says",), free=(i, j), kind="component"
    )


def slope_sign(net: Network, l: int, z: Box, a: Box) -> list[Box]:
    """s′(z_i) as it is written for one number; nothing for the identity."""
    t, h = symbol("z", SCALAR), symbol("a", SCALAR)
    found = net.s(l).slope(t, h)
    return [] if found is number(1) else [put_in(written(found), {written(t): z, written(h): a})]


def put_in(box: Box, table: Mapping[Box, Box]) -> Box:
    """Names in place of others; a layer's name gets brackets below an exponent."""

    def change(part: Box) -> Box | None:
        if isinstance(part, Script) and part.sup is not None and part.base in table:
            return power(table[part.base], part.sup)
        return table.get(part)

    return rewritten(box, change)


def network(board: Board, net: Network) -> None:
    """∇_{a⁽⁰⁾}a⁽ᴸ⁾ = ∇_{a⁽ᴸ⁻¹⁾}a⁽ᴸ⁾ ⋯ ∇_{a⁽⁰⁾}a⁽¹⁾"""
    board.say("The network is a composition of its layers, so its Jacobian is the product of theirs, the last layer first:")
    order = list(reversed(net.layers))
    left = jacobian(net.a(net.depth), net.a(0))
    whole = mul(*(f for l in order for f in (slope(net, l), net.W(l))))
    pieces = [braced(gradient_sign(net.a(l), net.a(l - 1)), net.a(l), net.a(l - 1)) for l in order]
    line = board.step("chain", left, Term(elided(net, pieces), Value(whole)), kind="chain")
    shown = elided(net, [written(product(slope(net, l), net.W(l))) for l in order])
    board.step("product", line, Term(shown, Value(whole)), kind="conclude")


def elided(net: Network, pieces: list[Box]) -> Box:
    """Side by side; of many factors the first and the last."""
    kept = [pieces[0], Dots("h"), pieces[-1]] if net.is_deep else pieces
    return product_box(*kept)
