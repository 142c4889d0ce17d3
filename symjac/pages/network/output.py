"""∇_z E = ∇_a E ∇_z a at the output: −(y ⊘ a)ᵀ(diag(a) − aaᵀ) = (a − y)ᵀ, where loss and activation fit each other.

What they give together is found by the pass of the style `backprop`. Sources: Bishop, PRML, 4.3.6, eqs. (4.91), (4.109), (5.54).
"""

from __future__ import annotations

from symjac.calculus.differential import substitute
from symjac.calculus.reverse import Statement, Sweep
from symjac.calculus.simplify import finished
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.families import over, times
from symjac.expr.looks import written
from symjac.expr.make import add, function, is_op, mul, neg, number, symbol, transpose
from symjac.pages.board import Board
from symjac.pages.network import softmax
from symjac.pages.network.losses import fit_target
from symjac.pages.network.model import Network
from symjac.pages.network.notation import transposed
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Box, Sym, equation
from symjac.writing.signs import nabla, product_box


def loss(net: Network) -> Expr:
    """E, of the output and the target."""
    return net.loss.value(net.a(net.depth), net.y)


def swept(net: Network, x: Expr, *before: Statement) -> Expr:
    """The gradient of E by x, through the statements before it."""
    statements = [*before, Statement(symbol("E", SCALAR), loss(net))]
    return Sweep(statements, [x], lambda e: f"delta_{e.data[0]}", lambda e: f"z_{e.data[0]}").gradients[x]


def by_output(net: Network) -> Expr:
    """∂E/∂a⁽ᴸ⁾, a column"""
    a = net.a(net.depth)
    return swept(net, a) if net.loss.fraction is None else net.loss.fraction(a, net.y)


def together(net: Network) -> Expr:
    """∂E/∂z⁽ᴸ⁾ through the activation, whatever the target is."""
    L = net.depth
    return swept(net, net.z(L), Statement(net.a(L), net.s(L).at(net.z(L))))


def error(net: Network) -> Expr:
    """δ⁽ᴸ⁾: the product of ∂E/∂a and the slope, or what it comes to where one undoes the other."""
    L = net.depth
    if not fits(net):
        slope = net.s(L).slope(net.z(L), net.a(L))
        return by_output(net) if is_op(slope, "ones") or slope is number(1) else times(by_output(net), slope)
    known = net.loss.known(net.y)
    return finished(substitute(together(net), known)) if known else together(net)


def fits(net: Network) -> bool:
    """Whether ∂E/∂z⁽ᴸ⁾ is more than a product entry by entry: of softmax, or where the activation is the one for this loss."""
    return softmax.is_joint(net.s(net.depth)) or bool(net.loss.output)


def targets(board: Board, net: Network) -> None:
    """The entries of a target add up to 1: the checker draws such ones."""
    if net.loss.distribution:
        drawn = symbol("y_0", net.y.shape)
        board.know(drawn)
        board.define(net.y, over(drawn, function("sum", drawn)))


def fit_targets(net: Network, given: list[Expr]) -> None:
    for y in given:
        fit_target(net.loss, y)


def write(board: Board, net: Network, E: Expr) -> None:
    """The chain rule, its two factors, and their product."""
    a, z = net.a(net.depth), net.z(net.depth)
    row, inner = turned(by_output(net)), jacobian(net)
    whole = Value(mul(row, inner))
    left = Term(nabla(written(z), Sym("E")), Derivative(E, (z,)))
    grads = product_box(nabla(written(a), Sym("E")), nabla(written(z), written(a)))
    board.step("chain_rule", left, Term(grads, whole), says=("At the output, the chain rule gives",))
    by_a = Term(nabla(written(a), Sym("E")), Derivative(E, (a,)))
    line = by_a
    if net.loss.fraction is not None:
        line = board.step("by_output", by_a, value_term(turned(swept(net, a))), says=("The first factor is",))
        board.step("by_output", line, value_term(row))
    else:
        board.step("by_output", by_a, value_term(row), says=("The first factor is",))
    slope(board, net)
    line = board.step("factors", left, Term(product_of(row, inner), whole), says=("Multiply:",))
    multiplied(board, net, line, row)


def product_of(*factors: Expr) -> Box:
    return written(mul(*factors))


def jacobian(net: Network) -> Expr:
    """∇_z a at the output"""
    L = net.depth
    if softmax.is_joint(net.s(L)):
        return softmax.jacobian(net.a(L))
    slope = net.s(L).slope(net.z(L), net.a(L))
    return slope if slope.is_scalar else function("diag", slope)


def slope(board: Board, net: Network) -> None:
    """The second factor."""
    L = net.depth
    a, z = net.a(L), net.z(L)
    says: Text = ("The second factor is",)
    if softmax.is_joint(net.s(L)):
        terms, free, meaning = softmax.by_entries(a, z)
        says = ("The second factor, by the quotient rule for ", *meaning, ", is")
        line, *others = terms
        for term in others:
            line = board.step("by_entries", line, term, says=says, free=free, kind="component")
        says = ("that is, in a matrix,",)
    board.step("slope", Term(nabla(written(z), written(a)), Derivative(a, (z,))), value_term(jacobian(net)), says=says)


def multiplied(board: Board, net: Network, line: Term, row: Expr) -> None:
    """−yᵀ + (∑ y_i)aᵀ, and by what is known of targets (a − y)ᵀ."""
    known = net.loss.known(net.y)
    a = net.a(net.depth)
    if softmax.is_joint(net.s(net.depth)) and known:
        parts = [(mul(row, function("diag", a)), neg(transpose(net.y))), (mul(row, a), neg(function("sum", net.y)))]
        for left, right in parts:
            board.claim(value_term(left), value_term(right), "the loss times the slope of softmax")
        why = [equation(written(left), written(right)) for left, right in parts]
        line = board.step("multiply", line, value_term(row_of(together(net))), why=(why[0], ", ", why[1]))
    if net.loss.output:
        told: Text = tuple(part for e, one in known.items() for part in (equation(written(e), written(one)),))
        board.step("multiply", line, value_term(turned(error(net))), why=told)


def turned(e: Expr) -> Expr:
    """eᵀ, a sign in front"""
    return neg(turned(e.args[0])) if is_op(e, "neg") else transposed(e)


def row_of(e: Expr) -> Expr:
    """eᵀ, term by term"""
    if is_op(e, "add"):
        return add(*map(row_of, e.args))
    return neg(row_of(e.args[0])) if is_op(e, "neg") else finished(transposed(e))
